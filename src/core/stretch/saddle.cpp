// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stretch/saddle.h"

#include "core/stretch/strucknote.h"

#include <cmath>
#include <numbers>

namespace tunescope::core {

std::optional<Intonation> intonationOf(const MeasuredPitch& octave, const MeasuredPitch& fretted,
                                       double scaleMm) noexcept {
  if (!(octave.hertz > 0) || !(fretted.hertz > 0)) return std::nullopt;
  const double ratio = fretted.hertz / octave.hertz;
  const double cents = 1200 * std::log2(ratio);
  if (!(std::abs(cents) <= kMaxIntonationCents)) return std::nullopt;
  const double sigmaCents = std::hypot(octave.sigmaCents, fretted.sigmaCents);
  const double slopeMm = scaleMm * ratio / ((2 - ratio) * (2 - ratio)) * std::numbers::ln2 / 1200;  // dx / dcents
  return Intonation{.cents = cents,
                    .sigmaCents = sigmaCents,
                    .saddleMm = scaleMm * (ratio - 1) / (2 - ratio),
                    .sigmaMm = slopeMm * sigmaCents};
}

MeasuredPitch octaveOf(const MeasuredPitch& open, double inharmonicity) noexcept {
  return {.hertz = 2 * open.hertz * std::exp2(partialCents(inharmonicity, 2) / 1200), .sigmaCents = open.sigmaCents};
}

}  // namespace tunescope::core
