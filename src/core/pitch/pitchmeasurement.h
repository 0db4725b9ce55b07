// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/harmonicfit.h"
#include "core/pitch/jointfit.h"
#include "core/pitch/multiratehistory.h"
#include "core/pitch/pitchregisters.h"
#include "core/pitch/pitchsearch.h"
#include "core/pitch/pitchtracker.h"
#include "core/pitch/presentnote.h"
#include "core/pitch/registerspectrum.h"

#include <cstddef>

namespace tunescope::core {

// A found note, measured.
struct MeasuredPitch {
  PitchEvidence evidence;
  HarmonicFitResult fit;            // not ok where the pitch comes from the NSDF or the joint fit alone
  double centreS = 0;               // how far the instant it describes lies behind the newest sample
  double matchShare = 0;            // share of the spectral peaks' power that the match explains
  double strongestShare = 0;        // share of the strongest partial in the power of all of them
  double jointRest = 0;             // see ConfidenceBasis
  bool isStiffnessRefuted = false;  // the note's known stiffness does not describe this window
};

// Measures the frequency of a found note as exactly as its window allows: by its partials in the spectrum, jointly
// where the window holds few periods, by the NSDF where the spectrum cannot separate them yet.
// Thread: one at a time. Realtime-safe: lock-free after construction.
class PitchMeasurement {
 public:
  static constexpr double kUnrefinedSigmaCents = 8;  // of a pitch that is read off the NSDF alone
  static constexpr double kExplainsLittle = 0.3;     // of all power: a spectrum that shows no more says nothing

  explicit PitchMeasurement(const PitchRegisters& registers) : m_registers(registers) {}

  // spectrum: as the search left it.
  MeasuredPitch measure(const PitchFinding& finding, const RegisterSpectrum& spectrum, const MultirateHistory& history,
                        const PresentNote& note) noexcept;

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
