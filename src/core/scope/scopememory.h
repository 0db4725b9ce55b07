// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/channelview.h"
#include "core/readings.h"
#include "core/scope/sincinterpolator.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tunescope::core {

// The last seconds of one or two channels, by their frames' numbers on the sample clock, and for much longer the
// extremes of blocks of 64 frames. Thread: one at a time. Realtime-safe: lock-free except the constructor.
class ScopeMemory {
 public:
  static constexpr std::size_t kMaxChannels = 2;
  static constexpr double kSeconds = 30;           // of samples
  static constexpr double kExtremesSeconds = 105;  // of extremes: the slowest sweep
  static constexpr std::int64_t kBlock = 64;

  ScopeMemory() = default;
  ScopeMemory(double sampleRateHz, std::size_t channels);

  // Forgets everything; the next frame has this number.
  void restart(std::int64_t first) noexcept;
  // The first channels of the frames. Samples that are no numbers count as 0.
  void append(const ChannelView& frames) noexcept;

  std::size_t channels() const noexcept { return m_channels; }
  std::int64_t begin() const noexcept;  // of the samples
  std::int64_t end() const noexcept { return m_end; }
  std::int64_t extremesBegin() const noexcept;  // at or before begin()
  std::size_t bytes() const noexcept;

  // 0 outside of begin() to end().
  float sample(std::size_t channel, std::int64_t frame) const noexcept;
  // The band-limited value at an instant, in frames. 0 outside.
  float valueAt(std::size_t channel, double frame) const noexcept;
  // Of the frames from first up to last, which is not one of them; none where there are none. Where there are extremes
  // of blocks only, the ends are those of blocks.
  std::optional<MinMax> extremes(std::size_t channel, std::int64_t first, std::int64_t last) const noexcept;

 private:
  struct Channel {
    std::vector<float> samples;
    std::vector<MinMax> blocks;
    MinMax open;  // of the block that is not full yet
  };

  void append(Channel& channel, const ChannelView& frames, std::size_t source) noexcept;
  MinMax sampleExtremes(const Channel& channel, std::int64_t first, std::int64_t last) const noexcept;
  std::optional<MinMax> blockExtremes(const Channel& channel, std::int64_t first, std::int64_t last) const noexcept;

  std::size_t m_channels = 0;
  std::array<Channel, kMaxChannels> m_data;
  SincInterpolator m_interpolator;
  std::int64_t m_capacity = 0;       // frames
  std::int64_t m_blockCapacity = 0;  // blocks
  std::int64_t m_first = 0;          // since the restart
  std::int64_t m_end = 0;
};

}  // namespace tunescope::core
