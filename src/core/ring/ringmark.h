// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ring/framelayout.h"

#include <cstdint>

namespace tunescope::core {

// Why samples are missing: the ring was full; the source stood still; the device was away.
enum class GapReason : std::uint8_t { Overrun, Stall, Device };

// An event between two frames. Marks travel through the ring at their exact position.
struct RingMark {
  enum class Kind : std::uint8_t {
    StreamStart,  // a stream begins: sampleRateHz and layout hold from here on; lostFrames passed before its first
                  // frame
    Gap,          // lostFrames were produced and lost
    Regrouped,    // the frames hold other channels of their source from here on: see layout
    End           // nothing follows in this epoch
  };
  Kind kind = Kind::Gap;
  GapReason reason = GapReason::Overrun;
  std::uint32_t epoch = 0;
  std::uint64_t position = 0;    // sample clock (frames, lost ones included) where the loss begins
  std::uint64_t lostFrames = 0;  // the next frame stands at position + lostFrames
  double sampleRateHz = 0;       // of the stream
  FrameLayout layout{};          // of the stream
  std::uint32_t facts = 0;       // number of further facts about the start or the end; 0: none
};

}  // namespace tunescope::core
