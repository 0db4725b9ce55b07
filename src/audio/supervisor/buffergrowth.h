// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

namespace tunescope::audio {

// Decides when a device needs a larger buffer: it starts low, and each time that overruns come close together the
// request doubles, until that helps or the device does not grow further. Thread: supervisor. Realtime-safe: no.
class BufferGrowth {
 public:
  using Clock = std::chrono::steady_clock;

  static constexpr unsigned kMaxFrames = 8192;
  static constexpr std::uint64_t kOverruns = 2;  // one may be an accident
  static constexpr std::chrono::seconds kWithin{10};

  // Another capture. isFixed: the user requested the buffer, so it stays.
  void begin(bool isFixed) noexcept {
    *this = BufferGrowth();
    m_isFixed = isFixed;
  }

  // A stream was opened with this buffer.
  void opened(unsigned frames) noexcept {
    if (frames < m_asked) m_isFixed = true;  // JACK's buffer is its server's
    m_frames = frames;
  }

  // overruns: of the whole capture so far. True: reopen it with request().
  bool look(std::uint64_t overruns, Clock::time_point now) noexcept {
    if (overruns <= m_overruns) return false;
    if (now - m_first > kWithin) {
      m_first = now;
      m_overrunsBefore = m_overruns;
    }
    m_overruns = overruns;
    if (m_isFixed || m_frames == 0 || m_frames >= kMaxFrames) return false;
    if (overruns - m_overrunsBefore < kOverruns) return false;
    m_asked = std::min(2 * m_frames, kMaxFrames);
    m_overrunsBefore = overruns;
    ++m_growths;
    return true;
  }

  // The buffer to request; none: the default.
  std::optional<unsigned> frames() const noexcept { return m_asked > 0 ? std::optional(m_asked) : std::nullopt; }
  std::uint32_t growths() const noexcept { return m_growths; }

 private:
  bool m_isFixed = false;
  unsigned m_frames = 0;
  unsigned m_asked = 0;  // 0: nothing
  std::uint64_t m_overruns = 0;
  std::uint64_t m_overrunsBefore = 0;  // when the overruns that are counted together began
  Clock::time_point m_first;
  std::uint32_t m_growths = 0;
};

}  // namespace tunescope::audio
