// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ringmodel/modeltraits.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

// The scenarios of the model checker. Each is as small as its purpose allows, because the search grows with the
// factorial of its length. All begin just below the wrap of the counters.
namespace tunescope::tests {

inline constexpr std::uint64_t kJustBelowWrap = std::numeric_limits<std::uint64_t>::max() - 1;

// Sample n of the frame at p has the value p * width + n, so a value tells whether it stands where it belongs. A
// producer that is never revoked can count along.
template <class Ring, std::uint32_t kWidth>
class CountingProducer {
 public:
  explicit CountingProducer(Ring& ring) : m_ring(ring), m_epoch(ring.openEpoch()) {
    const core::FrameLayout layout{.sourceChannels = kWidth};
    RL_ASSERT(m_ring.beginStream(m_epoch, 48000.0, 0, core::GapReason::Device, layout));
  }

  core::PushResult push(std::size_t frames) {
    std::array<float, 4> block{};
    for (std::size_t n = 0; n < frames * kWidth; ++n) block[n] = static_cast<float>(m_clock * kWidth + n);
    const auto result = m_ring.push(m_epoch, std::span(block).first(frames * kWidth), kWidth);
    RL_ASSERT(result != core::PushResult::Revoked);
    advance(frames, result == core::PushResult::Lost);
    return result;
  }

  void noteLoss(std::size_t frames, core::GapReason reason) {
    RL_ASSERT(m_ring.noteLoss(m_epoch, frames, reason));
    advance(frames, true);
  }

  std::uint64_t clock() const { return m_clock; }
  std::uint64_t lost() const { return m_lost; }
  // A block of this scenario begins or ends here.
  bool isBorder(std::uint64_t position) const { return ((m_borders >> position) & 1U) != 0; }

 private:
  void advance(std::size_t frames, bool lost) {
    m_clock += frames;
    m_lost += lost ? frames : 0;
    m_borders |= 1U << m_clock;
  }

  Ring& m_ring;
  std::uint32_t m_epoch;
  std::uint64_t m_clock = 0;
  std::uint64_t m_lost = 0;
  std::uint64_t m_borders = 1;
};

template <class Ring, std::uint32_t kWidth>
class CheckingConsumer {
 public:
  explicit CheckingConsumer(Ring& ring) : m_ring(ring) {}

  // One round: the marks that are there, then the whole frames of so many samples.
  std::size_t pull(std::size_t most) {
    while (const auto mark = m_ring.takeMark()) take(*mark);
    std::array<float, 4> out{};
    const std::uint64_t before = m_ring.position();
    const std::size_t count = m_ring.read(std::span(out).first(most));
    for (std::size_t n = 0; n < count * kWidth; ++n) RL_ASSERT(out[n] == static_cast<float>(before * kWidth + n));
    m_consumed += count;
    RL_ASSERT(m_ring.position() == before + count);
    return count;
  }

  bool takeOneMark() {
    const auto mark = m_ring.takeMark();
    if (mark) take(*mark);
    return mark.has_value();
  }

  void drain() {
    while (takeOneMark() || pull(4) > 0) {
    }
  }

  std::uint64_t consumed() const { return m_consumed; }
  std::uint64_t markedLoss() const { return m_markedLoss; }
  std::uint64_t borders() const { return m_borders; }

 private:
  void take(const core::RingMark& mark) {
    RL_ASSERT(mark.position == m_clockOfMarks + m_consumed);
    RL_ASSERT(mark.sampleRateHz == 48000.0 && mark.epoch == 1);
    m_clockOfMarks += mark.lostFrames;
    m_markedLoss += mark.lostFrames;
    m_borders |= 1U << mark.position;
    m_borders |= 1U << (mark.position + mark.lostFrames);
  }

  Ring& m_ring;
  std::uint64_t m_consumed = 0;
  std::uint64_t m_markedLoss = 0;
  std::uint64_t m_clockOfMarks = 0;
  std::uint64_t m_borders = 0;
};

// One producer, one consumer, one ring; the end is the same in all: produced = consumed + lost, gaps at borders of
// blocks.
template <class Derived, class Traits, std::uint32_t kWidth = 1>
struct PairScenario : rl::test_suite<Derived, 2> {
  using Ring = core::BasicSpscRing<Traits>;
  Ring ring;
  CountingProducer<Ring, kWidth> producer{ring};
  CheckingConsumer<Ring, kWidth> consumer{ring};

  PairScenario(std::size_t capacitySamples, std::size_t markCapacity)
      : ring(capacitySamples, markCapacity, kJustBelowWrap) {}

  void after() {
    consumer.drain();
    producer.push(1);  // publishes a loss that still waits for its mark
    consumer.drain();
    RL_ASSERT(ring.waitingSamples() == 0);
    RL_ASSERT(producer.clock() == consumer.consumed() + consumer.markedLoss());
    RL_ASSERT(producer.lost() == consumer.markedLoss() && ring.lostFrames() == producer.lost());
    RL_ASSERT(ring.position() == producer.clock());
    for (std::uint64_t place = 0; place < 32; ++place) {
      RL_ASSERT(((consumer.borders() >> place) & 1U) == 0 || producer.isBorder(place));
    }
  }
};

// Two of three slots are taken. The next block of two fits or is lost whole, depending on how far the consumer is.
template <class Traits>
struct BlocksScenario : PairScenario<BlocksScenario<Traits>, Traits> {
  BlocksScenario() : PairScenario<BlocksScenario<Traits>, Traits>(3, 4) {}

  void before() {
    this->consumer.takeOneMark();
    this->producer.push(2);
  }

  void thread(unsigned index) {
    if (index == 0) {
      this->producer.push(2);
      this->producer.push(1);
    } else {
      this->consumer.pull(1);
      this->consumer.pull(4);
    }
  }
};

// Frames of two samples in three slots: the second frame fits when the first has been read, and then lies across the
// end of the storage.
template <class Traits>
struct FramesScenario : PairScenario<FramesScenario<Traits>, Traits, 2> {
  FramesScenario() : PairScenario<FramesScenario<Traits>, Traits, 2>(3, 4) {}

  void before() {
    this->consumer.takeOneMark();
    this->producer.push(1);
    RL_ASSERT(this->consumer.pull(1) == 0);  // no room for a frame
  }

  void thread(unsigned index) {
    if (index == 0) {
      this->producer.push(1);
      this->producer.push(1);
    } else {
      this->consumer.pull(3);
      this->consumer.pull(3);
    }
  }
};

// Two slots for marks, both taken at the start, while the producer has losses of two kinds to tell.
template <class Traits>
struct MarksScenario : PairScenario<MarksScenario<Traits>, Traits> {
  MarksScenario() : PairScenario<MarksScenario<Traits>, Traits>(4, 2) {}

  void before() {
    this->producer.noteLoss(1, core::GapReason::Stall);
    this->producer.push(1);
    this->producer.noteLoss(2, core::GapReason::Device);
  }

  void thread(unsigned index) {
    if (index == 0) {
      this->producer.noteLoss(1, core::GapReason::Stall);
      this->producer.push(1);
    } else {
      this->consumer.takeOneMark();
      this->consumer.takeOneMark();
      this->consumer.pull(4);
    }
  }
};

// An abandoned callback pushes while a new epoch is opened and used. The value of a sample is its producer's epoch.
template <class Traits, class Derived, rl::thread_id_t kThreads>
struct EpochsBase : rl::test_suite<Derived, kThreads> {
  using Ring = core::BasicSpscRing<Traits>;
  Ring ring{4, 4, kJustBelowWrap};
  std::uint32_t oldEpoch = 0;
  std::size_t written[2] = {0, 0};
  std::size_t consumed[2] = {0, 0};
  std::uint32_t epochHeard = 0;

  void before() {
    oldEpoch = ring.openEpoch();
    RL_ASSERT(ring.beginStream(oldEpoch, 44100.0, 0, core::GapReason::Device));
  }

  void pushOld() {
    const std::array<float, 1> block{1.0F};
    const auto result = ring.push(oldEpoch, block, 1);
    RL_ASSERT(result != core::PushResult::Lost);
    written[0] += result == core::PushResult::Written ? 1 : 0;
  }

  void supersede() {
    const std::uint32_t epoch = ring.openEpoch();
    RL_ASSERT(ring.isCurrent(epoch) && !ring.isCurrent(oldEpoch));
    const std::array<float, 2> block{2.0F, 2.0F};
    RL_ASSERT(ring.beginStream(epoch, 48000.0, 0, core::GapReason::Device));
    RL_ASSERT(ring.push(epoch, block, 1) == core::PushResult::Written);
    written[1] += 2;
  }

  std::size_t pull() {
    std::size_t met = 0;
    while (const auto mark = ring.takeMark()) {
      RL_ASSERT(mark->kind == core::RingMark::Kind::StreamStart && mark->epoch == epochHeard + 1);
      RL_ASSERT(mark->sampleRateHz == (mark->epoch == 1 ? 44100.0 : 48000.0));
      epochHeard = mark->epoch;
      ++met;
    }
    std::array<float, 4> out{};
    const std::size_t count = ring.read(out);
    for (std::size_t n = 0; n < count; ++n) RL_ASSERT(out[n] == static_cast<float>(epochHeard));
    if (count > 0) consumed[epochHeard - 1] += count;
    return met + count;
  }

  void after() {
    while (pull() > 0) {
    }
    RL_ASSERT(epochHeard == 2 && consumed[0] == written[0] && consumed[1] == written[1]);
    RL_ASSERT(ring.lostFrames() == 0 && ring.position() == written[0] + written[1]);
    pushOld();  // never again
    RL_ASSERT(ring.waitingSamples() == 0);
  }
};

template <class Traits>
struct EpochsScenario : EpochsBase<Traits, EpochsScenario<Traits>, 2> {
  void thread(unsigned index) {
    if (index == 0) {
      this->pushOld();
      this->pushOld();
    } else {
      this->supersede();
    }
  }
};

template <class Traits>
struct EpochsHeardScenario : EpochsBase<Traits, EpochsHeardScenario<Traits>, 3> {
  void thread(unsigned index) {
    if (index == 0) {
      this->pushOld();
    } else if (index == 1) {
      this->supersede();
    } else {
      this->pull();
      this->pull();
    }
  }
};

}  // namespace tunescope::tests
