// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/partialspectrum.h"
#include "core/pitch/pitchcandidates.h"

namespace tunescope::core {

// Share of the spectrum's power that lies at multiples of f1Bins, corrected for the share that chance would put there:
// 1 for a harmonic sound, 0 for noise. inharmonicity bends the multiples. Thread: any. Realtime-safe: wait-free.
double harmonicShare(const PartialSpectrum& spectrum, double f1Bins, double inharmonicity) noexcept;

// Whether the true pitch is a half or a third of f1Bins: partials between the multiples are looked for in the spectrum.
// Returns 1 (it stands), 2 or 3. hertzPerBin ties the spectrum to the candidates' clarities.
int octaveDivisor(const PartialSpectrum& spectrum, const PitchCandidates& candidates, double f1Bins,
                  double hertzPerBin) noexcept;

}  // namespace tunescope::core
