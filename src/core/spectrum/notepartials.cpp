// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrum/notepartials.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr float kMinRise = 10;            // 10 dB above the floor
constexpr double kMinReachBins = 2;       // on each side of where a partial is expected
constexpr double kReach = 0.015;          // of its frequency, 26 cents: what strings stray from the formula
constexpr double kMaxReachOfPitch = 0.3;  // the next partial is one pitch away
constexpr double kMinPitchBins = 3;       // closer partials are one line

// Ratio of partial n to n times the first.
double stretchOf(double n, double inharmonicity) noexcept {
  return std::sqrt((1 + inharmonicity * n * n) / (1 + inharmonicity));
}

// The inverse: r^2 (1 + B) = 1 + B n^2.
double inharmonicityOf(double n, double stretch) noexcept {
  const double square = stretch * stretch;
  return n > 1.5 ? std::clamp((square - 1) / (n * n - square), -1e-4, 0.05) : 0;
}

}  // namespace

std::size_t findNotePartials(std::span<const float> power, std::span<const float> floor, double binHz,
                             const PeakInterpolation& interpolation, const NotePitch& pitch,
                             std::span<NotePartial> partials) noexcept {
  if (!(pitch.hertz >= kMinPitchBins * binHz)) return 0;
  double inharmonicity = pitch.inharmonicity.value_or(0);
  double firstHz = pitch.hertz;
  const double endBin = static_cast<double>(power.size()) - 2;
  std::size_t count = 0;
  for (std::size_t i = 1; i <= partials.size(); ++i) {
    const auto n = static_cast<double>(i);
    const double expectedHz = n * firstHz * stretchOf(n, inharmonicity);
    if (expectedHz / binHz > endBin) break;
    const double reachHz =
        std::min(kMaxReachOfPitch * pitch.hertz, std::max(kMinReachBins * binHz, kReach * expectedHz));
    const auto peak = interpolation.largest(power, (expectedHz - reachHz) / binHz, (expectedHz + reachHz) / binHz);
    if (!peak || !(static_cast<float>(peak->power) > kMinRise * floor[static_cast<std::size_t>(peak->bin)])) continue;
    const double hertz = peak->bin * binHz;
    if (i == 1) firstHz = hertz;
    partials[count++] = {.number = static_cast<int>(i),
                         .hertz = hertz,
                         .power = peak->power,
                         .cents = 1200 * std::log2(hertz / (n * firstHz))};
    if (!pitch.inharmonicity) inharmonicity = inharmonicityOf(n, hertz / (n * firstHz));
  }
  return count;
}

}  // namespace tunescope::core
