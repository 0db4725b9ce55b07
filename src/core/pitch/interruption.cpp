// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/interruption.h"

namespace tunescope::core {

namespace {

constexpr double kMinS = 0.005;  // quiet sound of 16 bits may be zero for shorter

}  // namespace

void Interruption::process(std::span<const float> hop) noexcept {
  for (const float x : hop) {
    ++m_samples;
    if (x == 0) continue;
    if (static_cast<double>(m_samples - 1 - m_soundUntil) > kMinS * m_sampleRateHz) {
      m_stoppedAt = m_soundUntil;
      m_resumedAt = m_samples - 1;
    }
    m_soundUntil = m_samples;
  }
}

bool Interruption::isWithin(double seconds) const noexcept {
  return m_stoppedAt > 0 && static_cast<double>(m_samples - m_stoppedAt) < seconds * m_sampleRateHz;
}

}  // namespace tunescope::core
