// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ring/spscring.h"
#include "core/sequencecheck.h"
#include "support/plaintest.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

// The ring between real threads: as fast as they can, with every sample and every mark checked. Waiting is yielding:
// the tests end after so many samples, never after a time.
namespace {

using namespace tunescope::core;
using namespace tunescope::tests;

#if defined(__SANITIZE_THREAD__)
constexpr std::uint64_t kSamples = 24'000'000;
#elif defined(__SANITIZE_ADDRESS__)
constexpr std::uint64_t kSamples = 100'000'000;
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
constexpr std::uint64_t kSamples = 24'000'000;
#elif __has_feature(address_sanitizer)
constexpr std::uint64_t kSamples = 100'000'000;
#else
constexpr std::uint64_t kSamples = 1'000'000'000;
#endif
#else
constexpr std::uint64_t kSamples = 1'000'000'000;
#endif

constexpr std::uint64_t kJustBelowWrap = ~std::uint64_t{0} - 5000;

void finish(RingProducer producer) {
  while (!producer.finish()) std::this_thread::yield();
}

// A source that can wait, as a file can: nothing may be lost.
void everySampleArrives() {
  const std::vector<std::size_t> capacities{16'381, 999, 48'001, 7, 65'536};
  const std::vector<std::uint32_t> widths{1, 2, 1, 2, 9};
  const std::vector<std::uint64_t> shares{40, 10, 40, 1, 9};  // in percent: the tiny ring is slow
  std::uint64_t total = 0;
  for (std::size_t round = 0; round < capacities.size(); ++round) {
    const std::size_t capacity = capacities[round];
    const std::uint32_t width = widths[round];
    const std::uint64_t share = kSamples / 100 * shares[round] / (capacity < 100 ? 10 : 1) / width;
    auto ring = std::make_shared<SpscRing>(capacity, 16, kJustBelowWrap);
    RingProducer handle(ring);
    TS_CHECK(handle.beginStream(48000.0, 0, GapReason::Device, {.sourceChannels = width}));
    const std::size_t longest = std::min<std::size_t>(capacity, 4096);
    std::thread source([handle, longest, share, width] {
      SequenceProducer producer(handle, longest, width);
      Dice dice(longest);
      while (producer.clock() < share) {
        const std::size_t frames = dice.roll(longest / width + 1);
        while (producer.handle().freeSamples() < frames * width) std::this_thread::yield();
        TS_CHECK(producer.push(frames) == PushResult::Written);
      }
      finish(handle);
    });
    SequenceConsumer consumer(RingConsumer(ring), longest);
    Dice dice(longest + 1);
    while (!consumer.hasEnded()) {
      if (consumer.pull(dice.roll(longest + 1)) == 0) std::this_thread::yield();
    }
    source.join();
    TS_CHECK(consumer.consumed() >= share && consumer.markedLoss() == 0 && ring->lostFrames() == 0);
    total += consumer.consumed() * width;
  }
  std::printf("         %llu samples\n", static_cast<unsigned long long>(total));
}

// A live source never waits. The consumer stalls now and then, so blocks are lost and marks find no room.
void everyLossIsToldByALiveSource() {
  for (const std::size_t capacity : {std::size_t{4099}, std::size_t{333}}) {
    const std::uint32_t width = capacity == 333 ? 2 : 1;
    auto ring = std::make_shared<SpscRing>(capacity, 8, kJustBelowWrap);
    RingProducer handle(ring);
    TS_CHECK(handle.beginStream(48000.0, 0, GapReason::Device, {.sourceChannels = width}));
    std::atomic<std::uint64_t> wanted{kSamples / 20};  // heard, not only produced
    std::uint64_t produced = 0;
    std::uint64_t lost = 0;
    std::thread source([&, handle] {
      SequenceProducer producer(handle, 700, width);
      Dice dice(capacity);
      std::uint64_t blocks = 0;
      while (wanted.load(std::memory_order_relaxed) > 0) {
        producer.push(dice.roll(700 / width + 1));
        if (dice.roll(50) == 0)
          producer.noteLoss(dice.roll(100), dice.roll(2) == 0 ? GapReason::Stall : GapReason::Device);
        if (++blocks % 64 == 0) std::this_thread::yield();
      }
      finish(handle);
      produced = producer.clock();
      lost = producer.lost();
    });
    SequenceConsumer consumer(RingConsumer(ring), capacity);
    Dice dice(capacity + 1);
    while (!consumer.hasEnded()) {
      if (consumer.pull(dice.roll(capacity + 1)) == 0 || dice.roll(100) == 0) std::this_thread::yield();
      TS_CHECK(consumer.clock() == consumer.consumed() + consumer.markedLoss());
      TS_CHECK(ring->waitingSamples() <= capacity);
      if (consumer.consumed() >= kSamples / 20) wanted.store(0, std::memory_order_relaxed);
    }
    source.join();
    TS_CHECK(lost > 0 && consumer.markedLoss() == lost && ring->lostFrames() == lost);
    TS_CHECK(consumer.clock() == produced && produced == consumer.consumed() + lost);
    std::printf("         %llu heard, %llu lost\n", static_cast<unsigned long long>(consumer.consumed()),
                static_cast<unsigned long long>(lost));
  }
}

// The sample of an epoch; no two epochs share a stretch of values.
float sampleOf(std::uint32_t epoch, std::uint64_t place) {
  return sampleAt(std::uint64_t{epoch} * 1'000'003 + place);
}

struct Books {
  std::uint64_t written = 0;
  std::uint64_t lost = 0;
};

// Pushes until it is revoked. pushes: counts them.
Books pushUntilRevoked(RingProducer producer, std::atomic<std::uint64_t>& pushes) {
  Books books;
  std::vector<float> block(200);
  Dice dice(producer.epoch());
  while (!producer.beginStream(1000.0 * producer.epoch())) {
    if (!producer.isCurrent()) return books;
    std::this_thread::yield();
  }
  for (;;) {
    const std::size_t frames = dice.roll(block.size() + 1);
    const std::uint64_t place = books.written + books.lost;
    for (std::size_t n = 0; n < frames; ++n) block[n] = sampleOf(producer.epoch(), place + n);
    const PushResult result = producer.push(std::span<const float>(block).first(frames));
    if (result == PushResult::Revoked) return books;
    (result == PushResult::Written ? books.written : books.lost) += frames;
    pushes.fetch_add(1, std::memory_order_relaxed);
  }
}

// Reads until the stream of the last epoch has ended; checks that the streams never mix.
Books readAllEpochs(RingConsumer consumer, std::uint32_t lastEpoch) {
  Books books;
  std::vector<float> out(1000);
  std::uint32_t epoch = 0;
  std::uint64_t place = 0;
  for (;;) {
    std::size_t met = 0;
    while (const auto mark = consumer.takeMark()) {
      ++met;
      if (mark->kind == RingMark::Kind::End) return books;
      if (mark->kind == RingMark::Kind::StreamStart) {
        TS_CHECK(mark->epoch > epoch && mark->epoch <= lastEpoch && mark->sampleRateHz == 1000.0 * mark->epoch);
        epoch = mark->epoch;
        place = 0;
      } else {
        TS_CHECK(mark->epoch == epoch);
        place += mark->lostFrames;
        books.lost += mark->lostFrames;
      }
    }
    const std::size_t count = consumer.read(out);
    for (std::size_t n = 0; n < count; ++n) TS_CHECK(out[n] == sampleOf(epoch, place + n));
    place += count;
    books.written += count;
    TS_CHECK(consumer.position() == books.written + books.lost);
    if (met + count == 0) std::this_thread::yield();
  }
}

// The device is reopened all the time while its abandoned callbacks keep pushing.
void abandonedCallbacksNeverReachTheNewStream() {
  constexpr std::uint32_t kEpochs = 400;
  auto ring = std::make_shared<SpscRing>(1237, 8, kJustBelowWrap);
  Books heard;
  std::thread consumer([&] { heard = readAllEpochs(RingConsumer(ring), kEpochs + 1); });
  std::vector<Books> told(kEpochs);
  std::vector<std::thread> callbacks;
  for (std::uint32_t n = 0; n < kEpochs; ++n) {
    const RingProducer producer(ring);
    // A callback that is still inside when the next epoch is opened: what it counts in outlives it.
    auto counter = std::make_shared<std::atomic<std::uint64_t>>(0);
    callbacks.emplace_back([&told, n, producer, counter] { told[n] = pushUntilRevoked(producer, *counter); });
    while (counter->load(std::memory_order_relaxed) < 20 + n % 50) std::this_thread::yield();
  }
  const RingProducer last(ring);
  finish(last);
  for (auto& callback : callbacks) callback.join();
  consumer.join();
  Books sum;
  for (const Books& books : told) {
    sum.written += books.written;
    sum.lost += books.lost;
  }
  TS_CHECK(sum.written == heard.written && sum.lost == heard.lost && sum.lost == ring->lostFrames());
  TS_CHECK(heard.written > 10'000);
  std::printf("         %u epochs, %llu heard, %llu lost\n", kEpochs, static_cast<unsigned long long>(heard.written),
              static_cast<unsigned long long>(heard.lost));
}

}  // namespace

int main() {
  runTest("every sample arrives from a source that waits", everySampleArrives);
  runTest("every loss is told by a live source", everyLossIsToldByALiveSource);
  runTest("abandoned callbacks never reach the new stream", abandonedCallbacksNeverReachTheNewStream);
}
