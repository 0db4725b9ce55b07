// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/track/interruption.h"

namespace tunescope::core {

namespace {

constexpr double kMinS = 0.005;  // quiet 16-bit sound may be zero for less
// For a new note, if the sound is interrupted:
constexpr double kMinSoundPeriods = 1;  // minimum length of the sound
constexpr double kFewPeriods = 6;       // in fewer, two pieces of another sound look like periods of it
constexpr double kSilentPeriods = 2;    // after more silence, or in shorter pieces than a period, it must be explained

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

bool Interruption::mayMake(double hertz, double windowS, bool isExplained) const noexcept {
  if ((windowS - silentS()) * hertz < kMinSoundPeriods) return true;
  const bool isInterrupted = isWithin(windowS);
  if (isInterrupted && windowS * hertz < kFewPeriods) return true;
  if (isExplained) return false;
  return silentS() * hertz > kSilentPeriods || (isInterrupted && pieceS() * hertz < kMinSoundPeriods);
}

}  // namespace tunescope::core
