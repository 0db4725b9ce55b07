// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/ballistics.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace tunescope::core {

namespace {

// 1.25 % of overshoot, and 99 % of a step after 300 ms.
constexpr double kVuDamping = 0.813;
constexpr double kVuRadiansPerS = 13.51;

constexpr double kDenormalGuard = 1e-30;  // silence must not cost more than sound

struct PpmCharge {
  double fastPerS, slowPerS, fallPerS, gain;
};

// Half of each circuit's output; fall: 20 dB in 1.7 s, 24 dB in 2.8 s. The gain makes a 1 kHz sine read as its peak.
constexpr PpmCharge kPpmI{1202.9, 413.6, 1.35446, 1.02304};
constexpr PpmCharge kPpmII{887.5, 199.9, 0.98682, 1.02753};

}  // namespace

VuMovement::VuMovement(double sampleRateHz) noexcept : m_step(kVuRadiansPerS / sampleRateHz) {}

void VuMovement::add(float sample) noexcept {
  const double average = std::numbers::pi / 2 * std::abs(static_cast<double>(sample));
  m_speed += m_step * (average - m_position - 2 * kVuDamping * m_speed);
  m_position += m_step * m_speed;
  if (std::abs(m_position) + std::abs(m_speed) < kDenormalGuard) m_position = m_speed = 0;
}

PpmMovement::PpmMovement(Type type, double sampleRateHz) noexcept {
  const PpmCharge& charge = type == Type::I ? kPpmI : kPpmII;
  m_chargeFast = -std::expm1(-charge.fastPerS / sampleRateHz);
  m_chargeSlow = -std::expm1(-charge.slowPerS / sampleRateHz);
  m_fall = std::exp(-charge.fallPerS / sampleRateHz);
  m_gain = 0.5 * charge.gain;
}

void PpmMovement::add(float sample) noexcept {
  const double magnitude = std::abs(static_cast<double>(sample));
  m_fast *= m_fall;
  m_slow *= m_fall;
  if (magnitude > m_fast) m_fast += m_chargeFast * (magnitude - m_fast);
  if (magnitude > m_slow) m_slow += m_chargeSlow * (magnitude - m_slow);
  m_highest = std::max(m_highest, m_gain * (m_fast + m_slow));
}

double PpmMovement::takeHighest() noexcept {
  if (m_fast < kDenormalGuard) m_fast = m_slow = 0;
  return std::exchange(m_highest, m_gain * (m_fast + m_slow));
}

}  // namespace tunescope::core
