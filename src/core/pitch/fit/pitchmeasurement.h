// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/fit/harmonicfit.h"
#include "core/pitch/fit/jointfit.h"
#include "core/pitch/search/multiratehistory.h"
#include "core/pitch/search/pitchregisters.h"
#include "core/pitch/search/pitchsearch.h"
#include "core/pitch/search/registerspectrum.h"
#include "core/pitch/track/pitchtracker.h"
#include "core/pitch/track/presentnote.h"

#include <cstddef>
#include <optional>

namespace tunescope::core {

// The measurement of a note that was found.
struct MeasuredPitch {
  PitchEvidence evidence;
  HarmonicFitResult fit;            // not ok if the pitch comes from the NSDF or the joint fit alone
  double centreS = 0;               // delay of the instant it describes behind the newest sample
  double matchShare = 0;            // share of the spectral peaks' power that the match explains
  double strongestShare = 0;        // share of the strongest partial in the power of all of them
  double jointRest = 0;             // see ConfidenceBasis
  bool isStiffnessRefuted = false;  // the note's known stiffness does not describe this window
};

// Measures the frequency of a note as accurately as its window allows: from its partials in the spectrum, jointly if
// the window holds few periods, from the NSDF if the spectrum cannot separate the partials yet.
// Thread: one at a time. Realtime-safe: lock-free after construction.
class PitchMeasurement {
 public:
  static constexpr double kUnrefinedSigmaCents = 8;  // of a pitch read off the NSDF alone
  static constexpr double kExplainsLittle = 0.3;     // of all power: a spectrum that explains no more is no evidence

  explicit PitchMeasurement(const PitchRegisters& registers) : m_registers(registers) {}

  // spectrum: as the search left it.
  MeasuredPitch measure(const PitchFinding& finding, const RegisterSpectrum& spectrum, const MultirateHistory& history,
                        const PresentNote& note) noexcept;

  // Measures around the partials of a note at hertz if they are not lines; nothing if most of the power is elsewhere.
  std::optional<MeasuredPitch> measureSpread(const RegisterSpectrum& spectrum, const MultirateHistory& history,
                                             double hertz) const noexcept;

 private:
  struct Sound {
    const RegisterSpectrum& spectrum;
    const MultirateHistory& history;
  };

  MeasuredPitch measureCoarsely(const PitchCandidate& coarse, const Sound& sound, const PresentNote& note,
                                const MeasuredPitch& before) noexcept;
  void measurePartials(MeasuredPitch& measured, const HarmonicMatch& match, const Sound& sound,
                       const PresentNote& note) noexcept;
  void refineJointly(MeasuredPitch& measured, const MultirateHistory& history, const PresentNote& note) noexcept;
  JointFit::Start jointStart(const MeasuredPitch& measured, int level, const PresentNote& note) const noexcept;

  PitchRegisters m_registers;
  HarmonicFit m_fit;
  JointFit m_jointFit;
};

}  // namespace tunescope::core
