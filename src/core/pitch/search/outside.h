// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace tunescope::core {

// Signals outside the searched range of pitches that are louder than anything in it.
struct Outside {
  static constexpr std::size_t kMaxLines = 4;

  double rumbleHz = 0;                    // everything below this; 0: nothing
  std::array<double, kMaxLines> hertz{};  // of lines above the range
  std::size_t lines = 0;

  bool isEmpty() const noexcept { return rumbleHz == 0 && lines == 0; }
};

// Removes them from a short window without a filter: by least squares, a polynomial follows the slow part and sinusoids
// of known frequencies follow the lines. The remainder is good for finding a period, not for measuring it. Thread: any.
// Realtime-safe: wait-free.
void takeOut(const Outside& outside, std::span<float> window, double rateHz) noexcept;

}  // namespace tunescope::core
