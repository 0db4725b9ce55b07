// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/rtaudio/capturetap.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <vector>

// Common code of the tests of CaptureTap.
namespace tunescope::tests {

using namespace audio;
using namespace std::chrono_literals;
using MarkKind = core::RingMark::Kind;

inline constexpr double kRateHz = 48000;
inline constexpr std::size_t kBlock = 480;  // 10 ms
inline constexpr auto kBlockTime = 10ms;

inline constexpr float kStep = 1.0F / 65536;

// A tap with the test's own clock and sound, which rises by a step with each sample, so each sample identifies its
// place.
class TapRig {
 public:
  explicit TapRig(std::optional<ElapsedClock::time_point> silentSince = {}, std::size_t ringSamples = 480000,
                  const core::FrameLayout& layout = {})
      : m_layout(layout),
        m_ring(std::make_shared<core::SpscRing>(ringSamples)),
        m_consumer(m_ring),
        m_tap({.producer = core::RingProducer(m_ring),
               .layout = layout,
               .blockFrames = kBlock,
               .sampleRateHz = kRateHz,
               .silentSince = silentSince},
              delivered, meter) {}

  std::vector<float> nextBlock(std::size_t frames = kBlock) {
    std::vector<float> block(frames);
    for (float& value : block) value = m_next++ * kStep;
    return block;
  }

  bool give(const std::vector<float>& block, bool isOverflow = false) {
    return m_tap.process(block.data(), block.size(), isOverflow,
                         {.steady = now, .elapsed = ElapsedClock::time_point(now.time_since_epoch() + suspended)});
  }

  // A block of frames of all channels of the source: channel n of the frame at p is p + n / 64 steps.
  std::vector<float> nextFrames(std::size_t frames = kBlock) {
    std::vector<float> block;
    for (std::size_t i = 0; i < frames; ++i) {
      for (unsigned channel = 0; channel < m_layout.sourceChannels; ++channel)
        block.push_back((m_next + channel / 64.0F) * kStep);
      ++m_next;
    }
    return block;
  }
  bool giveFrames(const std::vector<float>& block) {
    now += kBlockTime;
    return m_tap.process(block.data(), block.size() / m_layout.sourceChannels, false,
                         {.steady = now, .elapsed = ElapsedClock::time_point(now.time_since_epoch())});
  }

  // A block by the clock.
  bool play(std::size_t blocks = 1) {
    bool goesOn = true;
    for (std::size_t i = 0; i < blocks; ++i) {
      now += kBlockTime;
      goesOn = give(nextBlock());
    }
    return goesOn;
  }

  // The device records a block every 10 ms from its first one on, whether it is fetched or not. Fetches the next block
  // that late.
  void fetch(std::chrono::nanoseconds late = {}) {
    if (m_recorded == 0) m_deviceStart = now;
    now = std::max(now, m_deviceStart + ++m_recorded * kBlockTime + late);
    QVERIFY(give(nextBlock()));
    drain();
  }
  void fetch(int blocks, std::chrono::nanoseconds late = {}) {
    for (int i = 0; i < blocks; ++i) fetch(late);
  }
  int waiting() const { return static_cast<int>((now - m_deviceStart) / kBlockTime) - m_recorded; }
  // Fetches the waiting blocks, except those that a server did not keep; step: the time that takes.
  template <class Step>
  void fetchBacklog(int kept, Step step) {
    const int dropped = std::max(0, waiting() - kept);
    for (int i = 0; i < kept && waiting() > dropped; ++i) {
      now += step(i);
      fetch();
    }
    m_recorded += dropped;
  }

  // The ring's clock, lost samples included, against the device's.
  double offBlocks() const {
    std::uint64_t frames = heard.size();
    for (const core::RingMark& mark : marks) frames += mark.lostFrames;
    return double(frames) / kBlock - m_recorded;
  }
  bool isInStep() const { return std::abs(offBlocks()) <= 1; }

  void begin() { QVERIFY(give(std::vector<float>(kBlock))); }  // the block before the first

  void drain() {
    for (;;) {
      while (const auto mark = m_consumer.takeMark()) {
        marks.push_back(*mark);
        m_layout = mark->layout;
      }
      float block[1024];
      const std::size_t count = m_consumer.read(block);
      if (count == 0) return;
      heard.insert(heard.end(), block, block + count * m_layout.width());
    }
  }

  CaptureTap& tap() { return m_tap; }
  const std::shared_ptr<core::SpscRing>& ring() { return m_ring; }

  CaptureTap::Clock::time_point now{1000s};
  std::chrono::nanoseconds suspended{0};  // for how long the machine was
  std::atomic<std::uint64_t> delivered{0};
  CallbackMeter meter;
  std::vector<float> heard;
  std::vector<core::RingMark> marks;

 private:
  core::FrameLayout m_layout;
  std::shared_ptr<core::SpscRing> m_ring;
  core::RingConsumer m_consumer;
  CaptureTap m_tap;
  float m_next = 1;
  int m_recorded = 0;  // blocks, fetched or dropped
  CaptureTap::Clock::time_point m_deviceStart;
};

inline bool isConsecutive(const std::vector<float>& samples) {
  return std::ranges::adjacent_find(samples, [](float a, float b) { return b != a + kStep; }) == samples.end();
}

}  // namespace tunescope::tests
