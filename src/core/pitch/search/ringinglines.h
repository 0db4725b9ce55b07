// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace tunescope::core {

// The lines that were present just before an attack. Whatever the attack did not make louder belongs to notes that ring
// on, and says nothing about the octave of the struck note (decision 0044).
// Thread: one at a time. Realtime-safe: wait-free.
class RingingLines {
 public:
  static constexpr std::size_t kMaxLines = 48;

  // Add lines by ascending frequency; those that do not fit are dropped. power: about the square of the amplitude.
  // reachHz: half the width of the line.
  void add(double hertz, double power, double reachHz) noexcept;
  void clear() noexcept { *this = {}; }
  bool isEmpty() const noexcept { return m_count == 0; }

  // Whether a line is no louder than one that was at its frequency before.
  bool has(double hertz, double power, double reachHz) const noexcept;

 private:
  struct Line {
    double hertz = 0;
    double power = 0;
    double reachHz = 0;
  };

  std::array<Line, kMaxLines> m_lines{};
  std::size_t m_count = 0;
  double m_widestHz = 0;  // maximum over all lines
};

}  // namespace tunescope::core
