// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/source/channelpicker.h"
#include "core/annotations.h"
#include "core/dsp/sane.h"
#include "core/ring/framelayout.h"

#include <algorithm>
#include <cstddef>
#include <span>

namespace tunescope::audio {

// The layout of the frames of a source with that many channels (from 1): all of them, or of more than eight the group
// of eight that holds the chosen one. Groups begin at 1, 9, 17 and so on; the last one ends with the last channel.
// Thread: any. Realtime-safe: wait-free.
inline core::FrameLayout layoutFor(unsigned channels, ChannelChoice choice) noexcept {
  core::FrameLayout layout{.sourceChannels = std::max(channels, 1U)};
  if (!layout.hasMean() || choice.mix) return layout;
  constexpr unsigned kGroup = core::FrameLayout::kMaxChannels;
  const unsigned index = std::clamp(choice.number, 1U, channels) - 1;
  layout.firstChannel = std::min(index / kGroup * kGroup, channels - kGroup) + 1;
  return layout;
}

// The next layout when that channel is analysed: another group only if the source has the channel and the
// frames do not hold it. Thread: any. Realtime-safe: wait-free.
inline core::FrameLayout layoutWith(const core::FrameLayout& layout, ChannelChoice choice) noexcept {
  const bool isHeld = ChannelPicker::isIn(choice, layout) || !ChannelPicker::suits(choice, layout.sourceChannels);
  return isHeld ? layout : layoutFor(layout.sourceChannels, choice);
}

// Makes frames of a layout from interleaved frames of all channels of its source. Samples must be sane
// (core::saneSample()).
class FramePacker {
 public:
  FramePacker() = default;
  explicit FramePacker(const core::FrameLayout& layout) noexcept : m_layout(layout) {}

  const core::FrameLayout& layout() const noexcept { return m_layout; }

  // Fills out with whole frames of the layout; interleaved holds as many of the source.
  // Thread: any. Realtime-safe: wait-free.
  void pack(const float* interleaved, std::span<float> out) const noexcept TS_NONBLOCKING {
    if (!m_layout.hasMean()) {
      for (float& value : out) value = core::saneSample(*interleaved++);
      return;
    }
    const std::size_t kept = m_layout.channels();
    for (std::size_t at = 0; at < out.size(); at += kept + 1, interleaved += m_layout.sourceChannels) {
      const float* first = interleaved + (m_layout.firstChannel - 1);
      for (std::size_t channel = 0; channel < kept; ++channel) out[at + channel] = core::saneSample(first[channel]);
      out[at + kept] = meanOf(interleaved);
    }
  }

 private:
  float meanOf(const float* frame) const noexcept TS_NONBLOCKING {
    double sum = 0;
    for (std::size_t channel = 0; channel < m_layout.sourceChannels; ++channel) sum += core::saneSample(frame[channel]);
    return static_cast<float>(sum * (1.0 / m_layout.sourceChannels));
  }

  core::FrameLayout m_layout;
};

}  // namespace tunescope::audio
