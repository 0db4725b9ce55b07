// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"
#include "core/annotations.h"
#include "core/dsp/sane.h"

#include <cstddef>
#include <span>

namespace tunescope::audio {

// Makes mono of interleaved frames: one channel, or the mean of all, of samples that core::saneSample() made sane.
class ChannelPicker {
 public:
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
        value = core::saneSample(*sample);
        sample += m_channels;
      }
      return;
    }
    const double scale = 1.0 / m_channels;
    for (float& value : out) {
      double sum = 0;
      for (unsigned channel = 0; channel < m_channels; ++channel) sum += core::saneSample(*interleaved++);
      value = static_cast<float>(sum * scale);
    }
  }

 private:
  ChannelChoice m_choice;
  unsigned m_channels = 1;
};

}  // namespace tunescope::audio
