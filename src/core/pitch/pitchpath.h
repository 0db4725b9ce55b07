// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>

namespace tunescope::core {

// The pitch of one note over its last tenth of a second: does it move? Vibrato and glides need short windows, steady
// tones are measured best in long ones. Thread: one at a time. Realtime-safe: wait-free.
class PitchPath {
 public:
  explicit PitchPath(double hopS) noexcept;

  // One reading of the note.
  void add(double hertz, double sigmaCents) noexcept;
  void reset() noexcept { m_count = 0, m_holdHops = 0; }

  // The period is known to move, whatever the readings say: for the next tenth of a second.
  void hold() noexcept { m_holdHops = m_span; }

  // Wider than noise and jumps from hop to hop explain, and than a tuner's readings of a steady tone may be.
  bool isMoving() const noexcept;

 private:
  double jitter() const noexcept;

  static constexpr std::size_t kMaxSpan = 16;

  std::size_t m_span;
  std::array<double, kMaxSpan> m_cents{};
  std::array<double, kMaxSpan> m_sigma{};
  std::size_t m_count = 0;  // all ever added
  std::size_t m_holdHops = 0;
};

}  // namespace tunescope::core
