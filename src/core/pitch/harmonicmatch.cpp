// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/harmonicmatch.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tunescope::core {

namespace {

constexpr double kToleranceBins = 0.7;
constexpr double kExactBins = 0.01;  // no peak is trusted further than this
constexpr double kLeakage = 1e-5;
constexpr double kMaxStretch = 0.3;  // of the spacing: how far stiffness may move the next partial beyond what is known
constexpr int kMaxMissing = 12;      // partials in a row that may be absent
constexpr double kInsignificant = 6.3e-4;  // -32 dB: power of lines that do not decide about the octave (decision 0030)
constexpr double kMinSpacingBins = 3.6;    // below this, lines between partials and beside them look alike

constexpr double kBetweenBins = 0.2;
// Lines between the multiples that belong to a rank of pipes of its own (decision 0030):
constexpr double kLooselyBetween = 0.008;  // how far it may be out of tune, 14 cents
constexpr int kOwnLines = 3;               // the minimum that prove it,
constexpr double kOwnPower = 0.01;         // with this share of the power,
constexpr double kOwnStrayBins = 0.5;      // that far from its multiples, rms
constexpr double kChordPart = 0.01;        // of the power: what each note of a chord has at least,
constexpr double kMostFolded = 0.3;        // of the power: more is no alias
constexpr double kChordOthers = 0.03;      // and less than a lone note has in the other lines

// f0^2 and f0^2 B by weighted least squares over y = nu^2 / l^2 against l^2.
struct StiffLine {
  double s0 = 0, s1 = 0, s2 = 0, t0 = 0, t1 = 0;
  int count = 0;

  // variance: of nu, in bins^2.
  void add(int l, double nu, double variance) noexcept {
    const double l2 = static_cast<double>(l) * l;
    const double y = nu * nu / l2;
    const double w = l2 * l2 / (4 * nu * nu * variance);
    s0 += w, s1 += w * l2, s2 += w * l2 * l2, t0 += w * y, t1 += w * l2 * y;
    ++count;
  }

  double alone() const noexcept { return t0 / s0; }  // f0^2 where B is nothing

  // False: too little to tell.
  bool solve(double& a, double& b, double& sigmaB) const noexcept {
    const double determinant = s0 * s2 - s1 * s1;
    if (count < 2 || determinant < 1e-9 * s0 * s2) return false;
    a = (s2 * t0 - s1 * t1) / determinant;
    if (!(a > 0)) return false;
    b = (s0 * t1 - s1 * t0) / determinant / a;
    sigmaB = std::sqrt(s0 / determinant) / a;
    return true;
  }
};

// How exactly a peak stands where it seems to stand: noise, and the leakage of the strongest peak (Hann, at some bins'
// distance).
double varianceOf(const PartialSpectrum& spectrum, const SpectralPeak& peak, double strongest) noexcept {
  return kExactBins * kExactBins + 0.3 * spectrum.noiseAt(peak.nu) / peak.power + kLeakage * strongest / peak.power;
}

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

// Peaks that the match leaves out, but that are aliases of its partials.
double foldedPower(const PartialSpectrum& spectrum, const HarmonicMatch& match, const SampledBand& band) noexcept {
  const FoldedLines folded(spectrum, match.f1Bins, band);
  if (!folded.areThere()) return 0;
  double power = 0;
  auto line = match.matched().begin();
  for (std::size_t i = 0; i < spectrum.peaks().size(); ++i) {
    while (line != match.matched().end() && line->peak < i) ++line;
    const bool isPartial = line != match.matched().end() && line->peak == i;
    if (!isPartial && folded.has(spectrum.peaks()[i])) power += spectrum.peaks()[i].power;
  }
  return power;
}

// Lines of the match that are no multiple of p: if they do not matter, the pitch is p times higher.
bool allMultiplesOf(const PartialSpectrum& spectrum, const HarmonicMatch& match, int p,
                    const SampledBand& band) noexcept {
  const auto doNotMatter = [&](int others, double power) {
    return others == 0 || (match.count > 1 && (others < 2 || power < kInsignificant * match.power) &&
                           others < static_cast<int>(match.count) && power < 0.02 * match.power);
  };
  int others = 0;
  double power = 0;
  for (const HarmonicMatch::Line& line : match.matched()) {
    if (line.number % p == 0) continue;
    ++others;
    power += spectrum.peaks()[line.peak].power;
  }
  if (doNotMatter(others, power)) return true;
  if (power > kMostFolded * match.power) return false;
  const FoldedLines folded(spectrum, match.f1Bins * p, band);
  if (!folded.areThere()) return false;
  for (const HarmonicMatch::Line& line : match.matched()) {
    if (line.number % p == 0 || !folded.has(spectrum.peaks()[line.peak])) continue;
    --others;
    power -= spectrum.peaks()[line.peak].power;
  }
  return doNotMatter(others, power);
}

// Lines that are multiples of a pitch of their own.
struct OwnLines {
  double lNu = 0, l2 = 0, nu2 = 0, power = 0;
  int count = 0;
  int gcd = 0;

  void add(int l, const SpectralPeak& peak) noexcept {
    lNu += l * peak.nu, l2 += static_cast<double>(l) * l, nu2 += peak.nu * peak.nu;
    power += peak.power;
    gcd = std::gcd(gcd, l);
    ++count;
  }
  // How far they stray from those multiples, rms, by least squares.
  double strayBins() const noexcept { return std::sqrt(std::max(0.0, nu2 - lNu * lNu / l2) / count); }
  bool prove(double matchPower) const noexcept {
    return count >= kOwnLines && gcd == 1 && power > kOwnPower * matchPower && strayBins() < kOwnStrayBins;
  }
};

// Peaks that the match leaves out, but that stand at l f1 / d.
bool fillsBetween(const PartialSpectrum& spectrum, const HarmonicMatch& match, int d,
                  const SampledBand& band) noexcept {
  const FoldedLines folded(spectrum, match.f1Bins, band);
  const std::span<const SpectralPeak> peaks = spectrum.peaks();
  const double spacing = match.f1Bins / d;
  const double strongest = std::ranges::max_element(peaks, {}, &SpectralPeak::power)->power;
  OwnLines own;
  int found = 0;
  int gcd = 0;
  double power = 0;
  for (std::size_t i = 0; i < peaks.size() && peaks[i].nu < 4.5 * match.f1Bins; ++i) {
    const double place = peaks[i].nu / spacing;
    const int l = static_cast<int>(std::lround(place));
    const double l2 = static_cast<double>(l) * l / (d * d);
    const double bent = l * spacing * std::sqrt((1 + match.inharmonicity * l2) / (1 + match.inharmonicity));
    if (l < 1 || l % d == 0 || isMatched(match, i)) continue;
    // No further off than noise may have moved it: what else sounds fills any place within half a bin by chance.
    const double error = kBetweenBins + 3 * std::sqrt(varianceOf(spectrum, peaks[i], strongest));
    const double off = std::abs(peaks[i].nu - bent);
    // In few bins, neighbours at a third of this spacing would pass for lines between: no place is wider than that.
    if (off > std::min(kLooselyBetween * bent, 0.25 * spacing)) continue;
    if (folded.areThere() && folded.has(peaks[i])) continue;
    own.add(l, peaks[i]);
    if (off > std::min(std::max(0.5, 0.003 * bent), error)) continue;
    ++found;
    gcd = std::gcd(gcd, l);
    power += peaks[i].power;
  }
  return (found >= d && gcd == 1 && power > kInsignificant * match.power) || own.prove(match.power);
}

// Two notes p : q have a common subharmonic whose lines are all multiples of p or of q. Returns the one of the two that
// is stronger, as a multiple of the match's pitch; 1: it is one note, for which a weak first partial speaks as well.
int strongerOfTwo(const PartialSpectrum& spectrum, const HarmonicMatch& match) noexcept {
  constexpr std::array<std::array<int, 2>, 6> kRatios = {{{2, 3}, {3, 4}, {4, 5}, {3, 5}, {5, 6}, {5, 8}}};
  for (const auto [p, q] : kRatios) {
    double ofP = 0;
    double ofQ = 0;
    double others = 0;
    for (const HarmonicMatch::Line& line : match.matched()) {
      const bool isP = line.number % p == 0;
      const bool isQ = line.number % q == 0;
      const double power = spectrum.peaks()[line.peak].power;
      if (isP != isQ) (isP ? ofP : ofQ) += power;
      if (!isP && !isQ) others += power;
      if (line.number == 1 && power > kInsignificant * match.power) others = match.power;
    }
    const double part = kChordPart * match.power;
    if (ofP > part && ofQ > part && others < kChordOthers * match.power) return ofP > ofQ ? p : q;
  }
  return 1;
}

}  // namespace

HarmonicMatch matchHarmonics(const PartialSpectrum& spectrum, const HarmonicGuess& guess) noexcept {
  const std::span<const SpectralPeak> peaks = spectrum.peaks();
  HarmonicMatch match{.f1Bins = guess.f1Bins,
                      .inharmonicity = guess.knownB,
                      .power = 0,
                      .folded = 0,
                      .share = 0,
                      .lines = {},
                      .count = 0};
  if (peaks.empty()) return match;
  const double strongest = std::ranges::max_element(peaks, {}, &SpectralPeak::power)->power;
  StiffLine line;
  double a = guess.f1Bins * guess.f1Bins / (1 + guess.knownB);
  double b = guess.knownB;
  double error = guess.relativeError;  // of f1, so far
  double doubtB = guess.knownB > 0 ? 0.2 * guess.knownB : guess.maxB;
  int missing = 0;
  std::size_t from = 0;
  for (int l = 1; from < peaks.size() && missing < kMaxMissing && match.count < HarmonicMatch::kMaxLines; ++l) {
    const double expected = lineAt(a, b, l);
    const double spacing = std::sqrt(a);
    if (expected > peaks.back().nu + spacing) break;
    const double slack = std::max(kToleranceBins, std::min(error * expected, 0.45 * spacing));
    const double stretch = std::min(0.5 * doubtB * (static_cast<double>(l) * l - 1) * expected, kMaxStretch * spacing);
    const std::size_t best = strongestIn(peaks, from, expected - slack, expected + slack + stretch);
    if (best == peaks.size()) {
      ++missing;
      continue;
    }
    missing = 0;
    from = best + 1;
    match.lines[match.count++] = {.number = l, .peak = best};
    match.power += peaks[best].power;
    const double variance = varianceOf(spectrum, peaks[best], strongest);
    line.add(l, peaks[best].nu, variance);
    error = std::min(error, (0.2 + 3 * std::sqrt(variance)) / peaks[best].nu);
    double sigmaB = 0;
    if (guess.knownB > 0) {
      a = line.s0 > 0 ? (line.t0 + b * line.t1) / (line.s0 + 2 * b * line.s1 + b * b * line.s2) : a;
    } else if (line.count == 2 && line.solve(a, b, sigmaB)) {  // two lines tell how stiff it can be at most
      doubtB = std::clamp(b + 3 * sigmaB, 0.0, guess.maxB);
      a = line.alone();
      b = 0;
    } else if (line.solve(a, b, sigmaB)) {
      if (b < 0 || b > guess.maxB) {
        b = std::clamp(b, 0.0, guess.maxB);
        a = (line.t0 + b * line.t1) / (line.s0 + 2 * b * line.s1 + b * b * line.s2);
      }
      doubtB = std::min(guess.maxB, 3 * sigmaB);
    } else {
      a = line.alone();
    }
  }
  if (match.count > 0) {
    match.f1Bins = std::sqrt(a * (1 + b));
    match.inharmonicity = b;
    match.folded = foldedPower(spectrum, match, guess.band);
    match.share = (match.power + match.folded) / allPower(peaks);
  }
  return match;
}

HarmonicMatch settleOctave(const PartialSpectrum& spectrum, const HarmonicMatch& match,
                           const OctaveRange& range) noexcept {
  HarmonicMatch settled = match;
  // f1 and B of the same lines when they are counted in steps of ratio.
  const auto rematch = [&](double ratio) {
    const double b = settled.inharmonicity;
    const double squared = ratio * ratio;
    return matchHarmonics(spectrum, {.f1Bins = settled.f1Bins * ratio * std::sqrt((1 + b * squared) / (1 + b)),
                                     .relativeError = 0.5 / std::max(1.0, settled.f1Bins),
                                     .knownB = 0,
                                     .maxB = range.maxB,
                                     .band = range.band});
  };
  // False: it is a subharmonic of what is too high to be looked for.
  const auto raise = [&] {
    for (int p = 2; p <= 61 && settled.count > 0; ++p) {
      while (settled.count > 0 && allMultiplesOf(spectrum, settled, p, range.band)) {
        if (settled.f1Bins * p > range.maxF1Bins) return false;
        const HarmonicMatch higher = rematch(p);
        if (higher.share < 0.98 * settled.share) break;
        settled = higher;
      }
    }
    return true;
  };
  if (!raise()) return {};
  if (const int ratio = strongerOfTwo(spectrum, settled); ratio > 1 && settled.f1Bins * ratio < range.maxF1Bins) {
    settled = rematch(ratio);
    return raise() ? settled : HarmonicMatch{};
  }
  for (const int d : {2, 3}) {
    if (settled.f1Bins / d < std::max(range.minF1Bins, kMinSpacingBins) ||
        !fillsBetween(spectrum, settled, d, range.band))
      continue;
    const HarmonicMatch lower = rematch(1.0 / d);
    if (lower.power > settled.power) return lower;
  }
  return settled;
}

}  // namespace tunescope::core
