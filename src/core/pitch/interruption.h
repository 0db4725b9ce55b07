// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace tunescope::core {

// Finds interruptions: runs of zeros that no microphone sends, so that samples are missing there (a network's dropouts,
// a muted input). Pieces of sound between them repeat at the interruptions' pace, which is no pitch. Thread: one at a
// time. Realtime-safe: wait-free.
class Interruption {
 public:
  explicit Interruption(double sampleRateHz) noexcept : m_sampleRateHz(sampleRateHz) {}

  void process(std::span<const float> hop) noexcept;
  void reset() noexcept { *this = Interruption(m_sampleRateHz); }

  // Of the newest sound: there is an interruption within it, with sound before and after.
  bool isWithin(double seconds) const noexcept;
  // How long the newest piece of sound is.
  double pieceS() const noexcept { return static_cast<double>(m_soundUntil - m_resumedAt) / m_sampleRateHz; }
  // For how long nothing but zeros has come.
  double silentS() const noexcept { return static_cast<double>(m_samples - m_soundUntil) / m_sampleRateHz; }

 private:
  double m_sampleRateHz;
  std::uint64_t m_samples = 0;
  std::uint64_t m_soundUntil = 0;  // end of the last sample that is not zero
  std::uint64_t m_resumedAt = 0;   // where the newest piece of sound began
  std::uint64_t m_stoppedAt = 0;   // where the last interruption began that has ended; 0: none
};

}  // namespace tunescope::core
