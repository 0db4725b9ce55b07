// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/search/harmonicmatch.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tunescope::core {

namespace {

constexpr double kToleranceBins = 0.7;
constexpr double kExactBins = 0.01;  // best accuracy that is assumed for a peak
constexpr double kLeakage = 1e-5;
constexpr double kMaxStretch = 0.3;  // of the spacing: how far stiffness may move the next partial beyond what is known
constexpr int kMaxMissing = 12;      // partials in a row that may be missing
constexpr double kInsignificant = 6.3e-4;  // -32 dB: power of lines that do not affect the octave (decision 0030)
constexpr double kMinSpacingBins = 3.6;    // below this, lines between partials and beside them look the same

constexpr double kBetweenBins = 0.2;
// Lines between the multiples that belong to a separate rank of pipes (decision 0030):
constexpr double kLooselyBetween = 0.008;  // maximum mistuning of the rank, 14 cents
constexpr int kOwnLines = 3;               // minimum number that proves it,
constexpr double kOwnPower = 0.01;         // with this share of the power
constexpr double kFarBetween = 0.02;       // 34 cents: maximum mistuning if the rank
constexpr double kFarOwnPower = 0.08;      // has this share of the power
constexpr double kOwnStrayBins = 0.5;      // rms distance from its multiples
constexpr double kChordPart = 0.01;        // of the power: minimum for each note of a chord
constexpr double kMaxFolded = 0.3;         // of the power: more is not aliasing
constexpr double kPhantomLine = 0.003;     // of the power: lines that count
constexpr double kPhantomShare = 0.37;     // of the partials up to the highest such line: minimum for a note
constexpr double kPresentOctaves = 0.03;   // tolerance about the present note
constexpr double kMaxRinging = 0.5;        // of the power: above this, nothing was struck
constexpr double kOtherLine = 0.002;       // of the power: counts as a line that is a multiple of neither note
constexpr int kOtherLines = 3;             // such lines: from this number on, there is only one note
constexpr double kChordOthers = 0.03;      // of the power in such lines: from this on, there is only one note

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

  double alone() const noexcept { return t0 / s0; }  // f0^2 if B is zero

  // False: too few lines.
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

// Variance of a peak's position: from noise, and from leakage of the strongest peak (Hann, at a distance of some
// bins).
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

// Power of the peaks that the match leaves out but that are aliases of its partials.
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

// Whether ringing lines say nothing about the octave: most of the match comes from an attack, or the present note,
// which began with an attack, is p times the match's pitch.
bool isStruck(const PartialSpectrum& spectrum, const HarmonicMatch& match, int p, const OctaveRange& range) noexcept {
  if (range.presentF1Bins > 0 && std::abs(std::log2(match.f1Bins * p / range.presentF1Bins)) < kPresentOctaves)
    return true;
  double ringing = 0;
  for (const HarmonicMatch::Line& line : match.matched()) {
    const SpectralPeak& peak = spectrum.peaks()[line.peak];
    if (peak.isRinging) ringing += peak.power;
  }
  return ringing < kMaxRinging * match.power;
}

// Share of the peaks' power in lines that are not multiples of p and only ring on.
double ringingShare(const PartialSpectrum& spectrum, const HarmonicMatch& match, int p,
                    const OctaveRange& range) noexcept {
  if (!isStruck(spectrum, match, p, range)) return 0;
  double power = 0;
  for (const HarmonicMatch::Line& line : match.matched()) {
    const SpectralPeak& peak = spectrum.peaks()[line.peak];
    if (line.number % p != 0 && peak.isRinging) power += peak.power;
  }
  return power > 0 ? match.share * power / (match.power + match.folded) : 0;
}

// Whether the lines of the match that are not multiples of p are insignificant: then the pitch is p times higher.
bool allMultiplesOf(const PartialSpectrum& spectrum, const HarmonicMatch& match, int p,
                    const OctaveRange& range) noexcept {
  const auto doNotMatter = [&](int others, double power) {
    return others == 0 || (match.count > 1 && (others < 2 || power < kInsignificant * match.power) &&
                           others < static_cast<int>(match.count) && power < 0.02 * match.power);
  };
  const bool struck = isStruck(spectrum, match, p, range);
  int others = 0;
  double power = 0;
  for (const HarmonicMatch::Line& line : match.matched()) {
    if (line.number % p == 0 || (struck && spectrum.peaks()[line.peak].isRinging)) continue;
    ++others;
    power += spectrum.peaks()[line.peak].power;
  }
  if (doNotMatter(others, power)) return true;
  if (power > kMaxFolded * match.power) return false;
  const FoldedLines folded(spectrum, match.f1Bins * p, range.band);
  if (!folded.areThere()) return false;
  for (const HarmonicMatch::Line& line : match.matched()) {
    const SpectralPeak& peak = spectrum.peaks()[line.peak];
    if (line.number % p == 0 || (struck && peak.isRinging) || !folded.has(peak)) continue;
    --others;
    power -= peak.power;
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
  // rms distance from those multiples, by least squares.
  double strayBins() const noexcept { return std::sqrt(std::max(0.0, nu2 - lNu * lNu / l2) / count); }
  bool prove(double leastPower) const noexcept {
    return count >= kOwnLines && gcd == 1 && power > leastPower && strayBins() < kOwnStrayBins;
  }
};

// What lies between the partials of a match.
struct Between {
  bool isFilled = false;  // by the lines of a lower note
  bool isRank = false;    // by a separate rank
};

// Checks for peaks that the match leaves out but that lie at l f1 / d.
Between fillsBetween(const PartialSpectrum& spectrum, const HarmonicMatch& match, int d,
                     const OctaveRange& range) noexcept {
  const FoldedLines folded(spectrum, match.f1Bins, range.band);
  const std::span<const SpectralPeak> peaks = spectrum.peaks();
  const double spacing = match.f1Bins / d;
  const double strongest = std::ranges::max_element(peaks, {}, &SpectralPeak::power)->power;
  const bool struck = isStruck(spectrum, match, 1, range);
  OwnLines own;
  OwnLines farOwn;
  int found = 0;
  int gcd = 0;
  double power = 0;
  for (std::size_t i = 0; i < peaks.size() && peaks[i].nu < 4.5 * match.f1Bins; ++i) {
    const double place = peaks[i].nu / spacing;
    const int l = static_cast<int>(std::lround(place));
    const double l2 = static_cast<double>(l) * l / (d * d);
    const double bent = l * spacing * std::sqrt((1 + match.inharmonicity * l2) / (1 + match.inharmonicity));
    if (l < 1 || l % d == 0 || (struck && peaks[i].isRinging) || isMatched(match, i)) continue;
    // No further off than noise may have moved it: other components fill any place within half a bin by chance.
    const double error = kBetweenBins + 3 * std::sqrt(varianceOf(spectrum, peaks[i], strongest));
    const double off = std::abs(peaks[i].nu - bent);
    // With few bins, neighbours at a third of this spacing would pass for lines between: no place is wider than that.
    if (off > std::min(kFarBetween * bent, 0.25 * spacing)) continue;
    if (folded.areThere() && folded.has(peaks[i])) continue;
    farOwn.add(l, peaks[i]);
    if (off > kLooselyBetween * bent) continue;
    own.add(l, peaks[i]);
    if (off > std::min(std::max(0.5, 0.003 * bent), error)) continue;
    ++found;
    gcd = std::gcd(gcd, l);
    power += peaks[i].power;
  }
  const bool isFound = found >= d && gcd == 1 && power > kInsignificant * match.power;
  const bool isRank = own.prove(kOwnPower * match.power) || farOwn.prove(kFarOwnPower * match.power);
  return {.isFilled = isFound || isRank, .isRank = isRank};
}

// Counts the lines of a match in steps of a d-th of its pitch and adds those of the rank between them, which may be out
// of tune with it.
HarmonicMatch withRank(const PartialSpectrum& spectrum, const HarmonicMatch& match, int d) noexcept {
  const std::span<const SpectralPeak> peaks = spectrum.peaks();
  HarmonicMatch lower = match;
  const double b = match.inharmonicity / (d * d);
  lower.f1Bins = match.f1Bins / d * std::sqrt((1 + b) / (1 + match.inharmonicity));
  lower.inharmonicity = b;
  lower.count = 0;
  lower.power = 0;
  auto line = match.matched().begin();
  for (std::size_t i = 0; i < peaks.size() && lower.count < HarmonicMatch::kMaxLines; ++i) {
    while (line != match.matched().end() && line->peak < i) ++line;
    const bool isMatched = line != match.matched().end() && line->peak == i;
    const double place = peaks[i].nu / lower.f1Bins;
    const int number = isMatched ? line->number * d : static_cast<int>(std::lround(place));
    const bool isOfRank = !isMatched && number % d != 0 &&
                          std::abs(place - number) < std::min(kFarBetween * place, 0.25) &&
                          peaks[i].nu < 4.5 * match.f1Bins;
    if (!isMatched && !isOfRank) continue;
    if (lower.count > 0 && lower.lines[lower.count - 1].number >= number) continue;
    lower.lines[lower.count++] = {.number = number, .peak = i};
    lower.power += peaks[i].power;
  }
  lower.share = (lower.power + lower.folded) / allPower(peaks);
  return lower;
}

// Two notes p : q have a common subharmonic whose lines are all multiples of p or of q. Returns the stronger of the
// two, as a multiple of the match's pitch; 1: it is one note, which a weak first partial also indicates.
int strongerOfTwo(const PartialSpectrum& spectrum, const HarmonicMatch& match) noexcept {
  constexpr std::array<std::array<int, 2>, 6> kRatios = {{{2, 3}, {3, 4}, {4, 5}, {3, 5}, {5, 6}, {5, 8}}};
  for (const auto [p, q] : kRatios) {
    double ofP = 0;
    double ofQ = 0;
    double others = 0;
    int otherLines = 0;
    for (const HarmonicMatch::Line& line : match.matched()) {
      const bool isP = line.number % p == 0;
      const bool isQ = line.number % q == 0;
      const double power = spectrum.peaks()[line.peak].power;
      if (isP != isQ) (isP ? ofP : ofQ) += power;
      if (!isP && !isQ) others += power;
      otherLines += !isP && !isQ && power > kOtherLine * match.power;
      if (line.number == 1 && power > kInsignificant * match.power) others = match.power;
    }
    const double part = kChordPart * match.power;
    const bool areTwo = others < kChordOthers * match.power && otherLines < kOtherLines;
    if (ofP > part && ofQ > part && areTwo) return ofP > ofQ ? p : q;
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
  double error = guess.relativeError;  // of f1, current
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
    } else if (line.count == 2 && line.solve(a, b, sigmaB)) {  // two lines limit how stiff the string can be
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

bool isPhantom(const PartialSpectrum& spectrum, const HarmonicMatch& match) noexcept {
  int found = 0;
  int highest = 0;
  for (const HarmonicMatch::Line& line : match.matched()) {
    if (spectrum.peaks()[line.peak].power < kPhantomLine * match.power) continue;
    ++found;
    highest = line.number;
  }
  return found > 0 && found < kPhantomShare * highest;
}

HarmonicMatch settleOctave(const PartialSpectrum& spectrum, const HarmonicMatch& match,
                           const OctaveRange& range) noexcept {
  HarmonicMatch settled = match;
  // f1 and B of the same lines, counted in steps of ratio.
  const auto rematch = [&](double ratio) {
    const double b = settled.inharmonicity;
    const double squared = ratio * ratio;
    return matchHarmonics(spectrum, {.f1Bins = settled.f1Bins * ratio * std::sqrt((1 + b * squared) / (1 + b)),
                                     .relativeError = 0.5 / std::max(1.0, settled.f1Bins),
                                     .knownB = 0,
                                     .maxB = range.maxB,
                                     .band = range.band});
  };
  // False: it is a subharmonic of a pitch above the searched range.
  const auto raise = [&] {
    for (int p = 2; p <= 61 && settled.count > 0; ++p) {
      while (settled.count > 0 && allMultiplesOf(spectrum, settled, p, range)) {
        if (settled.f1Bins * p > range.maxF1Bins) return false;
        const HarmonicMatch higher = rematch(p);
        if (higher.share < 0.98 * settled.share - ringingShare(spectrum, settled, p, range)) break;
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
    if (settled.f1Bins / d < std::max(range.minF1Bins, kMinSpacingBins)) continue;
    const Between between = fillsBetween(spectrum, settled, d, range);
    if (!between.isFilled) continue;
    const HarmonicMatch lower = rematch(1.0 / d);
    const HarmonicMatch ranks = between.isRank ? withRank(spectrum, settled, d) : HarmonicMatch{};
    if (ranks.power > lower.power) return ranks;
    if (lower.power > settled.power) return lower;
  }
  return settled;
}

}  // namespace tunescope::core
