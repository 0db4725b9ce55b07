// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/harmonicmatch.h"
#include "core/pitch/multiratehistory.h"
#include "core/pitch/pitchcandidates.h"
#include "core/pitch/pitchregisters.h"
#include "core/pitch/presentnote.h"
#include "core/pitch/registerspectrum.h"

#include <span>

namespace tunescope::core {

// Which note a hop might hold.
struct PitchFinding {
  HarmonicMatch match;    // its partials in the register's spectrum; count 0: none
  PitchCandidate coarse;  // what the NSDF alone suggests; hertz 0: nothing, or it was not computed
};

// Finds the note: by a full search, or by following the present one. Both leave the spectrum that the match refers to
// in the spectrum passed in. Thread: one at a time. Realtime-safe: lock-free after construction.
class PitchSearch {
 public:
  explicit PitchSearch(const PitchRegisters& registers);

  // A full search: all windows of the NSDF, and the spectrum of the register that they point to.
  PitchFinding search(const MultirateHistory& history, const PresentNote& note, RegisterSpectrum& spectrum) noexcept;

  // A steady note needs no search: its partials are looked for where they were. Finds nothing where they explain the
  // spectrum less well than before, so that a change is searched for in the very hop that shows it, nor every fourth
  // time.
  PitchFinding follow(const MultirateHistory& history, const PresentNote& note, RegisterSpectrum& spectrum) noexcept;

  void reset() noexcept { m_hopsSinceSearch = 0; }

 private:
  HarmonicMatch matchAt(const RegisterSpectrum& spectrum, const PresentNote& note, double hertz,
                        double relativeError) const noexcept;
  HarmonicMatch matchLoudest(const RegisterSpectrum& spectrum, const PresentNote& note) const noexcept;
  HarmonicMatch choose(const RegisterSpectrum& spectrum, const PresentNote& note,
                       std::span<const PitchCandidate> candidates) const noexcept;

  PitchRegisters m_registers;
  PitchCandidates m_candidates;
  int m_hopsSinceSearch = 0;
};

}  // namespace tunescope::core
