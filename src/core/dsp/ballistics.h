// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

// Ballistics of meters; amplitudes read a steady sine as its peak. Thread: one at a time. Realtime-safe:
// wait-free.
namespace tunescope::core {

// Volume indicator of IEC 60268-17: the full-wave average by a movement of second order, 99 % after 300 ms, overshoot
// 1.25 %.
class VuMovement {
 public:
  explicit VuMovement(double sampleRateHz) noexcept;
  void add(float sample) noexcept;
  double value() const noexcept { return m_position > 0 ? m_position : 0; }
  void reset() noexcept { m_position = m_speed = 0; }

 private:
  double m_step = 0;
  double m_position = 0;
  double m_speed = 0;
};

// Peak programme meter of IEC 60268-10. One charging circuit fits only one length of burst, so two in parallel: their
// rates are fitted to the readings of the standard's tone bursts (type I: 0, -.95, -2.29, -3.85 and -15.1 dB for 100,
// 10, 5, 3 and .4 ms; type II: 0, -2.01, -3.90, -9.26 and -16.4 dB for 100, 10, 5, 1.5 and .5 ms).
class PpmMovement {
 public:
  enum class Type : std::uint8_t { I, II };
  PpmMovement(Type type, double sampleRateHz) noexcept;
  void add(float sample) noexcept;
  // The highest since the last call.
  double takeHighest() noexcept;
  void reset() noexcept { m_fast = m_slow = m_highest = 0; }

 private:
  double m_chargeFast = 0, m_chargeSlow = 0;  // share of the distance per sample
  double m_fall = 1;                          // factor per sample
  double m_gain = 1;
  double m_fast = 0, m_slow = 0;
  double m_highest = 0;
};

}  // namespace tunescope::core
