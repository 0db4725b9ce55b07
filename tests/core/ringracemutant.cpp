// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ring/basicspscring.h"

#include <atomic>
#include <cstdint>
#include <span>
#include <thread>
#include <vector>

// The ring with one order wrong (TUNESCOPE_MUTANT_PUBLISH or TUNESCOPE_MUTANT_OBSERVE names the counter).
// ThreadSanitizer must report it: this shows that the stress test under ThreadSanitizer can fail.
namespace {

using namespace tunescope::core;

struct MutantTraits : StdRingTraits {
#ifdef TUNESCOPE_MUTANT_PUBLISH
  static constexpr std::memory_order publish(RingSync sync) noexcept {
    return sync == RingSync::TUNESCOPE_MUTANT_PUBLISH ? std::memory_order_relaxed : StdRingTraits::publish(sync);
  }
#endif
#ifdef TUNESCOPE_MUTANT_OBSERVE
  static constexpr std::memory_order observe(RingSync sync) noexcept {
    return sync == RingSync::TUNESCOPE_MUTANT_OBSERVE ? std::memory_order_relaxed : StdRingTraits::observe(sync);
  }
#endif
};
using MutantRing = BasicSpscRing<MutantTraits>;

constexpr std::uint64_t kPushes = 5'000;

// Live enough: it pushes whether there is room or not, so every counter is used. Returns when revoked or done.
void produce(MutantRing& ring, std::uint32_t epoch) {
  // A vector: copies of a size known at compile time are inlined by g++ unseen by ThreadSanitizer.
  const std::vector<float> block(16);
  for (std::uint64_t pushes = 0; pushes < kPushes; ++pushes) {
    if (ring.push(epoch, std::span(block).first(pushes % 8 * 2), 2) == PushResult::Revoked) return;
    if (pushes % 16 == 0) ring.noteLoss(epoch, 1, GapReason::Stall);
    if (pushes % 8 == 0) std::this_thread::yield();
  }
}

// Until the producers have ended: a stream begins only where there is room for its mark. Relaxed, lest it order what
// the ring must order.
void consume(MutantRing& ring, const std::atomic<bool>& isOver) {
  std::vector<float> out(16);
  while (!isOver.load(std::memory_order_relaxed)) {
    while (ring.takeMark()) {
    }
    if (ring.read(out) == 0) std::this_thread::yield();
  }
}

// One ring's life: a producer that is replaced while it pushes, and one consumer.
void runOnce() {
  MutantRing ring(64, 4);
  const std::uint32_t epoch = ring.openEpoch();
  ring.beginStream(epoch, 48000.0, 0, GapReason::Device, {.sourceChannels = 2});
  std::atomic<bool> isOver = false;
  std::thread consumer([&] { consume(ring, isOver); });
  std::thread first([&] { produce(ring, epoch); });
  const std::uint32_t next = ring.openEpoch();
  std::thread second([&] {
    while (!ring.beginStream(next, 44100.0, 0, GapReason::Device, {.sourceChannels = 2})) std::this_thread::yield();
    produce(ring, next);
  });
  first.join();
  second.join();
  isOver.store(true, std::memory_order_relaxed);
  consumer.join();
}

// The gate is passed once in a ring's life, and the scheduler decides whether the race happens there. Many lives
// make it certain; ThreadSanitizer ends the program at the first report.
constexpr int kLives = 200;

}  // namespace

int main() {
  for (int life = 0; life < kLives; ++life) runOnce();
}
