// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ringmodel/modeltraits.h"

#include <atomic>
#include <cstddef>

// The ring with one thing wrong in each.
namespace tunescope::tests {

template <core::RingSync kBroken>
struct PublishedRelaxed : ModelTraits {
  static constexpr std::memory_order publish(core::RingSync sync) noexcept {
    return sync == kBroken ? std::memory_order_relaxed : ModelTraits::publish(sync);
  }
};

template <core::RingSync kBroken>
struct ObservedRelaxed : ModelTraits {
  static constexpr std::memory_order observe(core::RingSync sync) noexcept {
    return sync == kBroken ? std::memory_order_relaxed : ModelTraits::observe(sync);
  }
};

struct SampleRoomOffByOne : ModelTraits {
  static constexpr std::size_t kSampleRoomError = 1;
};

struct MarkRoomOffByOne : ModelTraits {
  static constexpr std::size_t kMarkRoomError = 1;
};

struct PublishesATornFrame : ModelTraits {
  static constexpr std::size_t kPublishError = 1;
};

struct ReadsATornFrame : ModelTraits {
  static constexpr bool kReadsWholeFrames = false;
};

struct RevokesWithoutWaiting : ModelTraits {
  static constexpr bool kWaitsForPush = false;
};

}  // namespace tunescope::tests
