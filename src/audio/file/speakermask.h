// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/speaker.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

namespace tunescope::audio {

// The speaker of each channel of a file. Rear speakers of a file without side speakers count as side speakers, like
// those of 5.1 (ITU-R BS.775). Thread: any. Realtime-safe: no.
inline std::vector<core::Speaker> settleRear(std::vector<core::Speaker> speakers, const std::vector<bool>& isRear) {
  if (std::ranges::find(speakers, core::Speaker::Side) != speakers.end()) return speakers;
  for (std::size_t i = 0; i < speakers.size(); ++i) {
    if (isRear[i]) speakers[i] = core::Speaker::Side;
  }
  return speakers;
}

// Of the mask in WAVE_FORMAT_EXTENSIBLE; empty if it does not name exactly those channels.
inline std::vector<core::Speaker> speakersOfMask(std::uint32_t mask, unsigned channels) {
  if (static_cast<unsigned>(std::popcount(mask)) != channels) return {};
  std::vector<core::Speaker> speakers;
  std::vector<bool> isRear;
  for (unsigned bit = 0; bit < 32; ++bit) {
    if ((mask >> bit & 1) == 0) continue;
    const bool isSide = bit == 9 || bit == 10;
    speakers.push_back(bit == 3 ? core::Speaker::Low : isSide ? core::Speaker::Side : core::Speaker::Front);
    isRear.push_back(bit == 4 || bit == 5);
  }
  return settleRear(std::move(speakers), isRear);
}

}  // namespace tunescope::audio
