// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstddef>

namespace tunescope::core {

// A pitch seen as a partial of a lower note. Thread: any. Realtime-safe: wait-free.
struct PitchMultiple {
  std::size_t number = 0;  // of the nearest partial
  double ratio = 1;        // that partial's frequency over the first one's
  double octavesOff = 0;   // distance of the pitch from it

  // hertz, noteHertz: above zero. inharmonicity: B of the note's string.
  PitchMultiple(double hertz, double noteHertz, double inharmonicity) noexcept
      : number(static_cast<std::size_t>(std::lround(hertz / noteHertz))),
        ratio(ratioOf(number, inharmonicity)),
        octavesOff(std::abs(std::log2(hertz / noteHertz / ratio))) {}

  // Frequency of a string's partial over that of its first one.
  static double ratioOf(std::size_t number, double inharmonicity) noexcept {
    const auto n = static_cast<double>(number);
    return n * std::sqrt((1 + inharmonicity * n * n) / (1 + inharmonicity));
  }
};

}  // namespace tunescope::core
