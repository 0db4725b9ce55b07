// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/harmonicmatch.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tunescope::core {

namespace {

constexpr double kToleranceBins = 0.7;
constexpr double kMaxB = 0.012;      // stiffer than the top of a piano
constexpr double kMaxStretch = 0.3;  // of the spacing: how far stiffness may move the next partial beyond what is known
constexpr int kMaxMissing = 12;      // partials in a row that may be absent
constexpr double kInsignificant = 2e-4;  // -37 dB: power of lines that do not decide about the octave
constexpr double kMinSpacingBins = 2.6;  // below this lines between cannot be told from lines beside

// f0^2 and f0^2 B by least squares over y = nu^2 / l^2 against l^2, all peaks equally exact in bins.
struct StiffLine {
  double s0 = 0, s1 = 0, s2 = 0, t0 = 0, t1 = 0;
  int count = 0;

  void add(int l, double nu) noexcept {
    const double l2 = static_cast<double>(l) * l;
    const double y = nu * nu / l2;
    s0 += l2, s1 += l2 * l2, s2 += l2 * l2 * l2, t0 += l2 * y, t1 += l2 * l2 * y;
    ++count;
  }

  // False: too little to tell.
  bool solve(double& a, double& b) const noexcept {
    const double determinant = s0 * s2 - s1 * s1;
    if (count < 2 || determinant < 1e-6 * s0 * s2) return false;
    a = (s2 * t0 - s1 * t1) / determinant;
    b = a > 0 ? (s0 * t1 - s1 * t0) / determinant / a : 0;
    return a > 0;
  }
};

double lineAt(double f0Squared, double b, int l) noexcept {
  const double l2 = static_cast<double>(l) * l;
  return std::sqrt(f0Squared * l2 * (1 + b * l2));
}

// The strongest peak in [low, high], or peaks.size().
std::size_t strongestIn(std::span<const SpectralPeak> peaks, std::size_t from, double low, double high) noexcept {
  std::size_t best = peaks.size();
  for (std::size_t i = from; i < peaks.size() && peaks[i].nu <= high; ++i) {
    if (peaks[i].nu >= low && (best == peaks.size() || peaks[i].power > peaks[best].power)) best = i;
  }
  return best;
}

double allPower(std::span<const SpectralPeak> peaks) noexcept {
  double sum = 0;
  for (const SpectralPeak& p : peaks) sum += p.power;
  return sum;
}

bool isMatched(const HarmonicMatch& match, std::size_t peak) noexcept {
  return std::ranges::any_of(match.matched(), [&](const HarmonicMatch::Line& line) { return line.peak == peak; });
}

// Lines of the match that are no multiple of p: if they do not matter, the pitch is p times higher.
bool allMultiplesOf(const PartialSpectrum& spectrum, const HarmonicMatch& match, int p) noexcept {
  int others = 0;
  double power = 0;
  for (const HarmonicMatch::Line& line : match.matched()) {
    if (line.number % p == 0) continue;
    ++others;
    power += spectrum.peaks()[line.peak].power;
  }
  return others == 0 || (match.count > 1 && (others < 2 || power < kInsignificant * match.power) &&
                         others < static_cast<int>(match.count) && power < 0.02 * match.power);
}

// Peaks that the match leaves out, but that stand at l f1 / d.
bool fillsBetween(const PartialSpectrum& spectrum, const HarmonicMatch& match, int d) noexcept {
  const std::span<const SpectralPeak> peaks = spectrum.peaks();
  const double spacing = match.f1Bins / d;
  int found = 0;
  int gcd = 0;
  double power = 0;
  for (std::size_t i = 0; i < peaks.size() && peaks[i].nu < 4.5 * match.f1Bins; ++i) {
    const double place = peaks[i].nu / spacing;
    const int l = static_cast<int>(std::lround(place));
    const double l2 = static_cast<double>(l) * l / (d * d);
    const double bent = l * spacing * std::sqrt((1 + match.inharmonicity * l2) / (1 + match.inharmonicity));
    if (l < 1 || l % d == 0 || std::abs(peaks[i].nu - bent) > std::max(0.5, 0.003 * bent) || isMatched(match, i))
      continue;
    ++found;
    gcd = std::gcd(gcd, l);
    power += peaks[i].power;
  }
  return found >= d && gcd == 1 && power > kInsignificant * match.power;
}

}  // namespace

HarmonicMatch matchHarmonics(const PartialSpectrum& spectrum, double f1Bins, double relativeError,
                             double knownB) noexcept {
  const std::span<const SpectralPeak> peaks = spectrum.peaks();
  HarmonicMatch match{.f1Bins = f1Bins, .inharmonicity = knownB, .power = 0, .share = 0, .lines = {}, .count = 0};
  StiffLine line;
  double a = f1Bins * f1Bins / (1 + knownB);
  double b = knownB;
  double error = relativeError;  // of f1, so far
  double doubtB = knownB > 0 ? 0.3 * knownB : kMaxB;
  int missing = 0;
  std::size_t from = 0;
  for (int l = 1; from < peaks.size() && missing < kMaxMissing && match.count < HarmonicMatch::kMaxLines; ++l) {
    const double expected = lineAt(a, b, l);
    const double spacing = std::sqrt(a);
    const double slack = std::max(kToleranceBins, std::min(error * expected, 0.45 * spacing));
    const double stretch = std::min(0.5 * doubtB * (static_cast<double>(l) * l - 1) * expected, kMaxStretch * spacing);
    const std::size_t best = strongestIn(peaks, from, expected - slack, expected + slack + stretch);
    if (best == peaks.size()) {
      ++missing;
      if (expected > peaks.back().nu + spacing) break;
      continue;
    }
    missing = 0;
    from = best + 1;
    match.lines[match.count++] = {.number = l, .peak = best};
    match.power += peaks[best].power;
    line.add(l, peaks[best].nu);
    error = std::min(error, 0.5 / peaks[best].nu);
    double newA = 0;
    double newB = 0;
    if (line.count >= 3 && line.solve(newA, newB)) {
      a = newA;
      b = std::clamp(newB, 0.0, kMaxB);
      if (newB < 0) a = line.t0 / line.s0;
      doubtB = std::min(doubtB, 0.3 * b + 2.0 / (static_cast<double>(l) * l * l * spacing));
    } else {
      a = peaks[best].nu * peaks[best].nu / (static_cast<double>(l) * l * (1 + b * l * l));
    }
  }
  if (match.count > 0) {
    match.f1Bins = std::sqrt(a * (1 + b));
    match.inharmonicity = b;
    match.share = match.power / allPower(peaks);
  }
  return match;
}

HarmonicMatch settleOctave(const PartialSpectrum& spectrum, const HarmonicMatch& match, double minF1Bins,
                           double maxF1Bins) noexcept {
  HarmonicMatch settled = match;
  const double tolerance = 0.5 / std::max(1.0, match.f1Bins);
  for (int p = 2; p <= 61 && settled.count > 0; ++p) {
    while (settled.f1Bins * p <= maxF1Bins && allMultiplesOf(spectrum, settled, p)) {
      const double pp = static_cast<double>(p) * p;
      const double b = settled.inharmonicity;
      const double f1 = settled.f1Bins * p * std::sqrt((1 + b * pp) / (1 + b));
      const HarmonicMatch higher = matchHarmonics(spectrum, f1, tolerance, b * pp < kMaxB ? b * pp : 0);
      if (higher.power < 0.98 * settled.power) break;
      settled = higher;
    }
  }
  for (const int d : {2, 3}) {
    if (settled.f1Bins / d < std::max(minF1Bins, kMinSpacingBins) || !fillsBetween(spectrum, settled, d)) continue;
    const HarmonicMatch lower =
        matchHarmonics(spectrum, settled.f1Bins / d, tolerance, settled.inharmonicity / (d * d));
    if (lower.power > settled.power) return lower;
  }
  return settled;
}

}  // namespace tunescope::core
