// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/pitchsearch.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace tunescope::core {

namespace {

constexpr double kFirstOfBest = 0.93;       // MPM's k, between candidates
constexpr double kCandidateError = 0.012;   // relative error of a pitch read off the NSDF
constexpr double kSubharmonicError = 0.01;  // of the ratio of two candidates, to call one a subharmonic of the other
constexpr double kPresentNoteBonus = 1.05;  // for the note that sounds already
constexpr double kDenseBins = 5;            // partials closer than this are easily mistaken for one another
constexpr double kExplainsAll = 0.97;
constexpr double kExplainsMost = 0.9;
constexpr double kClearlyMore = 1.02;
constexpr double kFollowShare =
    0.9;  // of the peaks' power: a note that explains this much is followed without a search
constexpr double kFollowKeep = 0.97;
constexpr double kFollowError = 0.006;
constexpr double kFollowOctaves = 0.03;
constexpr int kSearchEvery = 4;  // hops: a search all the same

struct Serious {
  std::array<PitchCandidate, PitchCandidates::kMaxCandidates> candidates;
  std::size_t count = 0;
  double lowestHz = 0;  // of the clearest
  std::span<const PitchCandidate> all() const noexcept { return std::span(candidates).first(count); }
};

// A candidate that is a subharmonic of another need not be tried: settling the octave finds it where it is right.
Serious withoutSubharmonics(std::span<const PitchCandidate> candidates, double maxHz) noexcept {
  Serious kept;
  kept.lowestHz = maxHz;
  for (const PitchCandidate& c : candidates) {
    const bool isSubharmonic = std::ranges::any_of(candidates, [&](const PitchCandidate& other) {
      const double ratio = other.hertz / c.hertz;
      return ratio > 1.5 && other.clarity > kFirstOfBest * c.clarity &&
             std::abs(ratio - std::round(ratio)) < kSubharmonicError * ratio;
    });
    if (isSubharmonic) continue;
    kept.candidates[kept.count++] = c;
    if (c.clarity >= kFirstOfBest * kept.candidates.front().clarity) kept.lowestHz = std::min(kept.lowestHz, c.hertz);
  }
  return kept;
}

}  // namespace

PitchSearch::PitchSearch(const PitchRegisters& registers)
    : m_registers(registers), m_candidates(registers.ladder(), registers.minHz(), registers.maxHz()) {}

// With the note's stiffness as it is known; where that explains less than all, also as if nothing were known of it, for
// it may have been learned from too short a window.
HarmonicMatch PitchSearch::matchAt(const RegisterSpectrum& spectrum, const PresentNote& note, double hertz,
                                   double relativeError) const noexcept {
  const PartialSpectrum& partials = spectrum.partials();
  const double binHz = spectrum.binHz();
  const double f1Bins = hertz / binHz;
  const double maxB =
      f1Bins < kDenseBins ? PitchRegisters::ordinaryStiffness(hertz) : PitchRegisters::maxStiffness(hertz);
  const SampledBand band{.rateBins = m_registers.sampleRateHz() / binHz,
                         .endBins = m_registers.flatShare(spectrum.level()) * static_cast<double>(partials.size())};
  const OctaveRange range{
      .minF1Bins = m_registers.minHz() / binHz, .maxF1Bins = m_registers.maxHz() / binHz, .maxB = maxB, .band = band};
  const auto match = [&](double knownB) {
    return settleOctave(
        partials,
        matchHarmonics(
            partials, {.f1Bins = f1Bins, .relativeError = relativeError, .knownB = knownB, .maxB = maxB, .band = band}),
        range);
  };
  const double knownB = note.isAt(hertz) ? note.stiffness.b : 0;
  const HarmonicMatch known = match(knownB);
  if (knownB == 0 || known.share > kExplainsAll) return known;
  const HarmonicMatch free = match(0);
  return free.share > kClearlyMore * known.share ? free : known;
}

// The candidate whose partials explain the spectrum's peaks best; of nearly equal ones the highest.
HarmonicMatch PitchSearch::choose(const RegisterSpectrum& spectrum, const PresentNote& note,
                                  std::span<const PitchCandidate> candidates) const noexcept {
  const auto scoreOf = [&](const HarmonicMatch& match) {
    return match.share * (match.count > 0 && note.isAt(match.f1Bins * spectrum.binHz()) ? kPresentNoteBonus : 1.0);
  };
  HarmonicMatch best;
  for (const PitchCandidate& candidate : candidates) {
    const HarmonicMatch match = matchAt(spectrum, note, candidate.hertz, kCandidateError);
    if (match.count == 0) continue;
    const double score = scoreOf(match);
    const double bestScore = scoreOf(best);
    const bool isHigher = match.f1Bins > best.f1Bins;
    if (score * kFirstOfBest > bestScore || (score > kFirstOfBest * bestScore && isHigher)) best = match;
  }
  return best;
}

// As if the strongest line were the first partial: a period of few samples hardly shows in the NSDF of a waveform that
// was computed sample by sample.
HarmonicMatch PitchSearch::matchLoudest(const RegisterSpectrum& spectrum, const PresentNote& note) const noexcept {
  const std::span<const SpectralPeak> peaks = spectrum.partials().peaks();
  if (peaks.empty()) return {};
  const double hertz = std::ranges::max_element(peaks, {}, &SpectralPeak::power)->nu * spectrum.binHz();
  const bool isInRange = hertz > m_registers.minHz() && hertz < m_registers.maxHz();
  return isInRange ? matchAt(spectrum, note, hertz, kSubharmonicError) : HarmonicMatch{};
}

PitchFinding PitchSearch::search(const MultirateHistory& history, const PresentNote& note,
                                 RegisterSpectrum& spectrum) noexcept {
  m_hopsSinceSearch = 0;
  spectrum.invalidate();
  const Serious serious = withoutSubharmonics(m_candidates.find(history, note.soundS), m_registers.maxHz());
  PitchFinding finding;
  if (serious.count == 0) return finding;
  finding.coarse = *std::ranges::max_element(serious.all(), {}, [&](const PitchCandidate& c) {
    return c.clarity >= kFirstOfBest * serious.candidates.front().clarity ? c.hertz : 0;
  });
  if (!spectrum.analyze(m_registers, history, serious.lowestHz, note)) return finding;
  finding.match = choose(spectrum, note, serious.all());
  if (finding.match.share < kExplainsMost) {
    const HarmonicMatch loudest = matchLoudest(spectrum, note);
    if (loudest.folded > 0 && loudest.share > finding.match.share) finding.match = loudest;
  }
  const double hertz = finding.match.f1Bins * spectrum.binHz();
  if (finding.match.count == 0 || m_registers.levelFor(hertz) == spectrum.level()) return finding;
  const bool hasSpectrum = spectrum.analyze(m_registers, history, hertz, note);
  finding.match = hasSpectrum ? matchAt(spectrum, note, hertz, kCandidateError) : HarmonicMatch{};
  return finding;
}

PitchFinding PitchSearch::follow(const MultirateHistory& history, const PresentNote& note,
                                 RegisterSpectrum& spectrum) noexcept {
  if (!(note.hertz > 0) || note.matchShare < kFollowShare || ++m_hopsSinceSearch >= kSearchEvery) return {};
  if (!spectrum.analyze(m_registers, history, note.hertz, note)) return {};
  const HarmonicMatch match = matchAt(spectrum, note, note.hertz, note.isMoving ? kCandidateError : kFollowError);
  const bool isSame =
      match.count > 0 && std::abs(std::log2(match.f1Bins * spectrum.binHz() / note.hertz)) < kFollowOctaves;
  return isSame && match.share > kFollowKeep * note.matchShare ? PitchFinding{.match = match, .coarse = {}}
                                                               : PitchFinding{};
}

}  // namespace tunescope::core
