// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>

namespace tunescope::core {

// How a pitch moves, and by how much a reading may therefore be off. A window measures the mean of its pitch, which is
// the pitch at its centre as long as the pitch moves linearly; a curvature of c cents / s^2 shifts the mean by c times
// the window length squared times a constant of the Hann window (decision 0036). Thread: one at a
// time. Realtime-safe: wait-free.
class PitchMotion {
 public:
  explicit PitchMotion(double hopS) noexcept;

  // A reading of the note: its pitch at timeS.
  void add(double timeS, double hertz) noexcept;
  void reset() noexcept;

  // The motion's part in the standard deviation of the last reading, in cents; windowS: the length of its window.
  double sigmaCents(double windowS) const noexcept;

 private:
  struct Point {
    double timeS = 0;
    double cents = 0;
  };

  double m_hopS;
  std::array<Point, 3> m_last{};  // newest last
  std::size_t m_count = 0;
  double m_slope = 0;           // cents / s
  double m_bend = 0;            // cents / s^2, at the last reading but one
  double m_meanSquareBend = 0;  // running mean
};

}  // namespace tunescope::core
