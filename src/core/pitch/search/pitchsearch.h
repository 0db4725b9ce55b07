// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/search/harmonicmatch.h"
#include "core/pitch/search/multiratehistory.h"
#include "core/pitch/search/pitchcandidates.h"
#include "core/pitch/search/pitchregisters.h"
#include "core/pitch/search/registerspectrum.h"
#include "core/pitch/track/presentnote.h"

#include <span>

namespace tunescope::core {

// The note that a hop may contain.
struct PitchFinding {
  HarmonicMatch match;    // its partials in the register's spectrum; count 0: none
  PitchCandidate coarse;  // what the NSDF alone suggests; hertz 0: nothing, or not computed
};

// Finds the note by a full search or by following the present one. Both leave the spectrum that the match refers to in
// the spectrum argument. Thread: one at a time. Realtime-safe: lock-free after construction.
class PitchSearch {
 public:
  explicit PitchSearch(const PitchRegisters& registers);

  // A full search: all windows of the NSDF, and the spectrum of the register that they indicate.
  PitchFinding search(const MultirateHistory& history, const PresentNote& note, RegisterSpectrum& spectrum) noexcept;

  // A steady note needs no search: looks for its partials where they were. Finds nothing if they explain the spectrum
  // less well than before, so that a change is searched for in the same hop that shows it. Also finds nothing in every
  // fourth hop, to force a search.
  PitchFinding follow(const MultirateHistory& history, const PresentNote& note, RegisterSpectrum& spectrum) noexcept;

  void reset() noexcept { m_hopsSinceSearch = 0; }

 private:
  PitchFinding searchWithout(const Outside& outside, const MultirateHistory& history, const PresentNote& note,
                             RegisterSpectrum& spectrum) noexcept;
  Outside outsideOf(const MultirateHistory& history, const PresentNote& note,
                    RegisterSpectrum& spectrum) const noexcept;
  SampledBand bandOf(const RegisterSpectrum& spectrum) const noexcept;
  HarmonicMatch matchAt(const RegisterSpectrum& spectrum, const PresentNote& note, double hertz,
                        double relativeError) const noexcept;
  HarmonicMatch matchLoudest(const RegisterSpectrum& spectrum, const PresentNote& note) const noexcept;
  HarmonicMatch choose(const RegisterSpectrum& spectrum, const PresentNote& note,
                       std::span<const PitchCandidate> candidates, PitchCandidate& coarse) const noexcept;

  PitchRegisters m_registers;
  PitchCandidates m_candidates;
  int m_hopsSinceSearch = 0;
};

}  // namespace tunescope::core
