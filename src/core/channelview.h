// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

namespace tunescope::core {

// Frames of 1 to 8 channels, interleaved; in frames that hold more than their channels (the mean of all), the rest is
// skipped. A view, valid as long as its samples. Thread: any. Realtime-safe: wait-free.
class ChannelView {
 public:
  constexpr ChannelView() = default;
  // width: samples from one frame to the next, at least channels.
  constexpr ChannelView(std::span<const float> interleaved, std::size_t channels, std::size_t width) noexcept
      : m_samples(interleaved), m_channels(channels), m_width(width) {}

  constexpr std::size_t channels() const noexcept { return m_channels; }
  constexpr std::size_t frames() const noexcept { return m_width == 0 ? 0 : m_samples.size() / m_width; }
  constexpr bool isEmpty() const noexcept { return frames() == 0; }
  constexpr float sample(std::size_t frame, std::size_t channel) const noexcept {
    return m_samples[frame * m_width + channel];
  }
  constexpr std::span<const float> frame(std::size_t index) const noexcept {
    return m_samples.subspan(index * m_width, m_channels);
  }
  // Including anything after the channels in each frame; width() samples a frame.
  constexpr std::span<const float> interleaved() const noexcept { return m_samples; }
  constexpr std::size_t width() const noexcept { return m_width; }
  constexpr ChannelView part(std::size_t first, std::size_t count) const noexcept {
    return {m_samples.subspan(first * m_width, count * m_width), m_channels, m_width};
  }
  // The newest count frames, or all if there are fewer.
  constexpr ChannelView last(std::size_t count) const noexcept {
    return {m_samples.last(std::min(count, frames()) * m_width), m_channels, m_width};
  }

 private:
  std::span<const float> m_samples;
  std::size_t m_channels = 0;
  std::size_t m_width = 0;
};

}  // namespace tunescope::core
