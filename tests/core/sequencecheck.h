// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ring/spscring.h"
#include "support/plaintest.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

// A sequence that can be checked sample by sample, for the stress tests of the ring.
namespace tunescope::tests {

// The value of the sample at a place of the clock. Neighbours differ in all bits, so a swapped, repeated, stale or torn
// sample is found; the exponent is kept below the one of NaN and Inf so that values compare as floats.
inline float sampleAt(std::uint64_t clock) noexcept {
  const std::uint32_t mixed = static_cast<std::uint32_t>(clock) * 0x9E3779B1U;
  return std::bit_cast<float>(mixed & 0xBFFFFFFFU);
}

// A small, fast generator with the same numbers everywhere (xorshift64*, Vigna 2016).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) noexcept : m_state(seed) {}
  // 0 to sides - 1
  std::size_t roll(std::size_t sides) noexcept {
    m_state ^= m_state >> 12U;
    m_state ^= m_state << 25U;
    m_state ^= m_state >> 27U;
    return static_cast<std::size_t>(((m_state * 0x2545F4914F6CDD1DULL) >> 32U) * sides >> 32U);
  }

 private:
  std::uint64_t m_state;
};

// Counts along with one epoch and writes, for each sample of a frame, sampleAt() of its place.
class SequenceProducer {
 public:
  SequenceProducer(core::RingProducer producer, std::size_t longestBlock, std::uint32_t width = 1)
      : m_producer(std::move(producer)), m_width(width), m_block(longestBlock * width) {}

  core::PushResult push(std::size_t frames) {
    for (std::size_t n = 0; n < frames * m_width; ++n) m_block[n] = sampleAt(m_clock * m_width + n);
    const auto result = m_producer.push(std::span<const float>(m_block).first(frames * m_width), m_width);
    if (result == core::PushResult::Revoked) return result;
    m_clock += frames;
    m_lost += result == core::PushResult::Lost ? frames : 0;
    return result;
  }

  bool noteLoss(std::uint64_t frames, core::GapReason reason) {
    if (!m_producer.noteLoss(frames, reason)) return false;
    m_clock += frames;
    m_lost += frames;
    return true;
  }

  core::RingProducer& handle() noexcept { return m_producer; }
  std::uint64_t clock() const noexcept { return m_clock; }
  std::uint64_t lost() const noexcept { return m_lost; }

 private:
  core::RingProducer m_producer;
  std::uint32_t m_width;
  std::vector<float> m_block;
  std::uint64_t m_clock = 0;
  std::uint64_t m_lost = 0;
};

// Reads and checks: values, places of marks, a clock that never goes back.
class SequenceConsumer {
 public:
  SequenceConsumer(core::RingConsumer consumer, std::size_t longestRead)
      : m_consumer(std::move(consumer)), m_out(longestRead) {}

  // The marks that are there, then the whole frames of at most so many samples. Returns how many frames and marks came.
  std::size_t pull(std::size_t most) {
    std::size_t met = 0;
    while (const auto mark = m_consumer.takeMark()) {
      take(*mark);
      ++met;
    }
    const std::uint64_t before = m_consumer.position();
    TS_CHECK(before == m_clock);
    const std::size_t count = m_consumer.read(std::span(m_out).first(most));
    bool right = true;
    TS_CHECK(count * m_width <= most);
    for (std::size_t n = 0; n < count * m_width; ++n) right &= m_out[n] == sampleAt(before * m_width + n);
    TS_CHECK_DETAIL(right, "wrong sample in the read at clock " + std::to_string(before));
    m_clock += count;
    m_consumed += count;
    return met + count;
  }

  core::RingConsumer& handle() noexcept { return m_consumer; }
  std::uint64_t clock() const noexcept { return m_clock; }
  std::uint64_t consumed() const noexcept { return m_consumed; }
  std::uint64_t markedLoss() const noexcept { return m_markedLoss; }
  bool hasEnded() const noexcept { return m_ended; }

 private:
  void take(const core::RingMark& mark) {
    TS_CHECK_DETAIL(mark.position == m_clock,
                    "mark at " + std::to_string(mark.position) + ", clock at " + std::to_string(m_clock));
    m_clock += mark.lostFrames;
    m_markedLoss += mark.lostFrames;
    TS_CHECK(m_consumer.lostFrames() >= m_markedLoss);
    m_ended = mark.kind == core::RingMark::Kind::End;
    m_width = mark.layout.width();
  }

  core::RingConsumer m_consumer;
  std::vector<float> m_out;
  std::uint32_t m_width = 1;
  std::uint64_t m_clock = 0;
  std::uint64_t m_consumed = 0;
  std::uint64_t m_markedLoss = 0;
  bool m_ended = false;
};

}  // namespace tunescope::tests
