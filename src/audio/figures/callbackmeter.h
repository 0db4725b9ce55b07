// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/figures/elapsedclock.h"
#include "core/annotations.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace tunescope::audio {

// A histogram of durations, in buckets an eighth of an octave wide, from a nanosecond to minutes.
// One writer. It forgets nothing and never grows.
class DurationHistogram {
 public:
  // Thread: one at a time (the writer). Realtime-safe: wait-free.
  void add(std::chrono::nanoseconds duration) noexcept TS_NONBLOCKING;

  // In microseconds: the upper edge of the bucket that holds the given share (0 to 1) of all durations, so at most an
  // eighth too high; 0 without any. Thread: any. Realtime-safe: wait-free.
  double quantileUs(double part) const noexcept;
  double maxUs() const noexcept;

 private:
  static constexpr unsigned kSubBits = 3;
  static constexpr std::size_t kBuckets = 304;  // the last one: 2^40 ns, 18 minutes, and all above

  static std::size_t bucketOf(std::uint64_t ns) noexcept TS_NONBLOCKING;
  static double upperEdgeNs(std::size_t bucket) noexcept;

  // Statistics that order nothing. There is one writer, so a load and a store suffice for an addition.
  std::array<std::atomic<std::uint64_t>, kBuckets> m_counts{};
  std::atomic<std::uint64_t> m_maxNs{0};
};

// Notes of the capture callback about itself, for a reader in another thread: when blocks arrived, how many
// frames they had in total, what was flagged as lost, and how long each call took.
class CallbackMeter {
 public:
  using Clock = std::chrono::steady_clock;

  struct Snapshot {
    std::uint64_t callbacks = 0;
    std::uint64_t frames = 0;            // of the stream, lost ones included, at the newest arrival
    Clock::time_point time;              // of the newest arrival
    ElapsedClock::time_point nextDue{};  // when the next sample, after those handed on by then, would arrive
    std::uint64_t overruns = 0;          // blocks that the sound system flagged as lost
    std::uint64_t breaks = 0;            // how often the clock corrected the frame count (overruns, stalls)
    double p50Us = 0;                    // of the callback's time, see DurationHistogram::quantileUs()
    double p999Us = 0;
    double maxUs = 0;
  };

  // Thread: capture. Realtime-safe: wait-free.
  void noteArrival(std::uint64_t frames, Clock::time_point now,
                   ElapsedClock::time_point nextDue) noexcept TS_NONBLOCKING;
  // Samples held back at the last arrival have been pushed. Thread: any, after the last arrival.
  void noteEnd(std::uint64_t frames, ElapsedClock::time_point nextDue) noexcept;
  void noteOverrun() noexcept TS_NONBLOCKING { increase(m_overruns); }
  void noteBreak() noexcept TS_NONBLOCKING { increase(m_breaks); }
  void noteDuration(std::chrono::nanoseconds duration) noexcept TS_NONBLOCKING { m_durations.add(duration); }

  // Thread: any, except capture. Realtime-safe: no (retries while an arrival is being noted).
  Snapshot snapshot() const noexcept;

 private:
  static void increase(std::atomic<std::uint64_t>& count) noexcept TS_NONBLOCKING {
    count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }

  // A sequence lock (Boehm 2012, "Can seqlocks get along with programming language memory models?"): odd while the
  // values behind it are being written. They are stored with release, so a reader that sees one of them sees that it
  // is odd, and loaded with acquire, so the second load of it comes after them.
  std::atomic<std::uint32_t> m_sequence{0};
  std::atomic<std::uint64_t> m_callbacks{0};
  std::atomic<std::uint64_t> m_frames{0};
  std::atomic<Clock::rep> m_time{0};
  std::atomic<ElapsedClock::rep> m_nextDue{0};

  std::atomic<std::uint64_t> m_overruns{0};  // statistics that order nothing
  std::atomic<std::uint64_t> m_breaks{0};
  DurationHistogram m_durations;
};

static_assert(std::atomic<CallbackMeter::Clock::rep>::is_always_lock_free);

}  // namespace tunescope::audio
