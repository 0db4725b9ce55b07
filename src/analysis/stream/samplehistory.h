// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

namespace tunescope::analysis {

// The newest samples in one contiguous span: a buffer of twice the length, whose newer half moves down when it is full.
// Thread: one at a time. Realtime-safe: lock-free except resize().
class SampleHistory {
 public:
  void resize(std::size_t samples) {
    if (samples == m_limit) return;
    const std::span<const float> held = view();
    const std::span<const float> kept = held.last(std::min(samples, held.size()));
    std::vector<float> room(samples * 2);
    std::ranges::copy(kept, room.begin());
    m_samples = std::move(room);
    m_limit = samples;
    m_end = kept.size();
  }
  void clear() noexcept { m_end = 0; }
  void append(std::span<const float> block) noexcept {
    block = block.last(std::min(block.size(), m_limit));
    if (m_end + block.size() > m_samples.size()) {
      const std::size_t kept = m_limit - block.size();
      std::memmove(m_samples.data(), m_samples.data() + (m_end - kept), kept * sizeof(float));
      m_end = kept;
    }
    std::copy(block.begin(), block.end(), m_samples.begin() + static_cast<std::ptrdiff_t>(m_end));
    m_end += block.size();
  }
  std::span<const float> view() const noexcept {
    const std::size_t count = std::min(m_end, m_limit);
    return {m_samples.data() + (m_end - count), count};
  }

 private:
  std::vector<float> m_samples;
  std::size_t m_limit = 0;
  std::size_t m_end = 0;
};

}  // namespace tunescope::analysis
