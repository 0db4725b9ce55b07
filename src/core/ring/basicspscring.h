// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/annotations.h"
#include "core/ring/ringmark.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <thread>
#include <vector>

// The boundary between real time and the rest: a bounded queue of frames from one producer to one consumer. The layout
// of frames is a property of the stream (FrameLayout); their samples are interleaved. Capacity is counted in samples,
// which streams of any layout share; positions and losses are counted in frames.
//
// A block of frames goes in whole or not at all. What does not fit is counted, and a mark at its exact place in the
// stream reports the loss to the consumer; nothing is overwritten. So at every moment produced = consumed + waiting +
// lost. The 64-bit sample clock counts lost frames too and never goes back.
//
// Each opening of a device is an epoch with its own producer. openEpoch() revokes the previous one: all later writes
// of an abandoned callback are refused, and nothing of it reaches the consumer.
namespace tunescope::core {

// The atomics that synchronise the two sides and the epochs.
enum class RingSync : std::uint8_t { Written, MarksWritten, Read, MarksRead, Gate };

// The parts of the ring. Tests replace them by model-checked atomics, and by parts that are wrong on purpose.
struct StdRingTraits {
  template <class T>
  using Atomic = std::atomic<T>;
  template <class T>
  using Cell = T;
  template <class T>
  using Storage = std::vector<T>;
  // Written, MarksWritten: samples and marks are stored before the count that shows them, and loaded after it.
  // Read, MarksRead: they are loaded before the count that frees their slots, and these are stored to after it.
  // Gate: what a producer left in m_writer is seen by the next one.
  static constexpr std::memory_order publish(RingSync) noexcept { return std::memory_order_release; }
  static constexpr std::memory_order observe(RingSync) noexcept { return std::memory_order_acquire; }
  static constexpr std::size_t kSampleRoomError = 0;
  static constexpr std::size_t kMarkRoomError = 0;
  static constexpr bool kWaitsForPush = true;
  static constexpr std::size_t kPublishError = 0;  // samples of a block that are not published with it
  static constexpr bool kReadsWholeFrames = true;
  static void relax() noexcept { std::this_thread::yield(); }
};

enum class PushResult : std::uint8_t {
  Written,
  Lost,    // the ring was full, or the stream had not begun: the block is counted as lost
  Revoked  // a newer producer exists, or the stream has ended: nothing was written or counted
};

template <class Traits>
class BasicSpscRing {
 public:
  // capacitySamples: samples that fit, any number from 1. markCapacity: marks that fit; while they do not, blocks are
  // lost until they do, so no loss goes unmarked. firstIndex: where the internal counters start (tests start near the
  // wrap).
  explicit BasicSpscRing(std::size_t capacitySamples, std::size_t markCapacity = 256, std::uint64_t firstIndex = 0)
      : m_samples(std::max<std::size_t>(capacitySamples, 1)),
        m_marks(std::max<std::size_t>(markCapacity, 2)),
        m_written(firstIndex),
        m_marksWritten(firstIndex),
        m_read(firstIndex),
        m_marksRead(firstIndex),
        m_writer{.written = firstIndex, .marksWritten = firstIndex},
        m_reader{.read = firstIndex, .marksRead = firstIndex} {}

  BasicSpscRing(const BasicSpscRing&) = delete;
  BasicSpscRing& operator=(const BasicSpscRing&) = delete;

  std::size_t capacitySamples() const noexcept { return m_samples.size(); }

  // Samples waiting to be read. A snapshot: the actual number may already have changed.
  // Thread: any. Realtime-safe: wait-free.
  std::size_t waitingSamples() const noexcept {
    // The reader's count first, so that it never passes the writer's; the minimum, because the reader may have advanced
    // since.
    const std::uint64_t read = m_read.load(Traits::observe(RingSync::Read));
    const std::uint64_t waiting = m_written.load(Traits::observe(RingSync::Written)) - read;
    return static_cast<std::size_t>(std::min<std::uint64_t>(waiting, m_samples.size()));
  }

  // All frames lost since construction, also those whose mark is not published yet: never behind the marks.
  // Thread: any. Realtime-safe: wait-free.
  std::uint64_t lostFrames() const noexcept { return m_lost.load(std::memory_order_relaxed); }

  // --- Producer side; called through RingProducer ---

  // Revokes the present epoch and opens the next. Waits for a push in progress (its length is a memcpy): when it
  // returns, no older producer is inside, nor will be. Thread: supervisor. Realtime-safe: no.
  std::uint32_t openEpoch() noexcept {
    for (;;) {
      std::uint64_t gate = m_gate.load(std::memory_order_relaxed);  // only a guess for the exchange below
      if (Traits::kWaitsForPush && (gate & kBusy) != 0) {
        Traits::relax();
        continue;
      }
      const std::uint64_t next = ((gate >> kEpochShift) + 1) << kEpochShift;
      // Acquire: what a push in progress did has happened before we return. No release, for nothing is written here: a
      // read-modify-write does not break the chain (release sequence) from the last leave() to the next enter().
      if (m_gate.compare_exchange_strong(gate, next, Traits::observe(RingSync::Gate), std::memory_order_relaxed)) {
        return static_cast<std::uint32_t>(next >> kEpochShift);
      }
    }
  }

  // Marks the beginning of the epoch's frames. False: revoked, or no room for the mark (try again).
  bool beginStream(std::uint32_t epoch, double sampleRateHz, std::uint64_t lostFrames, GapReason reason,
                   FrameLayout layout = {}, std::uint32_t facts = 0) noexcept {
    if (!enter(epoch)) return false;
    const bool done = flushPending() && hasMarkRoom();
    if (done) {
      m_writer.sampleRateHz = sampleRateHz;
      m_writer.layout = layout;
      m_writer.begunEpoch = epoch;
      RingMark mark = makeMark(RingMark::Kind::StreamStart, epoch, reason, lostFrames);
      mark.facts = facts;
      addLoss(lostFrames);
      publishMark(mark);
    }
    leave(epoch);
    return done;
  }

  // interleaved: whole frames of so many samples each. Frames of another width than the stream's are lost.
  PushResult push(std::uint32_t epoch, std::span<const float> interleaved,
                  std::uint32_t width) noexcept TS_NONBLOCKING {
    if (!enter(epoch)) return PushResult::Revoked;
    PushResult result = PushResult::Written;
    const std::size_t frames = interleaved.size() / width;
    const bool isOfStream = m_writer.begunEpoch == epoch && m_writer.layout.width() == width;
    if (interleaved.size() > freeSamples() || !isOfStream || !flushPending()) {
      notePending(epoch, frames, GapReason::Overrun);
      result = PushResult::Lost;
    } else {
      write(interleaved, frames);
    }
    leave(epoch);
    return result;
  }

  // The frames from here on hold the channels from that one on; their width stays. False: revoked, not begun, or no
  // room for the mark (try again).
  bool regroup(std::uint32_t epoch, std::uint32_t firstChannel) noexcept TS_NONBLOCKING {
    if (!enter(epoch)) return false;
    const bool done = m_writer.begunEpoch == epoch && flushPending() && hasMarkRoom();
    if (done) {
      m_writer.layout.firstChannel = firstChannel;
      publishMark(makeMark(RingMark::Kind::Regrouped, epoch, GapReason::Overrun, 0));
    }
    leave(epoch);
    return done;
  }

  // Counts frames that the source itself lost before the next block. False: revoked.
  bool noteLoss(std::uint32_t epoch, std::uint64_t frames, GapReason reason) noexcept TS_NONBLOCKING {
    if (!enter(epoch)) return false;
    notePending(epoch, frames, reason);
    leave(epoch);
    return true;
  }

  // Ends the epoch: after this its pushes are refused. False: revoked, or no room for the mark (try again).
  bool finish(std::uint32_t epoch, std::uint32_t facts = 0) noexcept {
    if (!enter(epoch)) return false;
    const bool done = flushPending() && hasMarkRoom();
    if (done) {
      RingMark mark = makeMark(RingMark::Kind::End, epoch, GapReason::Overrun, 0);
      mark.facts = facts;
      publishMark(mark);
    }
    leave(epoch, done ? kEnded : 0);
    return done;
  }

  // No newer epoch has been opened. Thread: any. Realtime-safe: wait-free.
  bool isCurrent(std::uint32_t epoch) const noexcept {
    return (m_gate.load(std::memory_order_relaxed) >> kEpochShift) == epoch;
  }

  // --- Consumer side; called through RingConsumer ---

  // Takes the mark that stands before the next frame, if there is one.
  std::optional<RingMark> takeMark() noexcept {
    if (m_reader.marksRead == m_marksWritten.load(Traits::observe(RingSync::MarksWritten))) return std::nullopt;
    const PlacedMark& placed = m_marks[m_reader.markSlot];
    if (static_cast<std::uint64_t>(placed.index) != m_reader.read) return std::nullopt;
    const RingMark mark = placed.mark;
    m_reader.clock = mark.position + mark.lostFrames;
    m_reader.width = mark.layout.width();
    m_reader.markSlot = next(m_reader.markSlot, m_marks.size());
    m_marksRead.store(++m_reader.marksRead, Traits::publish(RingSync::MarksRead));
    return mark;
  }

  // Copies whole frames up to the next mark into out, as many as fit; returns how many. 0: none waiting, a
  // mark must be taken first, or there is no room for one.
  std::size_t read(std::span<float> out) noexcept {
    // Samples first, then marks: a mark is published before the samples behind it, so none of theirs is missed.
    std::uint64_t available = m_written.load(Traits::observe(RingSync::Written)) - m_reader.read;
    if (m_reader.marksRead != m_marksWritten.load(Traits::observe(RingSync::MarksWritten))) {
      const std::uint64_t index = m_marks[m_reader.markSlot].index;
      available = std::min(available, index - m_reader.read);
    }
    const std::size_t excess = Traits::kReadsWholeFrames ? out.size() % m_reader.width : 0;
    const std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(out.size() - excess, available));
    const std::size_t first = std::min(count, m_samples.size() - m_reader.slot);
    std::copy_n(m_samples.begin() + static_cast<std::ptrdiff_t>(m_reader.slot), first, out.begin());
    std::copy_n(m_samples.begin(), count - first, out.begin() + static_cast<std::ptrdiff_t>(first));
    m_reader.slot = advance(m_reader.slot, count);
    m_reader.read += count;
    const std::size_t frames = count / m_reader.width;
    m_reader.clock += frames;
    m_read.store(m_reader.read, Traits::publish(RingSync::Read));
    return frames;
  }

  // Sample clock of the next frame that read() returns (a pending mark may move it on).
  std::uint64_t position() const noexcept { return m_reader.clock; }

 private:
  // The gate holds the epoch, a bit for a push in progress and one for an ended stream. It is taken once per block: a
  // compare-exchange that either succeeds or shows that this producer is revoked.
  static constexpr std::uint64_t kBusy = 1;
  static constexpr std::uint64_t kEnded = 2;
  static constexpr unsigned kEpochShift = 2;

  struct PlacedMark {
    typename Traits::template Cell<std::uint64_t> index{};  // of the sample before which it stands
    typename Traits::template Cell<RingMark> mark{};
  };

  bool enter(std::uint32_t epoch) noexcept {
    std::uint64_t open = std::uint64_t{epoch} << kEpochShift;
    return m_gate.compare_exchange_strong(open, open | kBusy, Traits::observe(RingSync::Gate),
                                          std::memory_order_relaxed);
  }

  void leave(std::uint32_t epoch, std::uint64_t state = 0) noexcept {
    m_gate.store((std::uint64_t{epoch} << kEpochShift) | state, Traits::publish(RingSync::Gate));
  }

  std::size_t freeSamples() const noexcept {
    const std::uint64_t waiting = m_writer.written - m_read.load(Traits::observe(RingSync::Read));
    return m_samples.size() - static_cast<std::size_t>(waiting) + Traits::kSampleRoomError;
  }

  bool hasMarkRoom() const noexcept {
    const std::uint64_t waiting = m_writer.marksWritten - m_marksRead.load(Traits::observe(RingSync::MarksRead));
    return waiting < m_marks.size() + Traits::kMarkRoomError;
  }

  void addLoss(std::uint64_t frames) noexcept {
    m_writer.clock += frames;
    m_writer.lost += frames;
    m_lost.store(m_writer.lost, std::memory_order_relaxed);  // a statistic: orders nothing
  }

  // Adds to the loss that waits for its mark. If another kind of loss is already waiting without room for its mark,
  // both go under the earlier one's name.
  void notePending(std::uint32_t epoch, std::uint64_t frames, GapReason reason) noexcept {
    if (frames == 0) return;
    RingMark& pending = m_writer.pending;
    if (pending.reason != reason || pending.epoch != epoch) flushPending();
    if (pending.lostFrames == 0) pending = makeMark(RingMark::Kind::Gap, epoch, reason, 0);
    pending.lostFrames += frames;
    addLoss(frames);
  }

  // Publishes the loss that waits for its mark. False: no room.
  bool flushPending() noexcept {
    if (m_writer.pending.lostFrames == 0) return true;
    if (!hasMarkRoom()) return false;
    publishMark(m_writer.pending);
    m_writer.pending.lostFrames = 0;
    return true;
  }

  RingMark makeMark(RingMark::Kind kind, std::uint32_t epoch, GapReason reason, std::uint64_t lost) const noexcept {
    return RingMark{.kind = kind,
                    .reason = reason,
                    .epoch = epoch,
                    .position = m_writer.clock,
                    .lostFrames = lost,
                    .sampleRateHz = m_writer.sampleRateHz,
                    .layout = m_writer.layout};
  }

  // There is room.
  void publishMark(const RingMark& mark) noexcept {
    PlacedMark& placed = m_marks[m_writer.markSlot];
    placed.index = static_cast<std::uint64_t>(m_writer.written);
    placed.mark = mark;
    m_writer.markSlot = next(m_writer.markSlot, m_marks.size());
    m_marksWritten.store(++m_writer.marksWritten, Traits::publish(RingSync::MarksWritten));
  }

  // There is room.
  void write(std::span<const float> block, std::size_t frames) noexcept {
    const std::size_t first = std::min(block.size(), m_samples.size() - m_writer.slot);
    std::copy_n(block.begin(), first, m_samples.begin() + static_cast<std::ptrdiff_t>(m_writer.slot));
    std::copy_n(block.begin() + static_cast<std::ptrdiff_t>(first), block.size() - first, m_samples.begin());
    m_writer.slot = advance(m_writer.slot, block.size());
    m_writer.written += block.size();
    m_writer.clock += frames;
    m_written.store(m_writer.written - Traits::kPublishError, Traits::publish(RingSync::Written));
  }

  static std::size_t next(std::size_t slot, std::size_t size) noexcept { return slot + 1 == size ? 0 : slot + 1; }

  // Slots are separate from the counters, so that any capacity works across the counters' wrap.
  std::size_t advance(std::size_t slot, std::size_t count) const noexcept {
    const std::size_t sum = slot + count;
    return sum >= m_samples.size() ? sum - m_samples.size() : sum;
  }

  struct Writer {                                             // owned by the holder of the gate
    typename Traits::template Cell<std::uint64_t> written{};  // samples
    std::uint64_t marksWritten = 0;
    typename Traits::template Cell<std::uint64_t> clock{};  // frames
    std::uint64_t lost = 0;                                 // frames
    std::size_t slot = 0;
    std::size_t markSlot = 0;
    double sampleRateHz = 0;
    FrameLayout layout{};
    std::uint32_t begunEpoch = 0;  // epochs count from 1
    RingMark pending{};            // a loss whose mark is not published yet, when its lostFrames is not 0
  };

  struct Reader {            // owned by the consumer
    std::uint64_t read = 0;  // samples
    std::uint64_t marksRead = 0;
    std::uint64_t clock = 0;  // frames
    std::uint32_t width = 1;  // of the frames that read() returns next
    std::size_t slot = 0;
    std::size_t markSlot = 0;
  };

  typename Traits::template Storage<typename Traits::template Cell<float>> m_samples;
  typename Traits::template Storage<PlacedMark> m_marks;

  // One cache line for each side.
  alignas(64) typename Traits::template Atomic<std::uint64_t> m_written;
  typename Traits::template Atomic<std::uint64_t> m_marksWritten;
  typename Traits::template Atomic<std::uint64_t> m_lost{0};
  typename Traits::template Atomic<std::uint64_t> m_gate{0};
  alignas(64) typename Traits::template Atomic<std::uint64_t> m_read;
  typename Traits::template Atomic<std::uint64_t> m_marksRead;
  alignas(64) Writer m_writer;
  alignas(64) Reader m_reader;
};

}  // namespace tunescope::core
