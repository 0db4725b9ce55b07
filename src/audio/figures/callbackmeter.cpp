// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/figures/callbackmeter.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace tunescope::audio {

void DurationHistogram::add(std::chrono::nanoseconds duration) noexcept TS_NONBLOCKING {
  const auto ns = static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0));
  std::atomic<std::uint64_t>& count = m_counts[bucketOf(ns)];
  count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  if (ns > m_maxNs.load(std::memory_order_relaxed)) m_maxNs.store(ns, std::memory_order_relaxed);
}

std::size_t DurationHistogram::bucketOf(std::uint64_t ns) noexcept TS_NONBLOCKING {
  constexpr std::uint64_t kSubBuckets = std::uint64_t{1} << kSubBits;
  if (ns < kSubBuckets) return static_cast<std::size_t>(ns);
  const auto octave = static_cast<unsigned>(std::bit_width(ns)) - 1;
  const std::uint64_t sub = (ns >> (octave - kSubBits)) & (kSubBuckets - 1);
  return std::min(kBuckets - 1, static_cast<std::size_t>((octave - kSubBits + 1) * kSubBuckets + sub));
}

double DurationHistogram::upperEdgeNs(std::size_t bucket) noexcept {
  constexpr std::size_t kSubBuckets = std::size_t{1} << kSubBits;
  if (bucket < kSubBuckets) return static_cast<double>(bucket);
  const auto octave = static_cast<int>(bucket / kSubBuckets) - 1;
  return std::ldexp(static_cast<double>(kSubBuckets + bucket % kSubBuckets + 1), octave) - 1;
}

double DurationHistogram::quantileUs(double part) const noexcept {
  std::array<std::uint64_t, kBuckets> counts{};
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < kBuckets; ++i) total += counts[i] = m_counts[i].load(std::memory_order_relaxed);
  if (total == 0) return 0;
  const auto rank = static_cast<std::uint64_t>(std::ceil(std::clamp(part, 0.0, 1.0) * static_cast<double>(total)));
  std::uint64_t below = 0;
  std::size_t bucket = 0;
  for (; bucket < kBuckets - 1; ++bucket) {
    below += counts[bucket];
    if (below >= std::max<std::uint64_t>(rank, 1)) break;
  }
  return std::min(upperEdgeNs(bucket) / 1000, maxUs());
}

double DurationHistogram::maxUs() const noexcept {
  return static_cast<double>(m_maxNs.load(std::memory_order_relaxed)) / 1000;
}

void CallbackMeter::noteArrival(std::uint64_t frames, Clock::time_point now,
                                ElapsedClock::time_point nextDue) noexcept TS_NONBLOCKING {
  const std::uint32_t sequence = m_sequence.load(std::memory_order_relaxed);
  m_sequence.store(sequence + 1, std::memory_order_relaxed);
  m_callbacks.store(m_callbacks.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  m_frames.store(frames, std::memory_order_release);
  m_time.store(now.time_since_epoch().count(), std::memory_order_release);
  m_nextDue.store(nextDue.time_since_epoch().count(), std::memory_order_release);
  m_sequence.store(sequence + 2, std::memory_order_release);
}

void CallbackMeter::noteEnd(std::uint64_t frames, ElapsedClock::time_point nextDue) noexcept {
  const std::uint32_t sequence = m_sequence.load(std::memory_order_relaxed);
  m_sequence.store(sequence + 1, std::memory_order_relaxed);
  m_frames.store(frames, std::memory_order_release);
  m_nextDue.store(nextDue.time_since_epoch().count(), std::memory_order_release);
  m_sequence.store(sequence + 2, std::memory_order_release);
}

CallbackMeter::Snapshot CallbackMeter::snapshot() const noexcept {
  Snapshot snapshot;
  for (std::uint32_t before = 1, after = 0; before != after || before % 2 != 0;) {
    before = m_sequence.load(std::memory_order_acquire);
    snapshot.callbacks = m_callbacks.load(std::memory_order_acquire);
    snapshot.frames = m_frames.load(std::memory_order_acquire);
    snapshot.time = Clock::time_point(Clock::duration(m_time.load(std::memory_order_acquire)));
    snapshot.nextDue = ElapsedClock::time_point(ElapsedClock::duration(m_nextDue.load(std::memory_order_acquire)));
    after = m_sequence.load(std::memory_order_relaxed);
  }
  snapshot.overruns = m_overruns.load(std::memory_order_relaxed);
  snapshot.breaks = m_breaks.load(std::memory_order_relaxed);
  snapshot.p50Us = m_durations.quantileUs(0.5);
  snapshot.p999Us = m_durations.quantileUs(0.999);
  snapshot.maxUs = m_durations.maxUs();
  return snapshot;
}

}  // namespace tunescope::audio
