// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/pitchengine.h"

#include "core/pitch/harmonicfit.h"
#include "core/pitch/multiratehistory.h"
#include "core/pitch/octave.h"
#include "core/pitch/onset.h"
#include "core/pitch/partialspectrum.h"
#include "core/pitch/pitchcandidates.h"
#include "core/pitch/pitchtracker.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <span>

namespace tunescope::core {

namespace {

constexpr double kKeepS = 0.36;                 // history at each level: 16384 samples at 48 kHz and some
constexpr double kMaxFrequencyShare = 0.45;     // of the rate that the measuring path runs at
constexpr double kMaxShareAfterHalving = 0.40;  // where a decimator's flat band ends
constexpr double kLowRegisterHz = 150;          // below this the long window is used
constexpr double kMinBinsBetweenPartials = 3.5;
constexpr double kFirstOfBest = 0.93;  // the highest candidate with this share of the best score is it
constexpr double kSameNoteOctaves = 0.06;
constexpr double kCoarsePartials = 6.5;  // partials that refine a candidate before it is judged
constexpr double kFitAgreesCents = 60;
constexpr double kUnrefinedSigmaCents = 8;   // of a pitch that is read off the NSDF alone
constexpr double kCentsPerNeper = 1731.234;  // 1200 / ln 2

// Lengths of the measuring window at the class rate, halved for every level that the input starts further down.
constexpr std::array<std::size_t, 5> kWindows = {512, 1024, 2048, 4096, 8192};

std::array<std::size_t, kWindows.size()> windowsFor(const RateLadder& ladder) noexcept {
  auto windows = kWindows;
  for (std::size_t& window : windows) window >>= ladder.firstLevel;
  return windows;
}

}  // namespace

class PitchEngine::Impl {
 public:
  explicit Impl(const PitchSettings& settings)
      : m_settings(settings),
        m_ladder(settings.sampleRateHz),
        m_measureRateHz(m_ladder.levelRateHz(m_ladder.firstLevel)),
        m_windows(windowsFor(m_ladder)),
        m_history(m_ladder, kKeepS),
        m_candidates(m_ladder, settings.minHz, std::min(settings.maxHz, kMaxFrequencyShare * settings.sampleRateHz)),
        m_spectrum(m_windows),
        m_tracker(static_cast<double>(m_ladder.hopFrames) / settings.sampleRateHz) {}

  const PitchSettings& settings() const noexcept { return m_settings; }
  std::size_t hopFrames() const noexcept { return m_ladder.hopFrames; }

  PitchReading process(std::span<const float> hop) noexcept;
  void reset() noexcept;

 private:
  struct Choice {
    PitchCandidate candidate;
    double share = 0;
    bool found = false;
  };

  double secondsHeard() const noexcept { return static_cast<double>(m_samples) / m_settings.sampleRateHz; }
  double binHz() const noexcept { return m_measureRateHz / static_cast<double>(m_spectrum.size()); }
  double validS() const noexcept { return static_cast<double>(m_samples - m_validFrom) / m_settings.sampleRateHz; }

  bool isPresentNote(double hertz) const noexcept {
    return m_tracker.isActive() && std::abs(std::log2(hertz / m_tracker.hertz())) < kSameNoteOctaves;
  }

  bool analyzeSpectrum(double lowestHz) noexcept;
  double refined(double hertz) noexcept;
  Choice choose(std::span<const PitchCandidate> candidates) noexcept;
  PitchEvidence measure(Choice& choice) noexcept;
  PitchReading report(const PitchEvidence& evidence, PitchTracker::Decision decision) noexcept;

  PitchSettings m_settings;
  RateLadder m_ladder;
  double m_measureRateHz;
  std::array<std::size_t, kWindows.size()> m_windows;
  MultirateHistory m_history;
  PitchCandidates m_candidates;
  PartialSpectrum m_spectrum;
  HarmonicFit m_fit;
  OnsetDetector m_onset;
  PitchTracker m_tracker;
  std::uint64_t m_samples = 0;    // heard since the start
  std::uint64_t m_validFrom = 0;  // where the present note began
  double m_noteB = 0;             // inharmonicity of the note so far, and the weight it was measured with
  double m_noteBWeight = 0;
  HarmonicFitResult m_lastFit;
  double m_readingCentreS = 0;  // how far the reading's instant lies behind the newest sample
};

void PitchEngine::Impl::reset() noexcept {
  m_history.reset();
  m_onset.reset();
  m_tracker.reset();
  m_samples = 0;
  m_validFrom = 0;
  m_noteB = 0;
  m_noteBWeight = 0;
}

// Picks the window's length by the lowest frequency that has to be resolved, within what belongs to the present note.
bool PitchEngine::Impl::analyzeSpectrum(double lowestHz) noexcept {
  const double available = (validS() - m_history.delayS(m_ladder.firstLevel)) * m_measureRateHz;
  const std::size_t wanted = m_windows[lowestHz < kLowRegisterHz ? 4 : 3];
  std::size_t size = 0;
  for (const std::size_t window : m_windows) {
    if (window <= wanted && static_cast<double>(window) <= available) size = window;
  }
  if (size == 0) return false;
  m_spectrum.analyze(m_history.newest(m_ladder.firstLevel, size));
  return true;
}

// A candidate in bins, made precise by its first partials: its upper ones are looked for at the right place then.
double PitchEngine::Impl::refined(double hertz) noexcept {
  const double bins = hertz / binHz();
  if (bins < kMinBinsBetweenPartials) return bins;
  const HarmonicFitResult fit =
      m_fit.fit(m_spectrum, bins, isPresentNote(hertz) ? m_noteB : 0,
                std::min(kCoarsePartials * bins, kMaxFrequencyShare * static_cast<double>(m_spectrum.size())));
  return fit.ok && std::abs(fit.f1Bins - bins) < 0.03 * bins ? fit.f1Bins : bins;
}

PitchEngine::Impl::Choice PitchEngine::Impl::choose(std::span<const PitchCandidate> candidates) noexcept {
  std::array<double, PitchCandidates::kMaxCandidates> scores{};
  std::array<double, PitchCandidates::kMaxCandidates> shares{};
  double best = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const bool isNote = isPresentNote(candidates[i].hertz);
    shares[i] = harmonicShare(m_spectrum, refined(candidates[i].hertz), isNote ? m_noteB : 0);
    scores[i] = candidates[i].clarity * (0.25 + 0.75 * std::max(0.0, shares[i])) * (isNote ? 1.05 : 1.0);
    best = std::max(best, scores[i]);
  }
  Choice choice;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (scores[i] < kFirstOfBest * best || (choice.found && candidates[i].hertz < choice.candidate.hertz)) continue;
    choice = {.candidate = candidates[i], .share = shares[i], .found = true};
  }
  return choice;
}

PitchEvidence PitchEngine::Impl::measure(Choice& choice) noexcept {
  m_lastFit = {};
  double hertz = choice.candidate.hertz;
  const int divisor = octaveDivisor(m_spectrum, m_candidates, hertz / binHz(), binHz());
  if (divisor > 1) {
    hertz /= divisor;
    choice.share = harmonicShare(m_spectrum, hertz / binHz(), m_noteB);
  }
  PitchEvidence evidence{.present = true,
                         .hertz = hertz,
                         .sigmaCents = kUnrefinedSigmaCents,
                         .clarity = choice.candidate.clarity,
                         .harmonicShare = choice.share};
  m_readingCentreS = choice.candidate.centreS;
  if (hertz / binHz() < kMinBinsBetweenPartials) return evidence;
  const double share = m_ladder.preHalvings > 0 ? kMaxShareAfterHalving : kMaxFrequencyShare;
  const HarmonicFitResult fit = m_fit.fit(m_spectrum, hertz / binHz(), isPresentNote(hertz) ? m_noteB : 0,
                                          share * static_cast<double>(m_spectrum.size()));
  if (!fit.ok) return evidence;
  const double fitted = fit.f1Bins * binHz();
  if (std::abs(std::log2(fitted / hertz)) * 1200 > kFitAgreesCents) return evidence;
  m_lastFit = fit;
  evidence.hertz = fitted;
  evidence.sigmaCents = kCentsPerNeper * fit.sigmaBins / fit.f1Bins;
  evidence.harmonicShare = std::max(evidence.harmonicShare, harmonicShare(m_spectrum, fit.f1Bins, fit.inharmonicity));
  m_readingCentreS =
      m_history.delayS(m_ladder.firstLevel) + static_cast<double>(m_spectrum.size()) / (2 * m_measureRateHz);
  return evidence;
}

PitchReading PitchEngine::Impl::report(const PitchEvidence& evidence, PitchTracker::Decision decision) noexcept {
  PitchReading reading;
  reading.availableS = secondsHeard();
  reading.timeS = reading.availableS - 0.5 * static_cast<double>(m_ladder.hopFrames) / m_settings.sampleRateHz;
  if (decision == PitchTracker::Decision::Begins) {
    m_noteB = 0;
    m_noteBWeight = 0;
    if (m_tracker.hopsSinceChange() != PitchTracker::kUnknown) {
      const std::uint64_t since = static_cast<std::uint64_t>(m_tracker.hopsSinceChange()) * m_ladder.hopFrames;
      m_validFrom = std::max(m_validFrom, m_samples - std::min(m_samples, since));
    }
    reading.noteBegan = true;
  }
  if (decision != PitchTracker::Decision::Begins && decision != PitchTracker::Decision::Goes) return reading;
  if (m_lastFit.ok && m_lastFit.sigmaB > 0 && m_lastFit.measuredB > 0) {
    const double weight = 1 / (m_lastFit.sigmaB * m_lastFit.sigmaB);
    m_noteBWeight = std::min(m_noteBWeight, 30 * weight);  // about the last 30 hops count
    m_noteB = (m_noteB * m_noteBWeight + m_lastFit.measuredB * weight) / (m_noteBWeight + weight);
    m_noteBWeight += weight;
    if (m_noteB * std::sqrt(weight) < 1) m_noteB = 0;
  }
  reading.timeS = std::max(0.0, reading.availableS - m_readingCentreS);
  reading.hertz = evidence.hertz;
  reading.sigmaCents = evidence.sigmaCents;
  reading.confidence =
      std::clamp(evidence.clarity * (0.3 + 0.7 * std::clamp(evidence.harmonicShare, 0.0, 1.0)), 0.0, 1.0);
  if (m_noteB > 0) reading.inharmonicity = m_noteB;
  return reading;
}

PitchReading PitchEngine::Impl::process(std::span<const float> hop) noexcept {
  assert(hop.size() == m_ladder.hopFrames);
  const bool onset = m_onset.process(hop);
  if (onset) m_validFrom = m_samples;
  m_samples += hop.size();
  m_history.push(hop);

  PitchEvidence evidence;
  m_lastFit = {};
  const std::span<const PitchCandidate> candidates = m_candidates.find(m_history, validS());
  if (!candidates.empty()) {
    double lowest = candidates.front().hertz;
    for (const PitchCandidate& c : candidates) {
      if (c.clarity >= kFirstOfBest * candidates.front().clarity) lowest = std::min(lowest, c.hertz);
    }
    if (analyzeSpectrum(lowest)) {
      Choice choice = choose(candidates);
      if (choice.found) evidence = measure(choice);
    }
  }
  return report(evidence, m_tracker.process(evidence, onset));
}

PitchEngine::PitchEngine(const PitchSettings& settings) : m_impl(std::make_unique<Impl>(settings)) {}
PitchEngine::~PitchEngine() = default;
PitchEngine::PitchEngine(PitchEngine&&) noexcept = default;
PitchEngine& PitchEngine::operator=(PitchEngine&&) noexcept = default;

const PitchSettings& PitchEngine::settings() const noexcept {
  return m_impl->settings();
}
std::size_t PitchEngine::hopFrames() const noexcept {
  return m_impl->hopFrames();
}
PitchReading PitchEngine::process(std::span<const float> hop) noexcept {
  return m_impl->process(hop);
}
void PitchEngine::reset() noexcept {
  m_impl->reset();
}

}  // namespace tunescope::core
