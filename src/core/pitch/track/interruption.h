// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace tunescope::core {

// Finds interruptions: runs of exact zeros, which no microphone sends, so samples are missing there (network dropouts,
// a muted input). The pieces of sound between them repeat at the rate of the interruptions, which is not a pitch.
// Thread: one at a time. Realtime-safe: wait-free.
class Interruption {
 public:
  explicit Interruption(double sampleRateHz) noexcept : m_sampleRateHz(sampleRateHz) {}

  void process(std::span<const float> hop) noexcept;
  void reset() noexcept { *this = Interruption(m_sampleRateHz); }

  // Whether this much of the newest sound contains an interruption with sound before and after it.
  bool isWithin(double seconds) const noexcept;
  // Length of the newest piece of sound.
  double pieceS() const noexcept { return static_cast<double>(m_soundUntil - m_resumedAt) / m_sampleRateHz; }
  // Time since the last sample that was not zero.
  double silentS() const noexcept { return static_cast<double>(m_samples - m_soundUntil) / m_sampleRateHz; }

  // Whether a new note may be an artefact of interruptions: two pieces of another sound are as similar as two periods,
  // and if most of the window is silent, what remains resembles many notes. isExplained: its partials explain most of
  // the power.
  bool mayMake(double hertz, double windowS, bool isExplained) const noexcept;

 private:
  double m_sampleRateHz;
  std::uint64_t m_samples = 0;
  std::uint64_t m_soundUntil = 0;  // end of the last nonzero sample
  std::uint64_t m_resumedAt = 0;   // start of the newest piece of sound
  std::uint64_t m_stoppedAt = 0;   // start of the last interruption that has ended; 0: none
};

}  // namespace tunescope::core
