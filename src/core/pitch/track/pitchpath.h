// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>

namespace tunescope::core {

// Whether the pitch of a note has moved over its last tenth of a second. Vibrato and glides need short windows; steady
// tones are measured best in long ones. Thread: one at a time. Realtime-safe: wait-free.
class PitchPath {
 public:
  explicit PitchPath(double hopS) noexcept;

  // Adds a reading of the note.
  void add(double hertz, double sigmaCents) noexcept;
  void reset() noexcept { m_count = 0, m_holdHops = 0; }

  // The period is known to move, whatever the readings show: assume motion for the next tenth of a second.
  void hold() noexcept { m_holdHops = m_span; }

  // The range exceeds what noise and jumps from hop to hop explain, and what a tuner tolerates in a steady tone.
  bool isMoving() const noexcept;

  // The range exceeds what noise and jumps from hop to hop explain, however small it is.
  bool hasMoved() const noexcept;

 private:
  double jitter() const noexcept;
  double rangeCents() const noexcept;
  double noiseCents() const noexcept;

  static constexpr std::size_t kMaxSpan = 16;

  std::size_t m_span;
  std::array<double, kMaxSpan> m_cents{};
  std::array<double, kMaxSpan> m_sigma{};
  std::size_t m_count = 0;  // added since reset()
  std::size_t m_holdHops = 0;
};

}  // namespace tunescope::core
