// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/harmonicfit.h"
#include "core/pitch/harmonicmatch.h"
#include "core/pitch/jointfit.h"
#include "core/pitch/mainshum.h"
#include "core/pitch/multiratehistory.h"
#include "core/pitch/onset.h"
#include "core/pitch/partialspectrum.h"
#include "core/pitch/periodwatch.h"
#include "core/pitch/pitchcandidates.h"
#include "core/pitch/pitchengine.h"
#include "core/pitch/pitchpath.h"
#include "core/pitch/pitchtracker.h"
#include "core/pitch/stiffness.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tunescope::core {

// The engine's stages share the spectrum, the history and what is known of the present note. Each has a file of its
// own: which note it might be (pitchsearch.cpp), how it stands exactly (pitchmeasurement.cpp), and what becomes of it
// from hop to hop (pitchengine.cpp).
class PitchEngine::Impl {
 public:
  explicit Impl(const PitchSettings& settings)
      : m_settings(settings),
        m_ladder(settings.sampleRateHz),
        m_maxHz(std::min(settings.maxHz, kMaxFrequencyShare * settings.sampleRateHz)),
        m_hop(m_ladder.hopFrames),
        m_mainsHum(settings.mains, settings.sampleRateHz, m_ladder.hopFrames),
        m_history(m_ladder, kWindow),
        m_candidates(m_ladder, settings.minHz, m_maxHz),
        m_spectrum(kWindows),
        m_path(static_cast<double>(m_ladder.hopFrames) / settings.sampleRateHz),
        m_tracker(static_cast<double>(m_ladder.hopFrames) / settings.sampleRateHz) {}

  const PitchSettings& settings() const noexcept { return m_settings; }
  std::size_t hopFrames() const noexcept { return m_ladder.hopFrames; }
  const ConfidenceBasis& confidenceBasis() const noexcept { return m_basis; }

  PitchReading process(std::span<const float> hop) noexcept;
  void reset() noexcept;

 private:
  // The measuring window: 4096 samples at the ladder level of the register, so 85, 171 or 341 ms. Just after an attack
  // or a change it grows with the note; KissFFT does these sizes without allocating.
  static constexpr std::size_t kWindow = 4096;
  static constexpr std::array<std::size_t, 24> kWindows = {256,  288,  320,  360,  400,  432,  480,  512,
                                                           576,  640,  720,  768,  800,  864,  900,  960,
                                                           1024, 1080, 1152, 1280, 1536, 2048, 3072, kWindow};
  static constexpr double kMaxFrequencyShare = 0.45;  // of the rate that the measuring path runs at
  static constexpr double kUnrefinedSigmaCents = 8;   // of a pitch that is read off the NSDF alone
  static constexpr double kExplainsLittle = 0.3;      // of all power: a spectrum that shows no more says nothing
  static constexpr double kSameNoteOctaves = 0.06;
  static constexpr double kAttackS = 0.1;    // in which a wrong note must not seem sure
  static constexpr int kSameAttackHops = 2;  // an attack may rise over two hops

  double secondsHeard() const noexcept { return static_cast<double>(m_samples) / m_settings.sampleRateHz; }
  // How much of what was heard last belongs to the present note.
  double validS() const noexcept {
    return static_cast<double>(m_samples - m_brokenAt.value_or(m_validFrom)) / m_settings.sampleRateHz;
  }
  // What belongs to the note begins sharply: with its attack, and with nothing of another note.
  bool beganSharply() const noexcept { return !m_brokenAt && m_attackAt > 0 && m_validFrom == m_attackFrom; }
  bool isAttack() const noexcept {
    return m_attackAt > 0 && static_cast<double>(m_samples - m_attackAt) < kAttackS * m_settings.sampleRateHz;
  }
  bool isPresentNote(double hertz) const noexcept {
    return m_tracker.isActive() && std::abs(std::log2(hertz / m_tracker.hertz())) < kSameNoteOctaves;
  }

  static double maxStiffness(double hertz) noexcept;
  static double ordinaryStiffness(double hertz) noexcept;
  int levelFor(double hertz) const noexcept;
  std::size_t windowFor(double hertz) const noexcept;
  void watch(bool onset) noexcept;
  void noteBegins(double hertz) noexcept;
  bool analyzeFor(double hertz) noexcept;
  double flatShare(int level) const noexcept;
  HarmonicMatch matchAt(double hertz, double relativeError) const noexcept;
  HarmonicMatch matchLoudest() const noexcept;
  HarmonicMatch choose(std::span<const PitchCandidate> candidates) noexcept;
  HarmonicMatch search() noexcept;
  HarmonicMatch follow() noexcept;
  PitchEvidence measureCoarsely() noexcept;
  void refineJointly(PitchEvidence& evidence) noexcept;
  PitchEvidence measure(const HarmonicMatch& match) noexcept;
  PitchReading report(const PitchEvidence& evidence, PitchTracker::Decision decision) noexcept;

  PitchSettings m_settings;
  RateLadder m_ladder;
  double m_maxHz;
  std::vector<float> m_hop;
  MainsHum m_mainsHum;
  MultirateHistory m_history;
  PitchCandidates m_candidates;
  PartialSpectrum m_spectrum;
  int m_spectrumLevel = 0;
  double m_binHz = 1;
  bool m_hasSpectrum = false;  // of this hop
  HarmonicFit m_fit;
  JointFit m_jointFit;
  OnsetDetector m_onset;
  PeriodWatch m_watch;
  PitchPath m_path;
  PitchTracker m_tracker;
  std::uint64_t m_samples = 0;              // heard since the start
  std::uint64_t m_attackAt = 0;             // the last attack was heard until here; 0: none was
  std::uint64_t m_attackFrom = 0;           // and this is where it began
  std::uint64_t m_validFrom = 0;            // where the present note began
  std::optional<std::uint64_t> m_brokenAt;  // where it stopped repeating, until that is explained
  NoteStiffness m_stiffness;
  HarmonicFitResult m_lastFit;
  double m_jointRest = 0;       // see ConfidenceBasis
  PitchCandidate m_coarse;      // what the NSDF alone would say
  double m_followShare = 0;     // share of the peaks that the last match explained
  double m_lastHertz = 1;       // that was shown
  double m_strongestShare = 0;  // of the strongest partial in the power of all of the last match
  int m_ageHops = 0;            // of the note that is shown
  int m_hopsSinceSearch = 0;
  int m_hopsSinceOnset = kSameAttackHops;
  ConfidenceBasis m_basis;      // of the last reading
  double m_readingCentreS = 0;  // how far the reading's instant lies behind the newest sample
};

}  // namespace tunescope::core
