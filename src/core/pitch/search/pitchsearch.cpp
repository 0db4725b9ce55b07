// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/search/pitchsearch.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace tunescope::core {

namespace {

constexpr double kFirstOfBest = 0.93;       // MPM's k, between candidates
constexpr double kCandidateError = 0.012;   // relative error of a pitch read off the NSDF
constexpr double kSubharmonicError = 0.01;  // of the ratio of two candidates, to call one a subharmonic of the other
constexpr double kPresentNoteBonus = 1.05;  // for the present note
constexpr double kDenseBins = 5;            // partials closer than this are easily confused
constexpr double kExplainsAll = 0.97;
constexpr double kExplainsMost = 0.9;
constexpr double kClearlyMore = 1.02;
constexpr double kFollowShare =
    0.9;  // of the peaks' power: a note that explains this much is followed without a search
constexpr double kFollowKeep = 0.97;
constexpr double kFollowError = 0.006;
constexpr double kFollowOctaves = 0.03;
constexpr std::size_t kRumbleFrames = 1024;  // of the lowest rate: 170 ms
constexpr double kRumbles = 3;               // power there over that within a hop, where rumble has hardly any
constexpr double kShortestHz = 1000;         // a pitch with short windows
constexpr int kSearchEvery = 4;              // hops: search at least this often

struct Serious {
  std::array<PitchCandidate, PitchCandidates::kMaxCandidates> candidates;
  std::size_t count = 0;
  double lowestHz = 0;  // of the clearest candidates
  std::span<const PitchCandidate> all() const noexcept { return std::span(candidates).first(count); }
};

// Drops candidates that are subharmonics of another one: settling the octave finds them if they are right.
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

SampledBand PitchSearch::bandOf(const RegisterSpectrum& spectrum) const noexcept {
  return {.rateBins = m_registers.sampleRateHz() / spectrum.binHz(),
          .endBins = m_registers.flatShare(spectrum.level()) * static_cast<double>(spectrum.partials().size())};
}

// Uses the note's stiffness as known; if that explains less than everything, also matches without it, because it may
// have been learned from too short a window.
HarmonicMatch PitchSearch::matchAt(const RegisterSpectrum& spectrum, const PresentNote& note, double hertz,
                                   double relativeError) const noexcept {
  const PartialSpectrum& partials = spectrum.partials();
  const double binHz = spectrum.binHz();
  const double f1Bins = hertz / binHz;
  const double maxB =
      f1Bins < kDenseBins ? PitchRegisters::ordinaryStiffness(hertz) : PitchRegisters::maxStiffness(hertz);
  const SampledBand band = bandOf(spectrum);
  const OctaveRange range{.minF1Bins = m_registers.minHz() / binHz,
                          .maxF1Bins = m_registers.maxHz() / binHz,
                          .presentF1Bins = note.hertz / binHz,
                          .maxB = maxB,
                          .band = band};
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

// The candidate whose partials explain the spectrum's peaks best; of nearly equal ones, the highest.
HarmonicMatch PitchSearch::choose(const RegisterSpectrum& spectrum, const PresentNote& note,
                                  std::span<const PitchCandidate> candidates, PitchCandidate& coarse) const noexcept {
  const auto scoreOf = [&](const HarmonicMatch& match) {
    return match.share * (match.count > 0 && note.isAt(match.f1Bins * spectrum.binHz()) ? kPresentNoteBonus : 1.0);
  };
  HarmonicMatch best;
  for (const PitchCandidate& candidate : candidates) {
    const HarmonicMatch match = matchAt(spectrum, note, candidate.hertz, kCandidateError);
    if (match.count == 0) continue;
    if (isPhantom(spectrum.partials(), match)) {
      // In few bins the partials of a low note that has just begun look as sparse; its period is then better evidence.
      if (candidate.hertz == coarse.hertz && match.f1Bins > kDenseBins) coarse = {};
      continue;
    }
    const double score = scoreOf(match);
    const double bestScore = scoreOf(best);
    const bool isHigher = match.f1Bins > best.f1Bins;
    if (score * kFirstOfBest > bestScore || (score > kFirstOfBest * bestScore && isHigher)) best = match;
  }
  return best;
}

// Matches as if the strongest line were the first partial: a period of few samples hardly shows in the NSDF of a
// waveform that was computed sample by sample.
HarmonicMatch PitchSearch::matchLoudest(const RegisterSpectrum& spectrum, const PresentNote& note) const noexcept {
  const std::span<const SpectralPeak> peaks = spectrum.partials().peaks();
  if (peaks.empty()) return {};
  const double hertz = std::ranges::max_element(peaks, {}, &SpectralPeak::power)->nu * spectrum.binHz();
  const bool isInRange = hertz > m_registers.minHz() && hertz < m_registers.maxHz();
  return isInRange ? matchAt(spectrum, note, hertz, kSubharmonicError) : HarmonicMatch{};
}

// What hides the note in the spectrum of the last search or, if rumble left no candidate and hence no spectrum, in that
// of the shortest windows.
Outside PitchSearch::outsideOf(const MultirateHistory& history, const PresentNote& note,
                               RegisterSpectrum& spectrum) const noexcept {
  if (!spectrum.isValid()) {
    const int lowest = RateLadder::kLevels - 1;
    double sum = 0;
    double square = 0;
    for (const float x : history.newest(lowest, kRumbleFrames)) sum += x, square += static_cast<double>(x) * x;
    const double mean = sum / kRumbleFrames;
    const double hertz = std::clamp(kShortestHz, m_registers.minHz(), m_registers.maxHz());
    if (square / kRumbleFrames - mean * mean < kRumbles * note.hopPower) return {};
    if (!spectrum.analyze(m_registers, history, hertz, note)) return {};
  }
  return spectrum.outside(m_registers.minHz());
}

PitchFinding PitchSearch::search(const MultirateHistory& history, const PresentNote& note,
                                 RegisterSpectrum& spectrum) noexcept {
  m_hopsSinceSearch = 0;
  const PitchFinding finding = searchWithout({}, history, note, spectrum);
  if (finding.match.count > 0 && finding.match.share > kExplainsMost) return finding;
  const Outside outside = outsideOf(history, note, spectrum);
  if (outside.isEmpty()) return finding;
  PitchFinding other = searchWithout(outside, history, note, spectrum);
  if (outside.rumbleHz > 0) other.coarse = {};  // the remainder of steep noise looks periodic in such a short window
  return other;
}

PitchFinding PitchSearch::searchWithout(const Outside& outside, const MultirateHistory& history,
                                        const PresentNote& note, RegisterSpectrum& spectrum) noexcept {
  spectrum.invalidate();
  const Serious serious = withoutSubharmonics(m_candidates.find(history, note.soundS, outside), m_registers.maxHz());
  PitchFinding finding;
  if (serious.count == 0) return finding;
  finding.coarse = *std::ranges::max_element(serious.all(), {}, [&](const PitchCandidate& c) {
    return c.clarity >= kFirstOfBest * serious.candidates.front().clarity ? c.hertz : 0;
  });
  if (!spectrum.analyze(m_registers, history, serious.lowestHz, note)) return finding;
  finding.match = choose(spectrum, note, serious.all(), finding.coarse);
  if (finding.match.share < kExplainsMost) {
    const HarmonicMatch loudest = matchLoudest(spectrum, note);
    // If no set of partials is found, the loudest line is the pitch, if anything is.
    const bool isAll =
        finding.coarse.hertz == 0 && finding.match.count == 0 && !isPhantom(spectrum.partials(), loudest);
    if (isAll || (loudest.folded > 0 && loudest.share > finding.match.share)) finding.match = loudest;
  }
  const double hertz = finding.match.f1Bins * spectrum.binHz();
  if (finding.match.count > 0 && m_registers.levelFor(hertz) != spectrum.level()) {
    const bool hasSpectrum = spectrum.analyze(m_registers, history, hertz, note);
    finding.match = hasSpectrum ? matchAt(spectrum, note, hertz, kCandidateError) : HarmonicMatch{};
    if (isPhantom(spectrum.partials(), finding.match)) finding.match = {};
  }
  return finding;
}

PitchFinding PitchSearch::follow(const MultirateHistory& history, const PresentNote& note,
                                 RegisterSpectrum& spectrum) noexcept {
  if (!(note.hertz > 0) || note.matchShare < kFollowShare || ++m_hopsSinceSearch >= kSearchEvery) return {};
  if (!spectrum.analyze(m_registers, history, note.hertz, note)) return {};
  const HarmonicMatch match = matchAt(spectrum, note, note.hertz, note.isMoving ? kCandidateError : kFollowError);
  const bool isSame = match.count > 0 &&
                      std::abs(std::log2(match.f1Bins * spectrum.binHz() / note.hertz)) < kFollowOctaves &&
                      !isPhantom(spectrum.partials(), match);
  return isSame && match.share > kFollowKeep * note.matchShare ? PitchFinding{.match = match, .coarse = {}}
                                                               : PitchFinding{};
}

}  // namespace tunescope::core
