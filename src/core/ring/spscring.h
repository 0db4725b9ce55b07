// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/annotations.h"
#include "core/ring/basicspscring.h"
#include "core/ring/ringmark.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>

// The ring that the program uses, and its two ends. basicspscring.h describes its contract.
namespace tunescope::core {

using SpscRing = BasicSpscRing<StdRingTraits>;

static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
static_assert(alignof(SpscRing) == 64);

// The producer of one epoch. Cheap to copy; only one thread at a time may use the copies of one epoch.
class RingProducer {
 public:
  RingProducer() = default;

  // Opens a new epoch and revokes the previous one. Thread: supervisor. Realtime-safe: no.
  explicit RingProducer(std::shared_ptr<SpscRing> ring) : m_ring(std::move(ring)), m_epoch(m_ring->openEpoch()) {}

  explicit operator bool() const noexcept { return m_ring != nullptr; }
  // 0: of no ring. Thread: any. Realtime-safe: wait-free.
  std::uint32_t epoch() const noexcept { return m_epoch; }
  // False once a newer epoch was opened. Thread: any. Realtime-safe: wait-free.
  bool isCurrent() const noexcept { return m_ring && m_ring->isCurrent(m_epoch); }

  // Must succeed before the first push of the epoch (blocks pushed earlier are counted as lost): the rate and the
  // layout are known before the first frame is. lostFrames: frames missed since the previous epoch. facts:
  // RingMark::facts. False: revoked, or no room for the mark yet. Thread: capture or source. Realtime-safe: wait-free.
  bool beginStream(double sampleRateHz, std::uint64_t lostFrames = 0, GapReason reason = GapReason::Device,
                   FrameLayout layout = {}, std::uint32_t facts = 0) noexcept {
    return m_ring->beginStream(m_epoch, sampleRateHz, lostFrames, reason, layout, facts);
  }

  // interleaved: whole frames of width samples, as in the stream's layout; frames of another width are
  // counted as lost. Thread: capture. Realtime-safe: wait-free.
  PushResult push(std::span<const float> interleaved, std::uint32_t width = 1) noexcept TS_NONBLOCKING {
    return m_ring->push(m_epoch, interleaved, width);
  }

  // For a source with more than eight channels: the frames from here on hold those from that one on. False: revoked,
  // not begun, or no room for the mark yet. Thread: capture. Realtime-safe: wait-free.
  bool regroup(std::uint32_t firstChannel) noexcept TS_NONBLOCKING { return m_ring->regroup(m_epoch, firstChannel); }

  // Thread: capture. Realtime-safe: wait-free.
  bool noteLoss(std::uint64_t frames, GapReason reason) noexcept TS_NONBLOCKING {
    return m_ring->noteLoss(m_epoch, frames, reason);
  }

  // facts: RingMark::facts. Thread: capture or source, after the last push. Realtime-safe: wait-free.
  bool finish(std::uint32_t facts = 0) noexcept { return m_ring->finish(m_epoch, facts); }

  // Room for a block; another thread can only make it grow. Sources that can wait (files) ask before they push.
  // Thread: capture or source. Realtime-safe: wait-free.
  std::size_t freeSamples() const noexcept { return m_ring->capacitySamples() - m_ring->waitingSamples(); }
  // Thread: any. Realtime-safe: wait-free.
  std::size_t capacitySamples() const noexcept { return m_ring->capacitySamples(); }

 private:
  std::shared_ptr<SpscRing> m_ring;
  std::uint32_t m_epoch = 0;
};

// The consumer. There is one for a ring; it belongs to one thread at a time. Thread: worker. Realtime-safe:
// wait-free.
class RingConsumer {
 public:
  explicit RingConsumer(std::shared_ptr<SpscRing> ring) : m_ring(std::move(ring)) {}

  // Call until it returns none, then read(): so every mark is met at its position.
  std::optional<RingMark> takeMark() noexcept { return m_ring->takeMark(); }
  // Whole frames of the layout that the stream's mark gave, interleaved; returns how many frames.
  std::size_t read(std::span<float> out) noexcept { return m_ring->read(out); }
  std::uint64_t position() const noexcept { return m_ring->position(); }
  std::size_t waitingSamples() const noexcept { return m_ring->waitingSamples(); }
  std::size_t capacitySamples() const noexcept { return m_ring->capacitySamples(); }
  std::uint64_t lostFrames() const noexcept { return m_ring->lostFrames(); }

 private:
  std::shared_ptr<SpscRing> m_ring;
};

}  // namespace tunescope::core
