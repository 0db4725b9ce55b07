// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ring/spscring.h"
#include "core/sequencecheck.h"
#include "support/plaintest.h"

#include <array>
#include <atomic>
#include <limits>
#include <memory>
#include <vector>

// The contract of the ring, one thread at a time. Its behaviour between threads: ringmodel, ringstress_tests.
namespace {

using namespace tunescope::core;
using namespace tunescope::tests;
using Kind = RingMark::Kind;

static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
static_assert(alignof(SpscRing) == 64, "the two sides' counters stand on cache lines of their own");

constexpr std::uint64_t kJustBelowWrap = std::numeric_limits<std::uint64_t>::max() - 2;

FrameLayout channels(std::uint32_t number) {
  return {.sourceChannels = number};
}

RingProducer begun(const std::shared_ptr<SpscRing>& ring, double sampleRateHz = 48000.0, FrameLayout layout = {}) {
  RingProducer producer(ring);
  TS_CHECK(producer.beginStream(sampleRateHz, 0, GapReason::Device, layout));
  return producer;
}

// Storage with canaries on both sides of the slots; shows that no write leaves them.
struct CanaryTraits : StdRingTraits {
  template <class T>
  class Storage {
   public:
    explicit Storage(std::size_t size) : m_bytes(2 * kMargin + size * sizeof(T), kCanary), m_size(size) {
      for (std::size_t n = 0; n < size; ++n) new (data() + n) T{};
    }
    T& operator[](std::size_t index) { return data()[index]; }
    T* begin() { return data(); }
    std::size_t size() const noexcept { return m_size; }
    ~Storage() {
      for (std::size_t n = 0; n < kMargin; ++n) {
        TS_CHECK(m_bytes[n] == kCanary);
        TS_CHECK(m_bytes[m_bytes.size() - 1 - n] == kCanary);
      }
    }

   private:
    static constexpr std::size_t kMargin = 64;
    static constexpr unsigned char kCanary = 0xA5;
    T* data() { return reinterpret_cast<T*>(m_bytes.data() + kMargin); }
    std::vector<unsigned char> m_bytes;
    std::size_t m_size;
  };
};

void everyCapacityAndBlockFitsBetweenTheCanaries() {
  for (std::size_t capacity = 1; capacity <= 17; ++capacity) {
    BasicSpscRing<CanaryTraits> ring(capacity, 2, kJustBelowWrap);
    const std::uint32_t epoch = ring.openEpoch();
    const FrameLayout layout = channels(static_cast<std::uint32_t>(1 + capacity % 3));
    TS_CHECK(ring.beginStream(epoch, 48000.0, 0, GapReason::Device, layout));
    Dice dice(capacity);
    std::array<float, 20> block{};
    std::array<float, 20> out{};
    for (int turn = 0; turn < 2000; ++turn) {
      const std::size_t samples = dice.roll(block.size() / layout.width() + 1) * layout.width();
      for (std::size_t n = 0; n < samples; ++n) block[n] = static_cast<float>(turn);
      ring.push(epoch, std::span<const float>(block).first(samples), layout.width());
      if (dice.roll(2) == 0) ring.takeMark();
      ring.read(std::span(out).first(dice.roll(out.size() + 1)));
      TS_CHECK(ring.waitingSamples() <= capacity);
    }
  }
}

void aBlockGoesInWholeOrNotAtAll() {
  auto ring = std::make_shared<SpscRing>(10);
  RingProducer producer = begun(ring);
  const std::vector<float> block(7, 1.0F);
  TS_CHECK(producer.push(block) == PushResult::Written);
  TS_CHECK(producer.push(block) == PushResult::Lost);
  TS_CHECK(ring->waitingSamples() == 7 && ring->lostFrames() == 7);
  TS_CHECK(producer.freeSamples() == 3);
  TS_CHECK(producer.push(std::vector<float>(3, 2.0F)) == PushResult::Written);
  TS_CHECK(ring->waitingSamples() == 10 && producer.freeSamples() == 0);
}

void aFrameHoldsTheChannelsOfItsSource() {
  TS_CHECK(FrameLayout{}.width() == 1 && channels(2).width() == 2 && !channels(8).hasMean());
  TS_CHECK(channels(8).width() == 8 && channels(9).channels() == 8 && channels(9).width() == FrameLayout::kMaxWidth);
  auto ring = std::make_shared<SpscRing>(100);
  RingProducer producer = begun(ring, 44100.0, {.sourceChannels = 18, .firstChannel = 9});
  RingConsumer consumer(ring);
  const auto start = consumer.takeMark();
  TS_CHECK(start && start->layout.sourceChannels == 18 && start->layout.firstChannel == 9);
  TS_CHECK(producer.push(std::vector<float>(18, 1.0F), 9) == PushResult::Written);
  std::array<float, 18> out{};
  TS_CHECK(consumer.read(out) == 2 && consumer.position() == 2);
}

// Five samples of room: two frames of two channels, and never half of the third.
void aBlockOfFramesGoesInWholeOrNotAtAll() {
  auto ring = std::make_shared<SpscRing>(5);
  RingProducer producer = begun(ring, 48000.0, channels(2));
  RingConsumer consumer(ring);
  TS_CHECK(consumer.takeMark()->layout.width() == 2);
  TS_CHECK(producer.push(std::array{0.0F, 0.5F}, 2) == PushResult::Written);
  TS_CHECK(producer.freeSamples() == 3);
  TS_CHECK(producer.push(std::array{1.0F, 1.5F, 2.0F, 2.5F}, 2) == PushResult::Lost);
  TS_CHECK(ring->lostFrames() == 2 && ring->waitingSamples() == 2);
  TS_CHECK(producer.push(std::array{3.0F, 3.5F}, 2) == PushResult::Written);
  std::array<float, 5> out{};
  TS_CHECK(consumer.read(std::span(out).first(1)) == 0);  // no room for a frame
  TS_CHECK(consumer.read(out) == 1 && out[0] == 0.0F && out[1] == 0.5F && consumer.position() == 1);
  const auto gap = consumer.takeMark();
  TS_CHECK(gap && gap->position == 1 && gap->lostFrames == 2 && consumer.position() == 3);
  TS_CHECK(producer.push(std::array{4.0F, 4.5F}, 2) == PushResult::Written);  // across the end of the storage
  TS_CHECK(consumer.read(std::span(out).first(3)) == 1 && out[0] == 3.0F && out[1] == 3.5F);
  TS_CHECK(consumer.read(out) == 1 && out[0] == 4.0F && out[1] == 4.5F && consumer.position() == 5);
}

// Streams of different layouts share the ring; each frame is read by the layout that its own stream began with.
void streamsOfDifferentLayoutsFollowEachOther() {
  auto ring = std::make_shared<SpscRing>(64, 8, kJustBelowWrap);
  RingProducer producer(ring);
  RingConsumer consumer(ring);
  std::array<float, 64> out{};
  for (const std::uint32_t number : {1U, 2U, 8U, 12U}) {
    TS_CHECK(producer.beginStream(48000.0, 0, GapReason::Device, channels(number)));
    const std::vector<float> block(3 * std::size_t{channels(number).width()}, static_cast<float>(number));
    TS_CHECK(producer.push(block, channels(number).width()) == PushResult::Written);
  }
  TS_CHECK(ring->waitingSamples() == 3 * (1 + 2 + 8 + 9));
  std::uint64_t frames = 0;
  for (const std::uint32_t number : {1U, 2U, 8U, 12U}) {
    TS_CHECK(consumer.read(out) == 0);  // the mark first
    const auto start = consumer.takeMark();
    TS_CHECK(start && start->layout == channels(number) && start->position == frames);
    TS_CHECK(consumer.read(out) == 3 && out[3 * start->layout.width() - 1] == static_cast<float>(number));
    frames += 3;
  }
  TS_CHECK(consumer.position() == frames && ring->waitingSamples() == 0);
}

// Eight of eighteen channels, and then eight others: a mark at the exact place, behind what was lost before it.
void anotherGroupOfChannelsIsMarkedAtItsExactPlace() {
  auto ring = std::make_shared<SpscRing>(18, 4);
  RingProducer producer(ring);
  RingConsumer consumer(ring);
  TS_CHECK(!producer.regroup(9));  // nothing has begun
  TS_CHECK(producer.beginStream(48000.0, 0, GapReason::Device, channels(18)));
  TS_CHECK(producer.push(std::vector<float>(18, 1.0F), 9) == PushResult::Written);
  TS_CHECK(producer.push(std::vector<float>(9), 9) == PushResult::Lost);
  TS_CHECK(producer.regroup(9));
  TS_CHECK(consumer.takeMark()->layout.firstChannel == 1);
  std::array<float, 18> out{};
  TS_CHECK(consumer.read(out) == 2);
  TS_CHECK(producer.push(std::vector<float>(9, 2.0F), 9) == PushResult::Written);
  const auto gap = consumer.takeMark();
  TS_CHECK(gap && gap->kind == Kind::Gap && gap->lostFrames == 1);
  const auto group = consumer.takeMark();
  TS_CHECK(group && group->kind == Kind::Regrouped && group->position == 3 && group->lostFrames == 0);
  TS_CHECK(group->layout.firstChannel == 9 && group->layout.sourceChannels == 18 && group->layout.width() == 9);
  TS_CHECK(consumer.position() == 3 && consumer.read(out) == 1 && out[8] == 2.0F);
  producer.noteLoss(1, GapReason::Stall);
  producer.push({}, 9);
  producer.noteLoss(1, GapReason::Device);
  while (producer.regroup(1)) {
  }
  TS_CHECK(!producer.regroup(1));  // the marks are full
  while (consumer.takeMark()) {
  }
  TS_CHECK(producer.regroup(1));
  const RingProducer next(ring);
  TS_CHECK(!producer.regroup(2));  // revoked
}

void framesOfAnotherWidthAreLost() {
  auto ring = std::make_shared<SpscRing>(64);
  RingProducer producer = begun(ring, 48000.0, channels(2));
  RingConsumer consumer(ring);
  TS_CHECK(producer.push(std::vector<float>(6)) == PushResult::Lost && ring->lostFrames() == 6);
  TS_CHECK(producer.push(std::vector<float>(6), 3) == PushResult::Lost && ring->lostFrames() == 8);
  TS_CHECK(producer.push(std::vector<float>(6), 2) == PushResult::Written && ring->waitingSamples() == 6);
  RingProducer next(ring);  // what comes before its mark is counted by its own width
  TS_CHECK(next.push(std::vector<float>(8), 4) == PushResult::Lost && ring->lostFrames() == 10);
}

void aLossIsMarkedAtItsExactPlace() {
  auto ring = std::make_shared<SpscRing>(4);
  RingProducer producer = begun(ring, 44100.0);
  RingConsumer consumer(ring);
  std::array<float, 8> out{};
  const auto start = consumer.takeMark();
  TS_CHECK(start && start->kind == Kind::StreamStart && start->position == 0 && start->lostFrames == 0);
  TS_CHECK(start->epoch == producer.epoch() && start->sampleRateHz == 44100.0);
  producer.push(std::array{0.0F, 1.0F, 2.0F});
  producer.push(std::array{3.0F, 4.0F});  // lost
  producer.push(std::array{5.0F, 6.0F});  // lost
  TS_CHECK(!consumer.takeMark());
  TS_CHECK(consumer.read(out) == 3 && out[2] == 2.0F && consumer.position() == 3);
  TS_CHECK(!consumer.takeMark());  // it is published with what comes after it
  TS_CHECK(producer.push(std::array{7.0F}) == PushResult::Written);
  TS_CHECK(consumer.read(out) == 0);  // the mark first
  const auto gap = consumer.takeMark();
  TS_CHECK(gap && gap->kind == Kind::Gap && gap->reason == GapReason::Overrun);
  TS_CHECK(gap->position == 3 && gap->lostFrames == 4 && gap->epoch == producer.epoch());
  TS_CHECK(consumer.position() == 7 && consumer.read(out) == 1 && out[0] == 7.0F && consumer.position() == 8);
}

void lossesOfDifferentKindsHaveMarksOfTheirOwn() {
  auto ring = std::make_shared<SpscRing>(4);
  RingProducer producer = begun(ring);
  RingConsumer consumer(ring);
  consumer.takeMark();
  TS_CHECK(producer.noteLoss(10, GapReason::Stall) && producer.noteLoss(5, GapReason::Stall));
  TS_CHECK(producer.push(std::vector<float>(9)) == PushResult::Lost);
  TS_CHECK(producer.noteLoss(0, GapReason::Device));  // nothing lost, nothing reported
  TS_CHECK(producer.finish());
  const auto stall = consumer.takeMark();
  TS_CHECK(stall && stall->reason == GapReason::Stall && stall->position == 0 && stall->lostFrames == 15);
  const auto overrun = consumer.takeMark();
  TS_CHECK(overrun && overrun->reason == GapReason::Overrun && overrun->position == 15 && overrun->lostFrames == 9);
  const auto end = consumer.takeMark();
  TS_CHECK(end && end->kind == Kind::End && end->position == 24 && end->lostFrames == 0);
  TS_CHECK(!consumer.takeMark() && consumer.lostFrames() == 24);
}

void blocksOfNoLengthAndOfTooMuchAreDefined() {
  auto ring = std::make_shared<SpscRing>(5);
  RingProducer producer = begun(ring);
  RingConsumer consumer(ring);
  consumer.takeMark();
  TS_CHECK(producer.push({}) == PushResult::Written && ring->waitingSamples() == 0);
  TS_CHECK(producer.push(std::vector<float>(6)) == PushResult::Lost);
  TS_CHECK(producer.push(std::vector<float>(1000000)) == PushResult::Lost);
  TS_CHECK(ring->lostFrames() == 1000006);
  TS_CHECK(producer.push({}) == PushResult::Written);  // publishes the mark
  const auto gap = consumer.takeMark();
  TS_CHECK(gap && gap->lostFrames == 1000006);
  TS_CHECK(consumer.read({}) == 0);
  TS_CHECK(producer.push(std::vector<float>(5)) == PushResult::Written);
  std::array<float, 5> out{};
  TS_CHECK(consumer.read({}) == 0 && consumer.read(out) == 5);
  TS_CHECK(SpscRing(0).capacitySamples() == 1);
}

void noLossGoesUnmarkedWhenTheMarksAreFull() {
  auto ring = std::make_shared<SpscRing>(100, 2);
  SequenceProducer producer(begun(ring), 1);
  SequenceConsumer consumer(RingConsumer(ring), 100);
  std::size_t lostBlocks = 0;
  for (int turn = 0; turn < 10; ++turn) {  // a loss before every block: eleven marks, with room for two
    TS_CHECK(producer.noteLoss(3, GapReason::Stall));
    lostBlocks += producer.push(1) == PushResult::Lost ? 1 : 0;
  }
  TS_CHECK(lostBlocks == 9);
  TS_CHECK(!producer.handle().finish());  // no room for its mark either
  while (consumer.pull(100) > 0) {
  }
  TS_CHECK(producer.handle().finish());
  while (consumer.pull(100) > 0) {
  }
  TS_CHECK(consumer.hasEnded() && consumer.consumed() == 1 && consumer.clock() == producer.clock());
  TS_CHECK(consumer.markedLoss() == ring->lostFrames() && producer.lost() == ring->lostFrames());
}

void anOldProducerIsRefusedAndLeavesNoTrace() {
  auto ring = std::make_shared<SpscRing>(100);
  RingProducer old = begun(ring, 44100.0);
  RingConsumer consumer(ring);
  old.push(std::array{1.0F});
  old.noteLoss(7, GapReason::Stall);
  RingProducer young(ring);
  TS_CHECK(!old.isCurrent() && young.isCurrent() && young.epoch() == old.epoch() + 1);
  TS_CHECK(old.push(std::array{9.0F}) == PushResult::Revoked && !old.noteLoss(5, GapReason::Stall));
  TS_CHECK(!old.finish() && !old.beginStream(96000.0));
  TS_CHECK(young.beginStream(48000.0, 50));
  TS_CHECK(young.push(std::array{2.0F}) == PushResult::Written);
  TS_CHECK(ring->lostFrames() == 57 && ring->waitingSamples() == 2);
  std::array<float, 4> out{};
  consumer.takeMark();
  TS_CHECK(consumer.read(out) == 1 && out[0] == 1.0F);
  const auto gap = consumer.takeMark();  // a loss of the old epoch, reported under the old epoch
  TS_CHECK(gap && gap->kind == Kind::Gap && gap->epoch == old.epoch() && gap->sampleRateHz == 44100.0);
  TS_CHECK(gap->position == 1 && gap->lostFrames == 7);
  const auto start = consumer.takeMark();
  TS_CHECK(start && start->kind == Kind::StreamStart && start->epoch == young.epoch() &&
           start->sampleRateHz == 48000.0);
  TS_CHECK(start->position == 8 && start->lostFrames == 50);
  TS_CHECK(consumer.read(out) == 1 && out[0] == 2.0F && consumer.position() == 59);
}

void aFinishedProducerIsRefused() {
  auto ring = std::make_shared<SpscRing>(10);
  RingProducer producer = begun(ring);
  TS_CHECK(producer.finish() && !producer.finish());
  TS_CHECK(producer.push(std::array{1.0F}) == PushResult::Revoked && ring->waitingSamples() == 0);
  RingProducer next = begun(ring);
  TS_CHECK(next.push(std::array{1.0F}) == PushResult::Written);
}

void aBlockBeforeTheStreamBeganIsLostNotHeard() {
  auto ring = std::make_shared<SpscRing>(10);
  RingProducer producer(ring);
  RingConsumer consumer(ring);
  TS_CHECK(producer.push(std::array{1.0F, 2.0F}) == PushResult::Lost);
  TS_CHECK(producer.beginStream(48000.0));
  TS_CHECK(producer.push(std::array{3.0F}) == PushResult::Written);
  const auto gap = consumer.takeMark();
  TS_CHECK(gap && gap->kind == Kind::Gap && gap->lostFrames == 2);
  const auto start = consumer.takeMark();
  TS_CHECK(start && start->kind == Kind::StreamStart && start->position == 2 && consumer.position() == 2);
}

// Any capacity, any blocks, counters across the wrap, and at every single step produced = consumed + waiting + lost.
void theBooksBalanceAtEveryStep() {
  for (const std::size_t capacity : {1, 2, 3, 5, 7, 61, 62, 63, 64, 997}) {
    const std::uint32_t width = capacity < 9 ? 1 : static_cast<std::uint32_t>(capacity % 4 + 1);
    auto ring = std::make_shared<SpscRing>(capacity, 5, kJustBelowWrap);
    SequenceProducer producer(begun(ring, 48000.0, channels(width)), 2 * capacity, width);
    SequenceConsumer consumer(RingConsumer(ring), 2 * capacity);
    Dice dice(capacity * 77);
    std::uint64_t clock = 0;
    for (int turn = 0; turn < 20000; ++turn) {
      switch (dice.roll(8)) {
        case 0:
          producer.noteLoss(dice.roll(10), dice.roll(2) == 0 ? GapReason::Stall : GapReason::Device);
          break;
        case 1:
        case 2:
        case 3:
          producer.push(dice.roll(2 * capacity / width + 1));
          break;
        case 4:  // the consumer sleeps
          for (int stalled = 0; stalled < 20; ++stalled) producer.push(dice.roll(capacity / width + 1));
          break;
        default:
          consumer.pull(dice.roll(2 * capacity + 1));  // more often than there is anything: the producer sleeps
      }
      TS_CHECK(ring->waitingSamples() % width == 0);
      TS_CHECK(producer.clock() == consumer.consumed() + ring->waitingSamples() / width + ring->lostFrames());
      TS_CHECK(producer.lost() == ring->lostFrames());
      TS_CHECK(consumer.clock() >= clock);
      clock = consumer.clock();
    }
    while (!producer.handle().finish()) consumer.pull(capacity);
    while (consumer.pull(capacity) > 0) {
    }
    TS_CHECK(consumer.hasEnded() && consumer.clock() == producer.clock());
    TS_CHECK(consumer.markedLoss() == producer.lost() && consumer.consumed() > capacity);
  }
}

}  // namespace

int main() {
  runTest("every capacity and block fits between the canaries", everyCapacityAndBlockFitsBetweenTheCanaries);
  runTest("a block goes in whole or not at all", aBlockGoesInWholeOrNotAtAll);
  runTest("a frame holds the channels of its source", aFrameHoldsTheChannelsOfItsSource);
  runTest("a block of frames goes in whole or not at all", aBlockOfFramesGoesInWholeOrNotAtAll);
  runTest("streams of different layouts follow each other", streamsOfDifferentLayoutsFollowEachOther);
  runTest("another group of channels is marked at its exact place", anotherGroupOfChannelsIsMarkedAtItsExactPlace);
  runTest("frames of another width are lost", framesOfAnotherWidthAreLost);
  runTest("a loss is marked at its exact place", aLossIsMarkedAtItsExactPlace);
  runTest("losses of different kinds have marks of their own", lossesOfDifferentKindsHaveMarksOfTheirOwn);
  runTest("blocks of no length and of too much are defined", blocksOfNoLengthAndOfTooMuchAreDefined);
  runTest("no loss goes unmarked when the marks are full", noLossGoesUnmarkedWhenTheMarksAreFull);
  runTest("an old producer is refused and leaves no trace", anOldProducerIsRefusedAndLeavesNoTrace);
  runTest("a finished producer is refused", aFinishedProducerIsRefused);
  runTest("a block before the stream began is lost, not heard", aBlockBeforeTheStreamBeganIsLostNotHeard);
  runTest("the books balance at every step", theBooksBalanceAtEveryStep);
}
