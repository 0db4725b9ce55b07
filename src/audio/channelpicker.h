// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"
#include "core/annotations.h"

#include <cmath>
#include <cstddef>
#include <span>

namespace tunescope::audio {

// Makes mono of interleaved frames: one channel, or the mean of all. What is not a number becomes silence, and what is
// beyond any sound (60 dB over full scale) is cut there, so that nothing after it has to think of infinities.
class ChannelPicker {
 public:
  static constexpr float kLoudest = 1000.0F;

  ChannelPicker() = default;
  // channels: from 1. The choice must be one that suits() accepts.
  ChannelPicker(ChannelChoice choice, unsigned channels) noexcept : m_choice(choice), m_channels(channels) {}

  // Whether a source of so many channels has that one. Thread: any. Realtime-safe: wait-free.
  static bool suits(ChannelChoice choice, unsigned channels) noexcept {
    return choice.mix || (choice.number >= 1 && choice.number <= channels);
  }

  // interleaved holds out.size() frames. Thread: any. Realtime-safe: wait-free.
  void pick(const float* interleaved, std::span<float> out) const noexcept TS_NONBLOCKING {
    if (!m_choice.mix) {
      const float* sample = interleaved + (m_choice.number - 1);
      for (float& value : out) {
        value = clean(*sample);
        sample += m_channels;
      }
      return;
    }
    const double scale = 1.0 / m_channels;
    for (float& value : out) {
      double sum = 0;
      for (unsigned channel = 0; channel < m_channels; ++channel) sum += clean(*interleaved++);
      value = static_cast<float>(sum * scale);
    }
  }

  // Thread: any. Realtime-safe: wait-free.
  static float clean(float value) noexcept TS_NONBLOCKING {
    if (!std::isfinite(value)) return 0;
    return value > kLoudest ? kLoudest : value < -kLoudest ? -kLoudest : value;
  }

 private:
  ChannelChoice m_choice;
  unsigned m_channels = 1;
};

}  // namespace tunescope::audio
