// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/pitchengineimpl.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace tunescope::core {

namespace {

constexpr double kMaxShareAfterHalving = 0.40;  // where a decimator's flat band ends
constexpr double kFirstOfBest = 0.93;           // MPM's k, between candidates
constexpr double kCandidateError = 0.012;       // relative error of a pitch read off the NSDF
constexpr double kSubharmonicError = 0.01;  // of the ratio of two candidates, to call one a subharmonic of the other
constexpr double kStiffest = 1.5e-3;        // inharmonicity of strings up to 220 Hz; above it may grow
constexpr double kStiffestOfAll = 0.015;    // the top of a piano
constexpr double kDenseBins = 5;            // partials closer than this are easily taken for one another
constexpr double kOrdinaryShare = 0.4;      // of the stiffest
constexpr double kExplainsAll = 0.97;
constexpr double kExplainsMost = 0.9;
constexpr double kClearlyMore = 1.02;
constexpr double kFollowShare =
    0.9;  // of the peaks' power: a note that explains this much can be followed without a search
constexpr double kFollowKeep = 0.97;
constexpr double kFollowError = 0.006;
constexpr double kFollowOctaves = 0.03;
constexpr int kSearchEvery = 4;          // hops: a search all the same
constexpr std::size_t kMovingShare = 4;  // of the window, while the pitch moves
constexpr double kMovingPeriods = 4.5;

constexpr std::array<double, 2> kRegisterBelowHz = {150, 60};  // of levels 1 and 2
int registerOf(double hertz) noexcept {
  return static_cast<int>(std::ranges::count_if(kRegisterBelowHz, [&](double below) { return hertz < below; }));
}

}  // namespace

int PitchEngine::Impl::levelFor(double hertz) const noexcept {
  return std::max(registerOf(hertz), m_ladder.firstLevel);
}

double PitchEngine::Impl::maxStiffness(double hertz) noexcept {
  return std::clamp(kStiffest * std::pow(hertz / 220, 0.8), kStiffest, kStiffestOfAll);
}

// While partials stand so close that they are easily taken for one another, only ordinary strings are thought of.
double PitchEngine::Impl::ordinaryStiffness(double hertz) noexcept {
  return kOrdinaryShare * maxStiffness(hertz);
}

// As long as the register's, but short while the pitch moves.
std::size_t PitchEngine::Impl::windowFor(double hertz) const noexcept {
  const int level = levelFor(hertz);
  const std::size_t full = kWindow >> std::max(0, level - registerOf(hertz));
  if (!m_path.isMoving()) return full;
  const double periodFrames = m_ladder.levelRateHz(level) / hertz;
  std::size_t window = full / kMovingShare;
  while (window < full && static_cast<double>(window) < kMovingPeriods * periodFrames) window *= 2;
  return window;
}

// The spectrum of a pitch's register, as long as that allows within what belongs to the present note.
bool PitchEngine::Impl::analyzeFor(double hertz) noexcept {
  const int level = levelFor(hertz);
  const std::size_t wanted = windowFor(hertz);
  const double rateHz = m_ladder.levelRateHz(level);
  const double available = (validS() - m_history.delayS(level)) * rateHz;
  std::size_t size = 0;
  for (const std::size_t window : kWindows) {
    if (window <= wanted && static_cast<double>(window) <= available) size = window;
  }
  m_hasSpectrum = size > 0;
  if (size == 0) return false;
  m_spectrum.analyze(m_history.newest(level, size));
  m_spectrumLevel = level;
  m_binHz = rateHz / static_cast<double>(size);
  return true;
}

// The part of the rate up to which a level shows partials as they are.
double PitchEngine::Impl::flatShare(int level) const noexcept {
  const bool halved = m_ladder.preHalvings > 0 || level > m_ladder.firstLevel;
  return halved ? kMaxShareAfterHalving : kMaxFrequencyShare;
}

// With the note's stiffness as it is known; where that explains less than all, also as if nothing were known of it, for
// it may have been learned from too short a window.
HarmonicMatch PitchEngine::Impl::matchAt(double hertz, double relativeError) const noexcept {
  const double f1Bins = hertz / m_binHz;
  const double maxB = f1Bins < kDenseBins ? ordinaryStiffness(hertz) : maxStiffness(hertz);
  const SampledBand band{.rateBins = m_settings.sampleRateHz / m_binHz,
                         .endBins = flatShare(m_spectrumLevel) * static_cast<double>(m_spectrum.size())};
  const OctaveRange range{
      .minF1Bins = m_settings.minHz / m_binHz, .maxF1Bins = m_maxHz / m_binHz, .maxB = maxB, .band = band};
  const auto match = [&](double knownB) {
    return settleOctave(
        m_spectrum,
        matchHarmonics(
            m_spectrum,
            {.f1Bins = f1Bins, .relativeError = relativeError, .knownB = knownB, .maxB = maxB, .band = band}),
        range);
  };
  const double knownB = isPresentNote(hertz) ? m_stiffness.value().b : 0;
  const HarmonicMatch known = match(knownB);
  if (knownB == 0 || known.share > kExplainsAll) return known;
  const HarmonicMatch free = match(0);
  return free.share > kClearlyMore * known.share ? free : known;
}

// The candidate whose partials explain the spectrum's peaks best; of nearly equal ones the highest.
HarmonicMatch PitchEngine::Impl::choose(std::span<const PitchCandidate> candidates) noexcept {
  HarmonicMatch best;
  for (const PitchCandidate& candidate : candidates) {
    const HarmonicMatch match = matchAt(candidate.hertz, kCandidateError);
    if (match.count == 0) continue;
    const double score = match.share * (isPresentNote(match.f1Bins * m_binHz) ? 1.05 : 1.0);
    const double bestScore = best.share * (best.count > 0 && isPresentNote(best.f1Bins * m_binHz) ? 1.05 : 1.0);
    const bool isHigher = match.f1Bins > best.f1Bins;
    if (score * kFirstOfBest > bestScore || (score > kFirstOfBest * bestScore && isHigher)) best = match;
  }
  return best;
}

// As if the strongest line were the first partial: a period of few samples hardly shows in the NSDF of a waveform that
// was computed sample by sample.
HarmonicMatch PitchEngine::Impl::matchLoudest() const noexcept {
  const std::span<const SpectralPeak> peaks = m_spectrum.peaks();
  if (peaks.empty()) return {};
  const double hertz = std::ranges::max_element(peaks, {}, &SpectralPeak::power)->nu * m_binHz;
  return hertz > m_settings.minHz && hertz < m_maxHz ? matchAt(hertz, kSubharmonicError) : HarmonicMatch{};
}

// Looks at everything: all windows of the NSDF, and the spectrum of the register that they point to.
HarmonicMatch PitchEngine::Impl::search() noexcept {
  m_hopsSinceSearch = 0;
  m_coarse = {};
  m_hasSpectrum = false;
  const std::span<const PitchCandidate> candidates = m_candidates.find(m_history, validS());
  // What is a subharmonic of another candidate need not be looked at: settling the octave finds it where it is true.
  std::array<PitchCandidate, PitchCandidates::kMaxCandidates> kept;
  std::size_t count = 0;
  double lowest = m_maxHz;
  for (const PitchCandidate& c : candidates) {
    const bool isSubharmonic = std::ranges::any_of(candidates, [&](const PitchCandidate& other) {
      const double ratio = other.hertz / c.hertz;
      return ratio > 1.5 && other.clarity > kFirstOfBest * c.clarity &&
             std::abs(ratio - std::round(ratio)) < kSubharmonicError * ratio;
    });
    if (isSubharmonic) continue;
    kept[count++] = c;
    if (c.clarity >= kFirstOfBest * kept.front().clarity) lowest = std::min(lowest, c.hertz);
  }
  if (count == 0) return {};
  const std::span<const PitchCandidate> serious = std::span<const PitchCandidate>(kept).first(count);
  m_coarse = *std::ranges::max_element(serious, {}, [&](const PitchCandidate& c) {
    return c.clarity >= kFirstOfBest * serious.front().clarity ? c.hertz : 0;
  });
  if (!analyzeFor(lowest)) return {};
  HarmonicMatch match = choose(serious);
  if (match.share < kExplainsMost) {
    if (const HarmonicMatch loudest = matchLoudest(); loudest.folded > 0 && loudest.share > match.share)
      match = loudest;
  }
  const double hertz = match.f1Bins * m_binHz;
  if (match.count == 0 || levelFor(hertz) == m_spectrumLevel) return match;
  return analyzeFor(hertz) ? matchAt(hertz, kCandidateError) : HarmonicMatch{};
}

// A steady note needs no search: its partials are looked for where they were. Nothing (count 0) when they explain the
// spectrum less well than before, so that a change is searched for in the very hop that shows it.
HarmonicMatch PitchEngine::Impl::follow() noexcept {
  if (!m_tracker.isActive() || m_followShare < kFollowShare || ++m_hopsSinceSearch >= kSearchEvery) return {};
  if (!analyzeFor(m_tracker.hertz())) return {};
  const HarmonicMatch match = matchAt(m_tracker.hertz(), m_path.isMoving() ? kCandidateError : kFollowError);
  const bool isSame =
      match.count > 0 && std::abs(std::log2(match.f1Bins * m_binHz / m_tracker.hertz())) < kFollowOctaves;
  return isSame && match.share > kFollowKeep * m_followShare ? match : HarmonicMatch{};
}

}  // namespace tunescope::core
