// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

namespace tunescope::core {

// The contents of a stream's frames, sample by sample: the channels of the source. For a source with more than eight
// these are eight adjacent ones, followed by the mean of all.
struct FrameLayout {
  static constexpr std::uint32_t kMaxChannels = 8;
  static constexpr std::uint32_t kMaxWidth = kMaxChannels + 1;

  std::uint32_t sourceChannels = 1;
  std::uint32_t firstChannel = 1;  // number in the source, from 1, of the frame's first channel

  constexpr std::uint32_t channels() const noexcept { return std::min(sourceChannels, kMaxChannels); }
  constexpr bool hasMean() const noexcept { return sourceChannels > kMaxChannels; }
  // Samples in a frame.
  constexpr std::uint32_t width() const noexcept { return channels() + (hasMean() ? 1 : 0); }

  bool operator==(const FrameLayout&) const = default;
};

}  // namespace tunescope::core
