// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/annotations.h"
#include "core/ring/ringmark.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

// The border between real time and the rest: a bounded queue of mono samples from one producer to one consumer.
//
// A block goes in whole or not at all. What does not fit is counted, and a mark at its exact place in the stream tells
// the consumer; nothing is overwritten. So at every moment produced = consumed + waiting + lost.
// The 64-bit sample clock counts lost samples too and never goes back.
//
// Each opening of a device is an epoch with a Producer of its own. newProducer() revokes the one before it: whatever an
// abandoned callback still tries to write is refused, and nothing of it reaches the consumer.
namespace tunescope::core {

// What the ring is made of. Tests put model-checked atomics, and orders that are wrong on purpose, in its place.
struct StdRingTraits {
  template <class T>
  using Atomic = std::atomic<T>;
  template <class T>
  using Cell = T;
  // Samples and marks are written before the count that shows them (release), and read after it (acquire).
  static constexpr std::memory_order kPublish = std::memory_order_release;
  static constexpr std::memory_order kObserve = std::memory_order_acquire;
  static constexpr std::size_t kFreeSpaceError = 0;
  static void relax() noexcept {}
};

enum class PushResult : std::uint8_t {
  Written,
  Lost,    // the ring was full: the block is counted as lost
  Revoked  // a newer producer exists, or the stream has ended: nothing was written or counted
};

template <class Traits>
class BasicSpscRing {
 public:
  // capacityFrames: samples that fit, any number from 1. markCapacity: marks that fit; where they do not, blocks are lost
  // until they do, so no loss goes unmarked. firstIndex: where the internal counters start (tests start near the wrap).
  explicit BasicSpscRing(std::size_t capacityFrames, std::size_t markCapacity = 256, std::uint64_t firstIndex = 0)
      : m_samples(std::max<std::size_t>(capacityFrames, 1)),
        m_marks(std::max<std::size_t>(markCapacity, 4)),
        m_written(firstIndex),
        m_read(firstIndex),
        m_writer{.written = firstIndex, .clock = 0},
        m_reader{.read = firstIndex} {}

  BasicSpscRing(const BasicSpscRing&) = delete;
  BasicSpscRing& operator=(const BasicSpscRing&) = delete;

  std::size_t capacityFrames() const noexcept { return m_samples.size(); }

  // Samples waiting to be read. A snapshot: the true figure may have changed when it arrives.
  // Thread: any. Realtime-safe: wait-free.
  std::size_t waitingFrames() const noexcept {
    const std::uint64_t read = m_read.load(Traits::kObserve);  // first: it never passes a later m_written
    return static_cast<std::size_t>(m_written.load(Traits::kObserve) - read);
  }

  // All samples lost since construction, also those whose mark is not published yet.
  // Thread: any. Realtime-safe: wait-free.
  std::uint64_t lostFrames() const noexcept { return m_lost.load(std::memory_order_relaxed); }

  // --- Producer side; called through RingProducer ---

  // Revokes the present epoch and opens the next. Waits, yielding to nobody, for a push in progress (its length is a
  // memcpy). Thread: supervisor. Realtime-safe: no.
  std::uint32_t openEpoch() noexcept {
    for (;;) {
      std::uint64_t gate = m_gate.load(std::memory_order_relaxed);
      if (gate & kBusy) {
        Traits::relax();
        continue;
      }
      const std::uint64_t next = ((gate >> kEpochShift) + 1) << kEpochShift;
      if (m_gate.compare_exchange_strong(gate, next, std::memory_order_acq_rel, std::memory_order_relaxed)) {
        return static_cast<std::uint32_t>(next >> kEpochShift);
      }
    }
  }

  // Marks the beginning of the epoch's samples. False: revoked, or no room for the mark (try again).
  bool beginStream(std::uint32_t epoch, double sampleRateHz, std::uint64_t lostFrames, GapReason reason) noexcept {
    if (!enter(epoch)) return false;
    bool done = flushPending(epoch);
    if (done) {
      m_writer.sampleRateHz = sampleRateHz;
      done = publishMark(epoch, RingMark::Kind::StreamStart, reason, lostFrames);
      if (done) addLoss(lostFrames);
    }
    leave(epoch);
    return done;
  }

  PushResult push(std::uint32_t epoch, std::span<const float> block) noexcept TS_NONBLOCKING {
    if (!enter(epoch)) return PushResult::Revoked;
    PushResult result = PushResult::Written;
    const std::uint64_t read = m_read.load(Traits::kObserve);
    const std::size_t free = m_samples.size() - static_cast<std::size_t>(m_writer.written - read) + Traits::kFreeSpaceError;
    if (block.size() > free || !flushPending(epoch)) {
      notePending(block.size(), GapReason::Overrun);
      result = PushResult::Lost;
    } else {
      write(block);
    }
    leave(epoch);
    return result;
  }

  // Counts samples that the source itself lost before the next block. False: revoked.
  bool noteLoss(std::uint32_t epoch, std::uint64_t frames, GapReason reason) noexcept TS_NONBLOCKING {
    if (!enter(epoch)) return false;
    if (m_writer.pending > 0 && m_writer.pendingReason != reason) flushPending(epoch);
    notePending(frames, reason);
    leave(epoch);
    return true;
  }

  // Ends the epoch: after this its pushes are refused. False: revoked, or no room for the mark (try again).
  bool finish(std::uint32_t epoch) noexcept {
    if (!enter(epoch)) return false;
    const bool done = flushPending(epoch) && publishMark(epoch, RingMark::Kind::End, GapReason::Overrun, 0);
    m_gate.store((std::uint64_t{epoch} << kEpochShift) | (done ? kEnded : 0), std::memory_order_release);
    return done;
  }

  bool isCurrent(std::uint32_t epoch) const noexcept {
    return (m_gate.load(std::memory_order_relaxed) >> kEpochShift) == epoch;
  }

  // --- Consumer side; called through RingConsumer ---

  // The mark that stands before the next sample, if there is one; it is consumed by this.
  std::optional<RingMark> takeMark() noexcept {
    // Marks first become visible, then the samples behind them: so the mark counter is read after the sample counter.
    m_reader.written = m_written.load(Traits::kObserve);
    const std::uint64_t marks = m_marksWritten.load(Traits::kObserve);
    if (m_reader.marksRead == marks) return std::nullopt;
    const PlacedMark& placed = m_marks[m_reader.markSlot];
    if (static_cast<std::uint64_t>(placed.index) != m_reader.read) return std::nullopt;
    const RingMark mark = placed.mark;
    m_reader.clock = mark.position + mark.lostFrames;
    m_reader.markSlot = next(m_reader.markSlot, m_marks.size());
    m_marksRead.store(++m_reader.marksRead, Traits::kPublish);
    return mark;
  }

  // Copies samples up to the next mark into out; returns how many. 0: nothing waits, or a mark must be taken first.
  std::size_t read(std::span<float> out) noexcept {
    m_reader.written = m_written.load(Traits::kObserve);
    std::uint64_t end = m_reader.written;
    if (m_reader.marksRead != m_marksWritten.load(Traits::kObserve)) {
      const std::uint64_t index = m_marks[m_reader.markSlot].index;
      end = m_reader.read + std::min(index - m_reader.read, end - m_reader.read);
    }
    const std::size_t count = std::min(out.size(), static_cast<std::size_t>(end - m_reader.read));
    const std::size_t first = std::min(count, m_samples.size() - m_reader.slot);
    std::copy_n(m_samples.begin() + static_cast<std::ptrdiff_t>(m_reader.slot), first, out.begin());
    std::copy_n(m_samples.begin(), count - first, out.begin() + static_cast<std::ptrdiff_t>(first));
    m_reader.slot = advance(m_reader.slot, count);
    m_reader.read += count;
    m_reader.clock += count;
    m_read.store(m_reader.read, Traits::kPublish);
    return count;
  }

  // Sample clock of the next sample that read() returns (a pending mark may move it on).
  std::uint64_t position() const noexcept { return m_reader.clock; }

 private:
  // The gate holds the epoch, a bit for a push in progress and one for an ended stream. It is taken once a block: a
  // compare-exchange that either succeeds or tells that this producer is revoked.
  static constexpr std::uint64_t kBusy = 1;
  static constexpr std::uint64_t kEnded = 2;
  static constexpr unsigned kEpochShift = 2;

  struct PlacedMark {
    typename Traits::template Cell<std::uint64_t> index{};  // of the sample before which it stands
    typename Traits::template Cell<RingMark> mark{};
  };

  bool enter(std::uint32_t epoch) noexcept {
    std::uint64_t open = std::uint64_t{epoch} << kEpochShift;
    // acquire: what the producer before us left in m_writer is ours now.
    return m_gate.compare_exchange_strong(open, open | kBusy, std::memory_order_acquire, std::memory_order_relaxed);
  }

  void leave(std::uint32_t epoch) noexcept {
    m_gate.store(std::uint64_t{epoch} << kEpochShift, std::memory_order_release);
  }

  void addLoss(std::uint64_t frames) noexcept {
    m_writer.clock += frames;
    m_writer.lost += frames;
    m_lost.store(m_writer.lost, std::memory_order_relaxed);  // a statistic: orders nothing
  }

  void notePending(std::uint64_t frames, GapReason reason) noexcept {
    if (frames == 0) return;
    if (m_writer.pending == 0) {
      m_writer.pendingReason = reason;
      m_writer.pendingPosition = m_writer.clock;
    }
    m_writer.pending += frames;
    addLoss(frames);
  }

  // Publishes the loss that waits for its mark. False: no room.
  bool flushPending(std::uint32_t epoch) noexcept {
    if (m_writer.pending == 0) return true;
    if (!publishMark(epoch, RingMark::Kind::Gap, m_writer.pendingReason, m_writer.pending, m_writer.pendingPosition)) {
      return false;
    }
    m_writer.pending = 0;
    return true;
  }

  bool publishMark(std::uint32_t epoch, RingMark::Kind kind, GapReason reason, std::uint64_t lost) noexcept {
    return publishMark(epoch, kind, reason, lost, m_writer.clock);
  }

  bool publishMark(std::uint32_t epoch, RingMark::Kind kind, GapReason reason, std::uint64_t lost,
                   std::uint64_t position) noexcept {
    if (m_writer.marksWritten - m_marksRead.load(Traits::kObserve) >= m_marks.size()) return false;
    PlacedMark& placed = m_marks[m_writer.markSlot];
    placed.index = m_writer.written;
    placed.mark = RingMark{.kind = kind,
                           .reason = reason,
                           .epoch = epoch,
                           .position = position,
                           .lostFrames = lost,
                           .sampleRateHz = m_writer.sampleRateHz};
    m_writer.markSlot = next(m_writer.markSlot, m_marks.size());
    m_marksWritten.store(++m_writer.marksWritten, Traits::kPublish);
    return true;
  }

  void write(std::span<const float> block) noexcept {
    const std::size_t first = std::min(block.size(), m_samples.size() - m_writer.slot);
    std::copy_n(block.begin(), first, m_samples.begin() + static_cast<std::ptrdiff_t>(m_writer.slot));
    std::copy_n(block.begin() + static_cast<std::ptrdiff_t>(first), block.size() - first, m_samples.begin());
    m_writer.slot = advance(m_writer.slot, block.size());
    m_writer.written += block.size();
    m_writer.clock += block.size();
    m_written.store(m_writer.written, Traits::kPublish);
  }

  static std::size_t next(std::size_t slot, std::size_t size) noexcept { return slot + 1 == size ? 0 : slot + 1; }

  // Slots are kept apart from the counters, so that any capacity works across the counters' wrap.
  std::size_t advance(std::size_t slot, std::size_t count) const noexcept {
    const std::size_t sum = slot + count;
    return sum >= m_samples.size() ? sum - m_samples.size() : sum;
  }

  struct Writer {  // owned by whoever holds the gate
    std::uint64_t written = 0;
    std::uint64_t clock = 0;
    std::uint64_t lost = 0;
    std::uint64_t pending = 0;
    std::uint64_t pendingPosition = 0;
    std::uint64_t marksWritten = 0;
    std::size_t slot = 0;
    std::size_t markSlot = 0;
    double sampleRateHz = 0;
    GapReason pendingReason = GapReason::Overrun;
  };

  struct Reader {  // owned by the consumer
    std::uint64_t read = 0;
    std::uint64_t written = 0;
    std::uint64_t clock = 0;
    std::uint64_t marksRead = 0;
    std::size_t slot = 0;
    std::size_t markSlot = 0;
  };

  std::vector<typename Traits::template Cell<float>> m_samples;
  std::vector<PlacedMark> m_marks;

  // One cache line for each side.
  alignas(64) typename Traits::template Atomic<std::uint64_t> m_written;
  typename Traits::template Atomic<std::uint64_t> m_marksWritten{0};
  typename Traits::template Atomic<std::uint64_t> m_lost{0};
  typename Traits::template Atomic<std::uint64_t> m_gate{0};
  alignas(64) typename Traits::template Atomic<std::uint64_t> m_read;
  typename Traits::template Atomic<std::uint64_t> m_marksRead{0};
  alignas(64) Writer m_writer;
  alignas(64) Reader m_reader;
};

using SpscRing = BasicSpscRing<StdRingTraits>;

static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

// The writing end of one epoch. Cheap to copy; only one thread at a time may use the copies of one epoch.
class RingProducer {
 public:
  RingProducer() = default;

  // Opens a new epoch and revokes the one before. Thread: supervisor. Realtime-safe: no.
  explicit RingProducer(std::shared_ptr<SpscRing> ring) : m_ring(std::move(ring)), m_epoch(m_ring->openEpoch()) {}

  explicit operator bool() const noexcept { return m_ring != nullptr; }
  std::uint32_t epoch() const noexcept { return m_epoch; }
  bool isCurrent() const noexcept { return m_ring && m_ring->isCurrent(m_epoch); }

  // Must come before the first push of the epoch: the rate is known before the first sample is. lostFrames: what passed
  // unheard since the epoch before. False: revoked, or no room for the mark yet. Thread: the backend's. Realtime-safe: wait-free.
  bool beginStream(double sampleRateHz, std::uint64_t lostFrames = 0, GapReason reason = GapReason::Device) noexcept {
    return m_ring->beginStream(m_epoch, sampleRateHz, lostFrames, reason);
  }

  // Thread: capture. Realtime-safe: wait-free.
  PushResult push(std::span<const float> block) noexcept TS_NONBLOCKING { return m_ring->push(m_epoch, block); }

  // Thread: capture. Realtime-safe: wait-free.
  bool noteLoss(std::uint64_t frames, GapReason reason) noexcept TS_NONBLOCKING {
    return m_ring->noteLoss(m_epoch, frames, reason);
  }

  // Thread: the backend's, after the last push. Realtime-safe: wait-free.
  bool finish() noexcept { return m_ring->finish(m_epoch); }

  // Room for a block; another thread can only make it grow. Sources that can wait (files) ask before they push.
  std::size_t freeFrames() const noexcept { return m_ring->capacityFrames() - m_ring->waitingFrames(); }
  std::size_t capacityFrames() const noexcept { return m_ring->capacityFrames(); }

 private:
  std::shared_ptr<SpscRing> m_ring;
  std::uint32_t m_epoch = 0;
};

// The reading end. There is one for a ring; it belongs to one thread at a time. Thread: worker. Realtime-safe: wait-free.
class RingConsumer {
 public:
  explicit RingConsumer(std::shared_ptr<SpscRing> ring) : m_ring(std::move(ring)) {}

  // Call until it returns nothing, then read(): so every mark is met at its place.
  std::optional<RingMark> takeMark() noexcept { return m_ring->takeMark(); }
  std::size_t read(std::span<float> out) noexcept { return m_ring->read(out); }
  std::uint64_t position() const noexcept { return m_ring->position(); }
  std::size_t waitingFrames() const noexcept { return m_ring->waitingFrames(); }
  std::size_t capacityFrames() const noexcept { return m_ring->capacityFrames(); }
  std::uint64_t lostFrames() const noexcept { return m_ring->lostFrames(); }

 private:
  std::shared_ptr<SpscRing> m_ring;
};

}  // namespace tunescope::core
