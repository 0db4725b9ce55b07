// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"
#include "core/annotations.h"
#include "core/dsp/sane.h"
#include "core/ring/framelayout.h"

#include <algorithm>
#include <cstddef>
#include <span>

namespace tunescope::audio {

// Makes mono of interleaved frames: one channel, or the mean of all. Samples must be sane (core::saneSample()).
class ChannelPicker {
 public:
  ChannelPicker() = default;
  // channels: from 1. The choice must satisfy suits().
  ChannelPicker(ChannelChoice choice, unsigned channels) noexcept
      : m_isMean(choice.mix), m_offset(choice.mix ? 0 : choice.number - 1), m_width(channels) {}
  // From frames of that layout. For a channel that they do not hold, the nearest one that they do.
  ChannelPicker(ChannelChoice choice, const core::FrameLayout& layout) noexcept
      : m_isMean(choice.mix && !layout.hasMean()), m_width(layout.width()) {
    const unsigned last = layout.channels() - 1;
    const unsigned first = layout.firstChannel;
    if (choice.mix) {
      m_offset = layout.hasMean() ? last + 1 : 0;
    } else {
      m_offset = choice.number > first ? std::min(choice.number - first, last) : 0;
    }
  }

  // Whether a source with that many channels has that one. Thread: any. Realtime-safe: wait-free.
  static bool suits(ChannelChoice choice, unsigned channels) noexcept {
    return choice.mix || (choice.number >= 1 && choice.number <= channels);
  }

  // Whether frames of that layout hold that channel. Thread: any. Realtime-safe: wait-free.
  static bool isIn(ChannelChoice choice, const core::FrameLayout& layout) noexcept {
    return choice.mix ||
           (choice.number >= layout.firstChannel && choice.number < layout.firstChannel + layout.channels());
  }

  // interleaved holds out.size() frames. Thread: any. Realtime-safe: wait-free.
  void pick(const float* interleaved, std::span<float> out) const noexcept TS_NONBLOCKING {
    if (!m_isMean) {
      const float* sample = interleaved + m_offset;
      for (float& value : out) {
        value = core::saneSample(*sample);
        sample += m_width;
      }
      return;
    }
    const double scale = 1.0 / m_width;
    for (float& value : out) {
      double sum = 0;
      for (unsigned channel = 0; channel < m_width; ++channel) sum += core::saneSample(*interleaved++);
      value = static_cast<float>(sum * scale);
    }
  }

 private:
  bool m_isMean = false;  // of all samples of a frame
  unsigned m_offset = 0;  // in a frame, of the picked sample
  unsigned m_width = 1;   // samples in a frame
};

}  // namespace tunescope::audio
