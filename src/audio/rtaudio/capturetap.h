// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/callbackmeter.h"
#include "audio/capturetypes.h"
#include "audio/elapsedclock.h"
#include "audio/framepacker.h"
#include "audio/rtaudio/latenessjudge.h"
#include "core/annotations.h"
#include "core/ring/spscring.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tunescope::audio {

// What the capture callback does with each block, apart from RtAudio so that a test can drive it with clocks of its
// own: makes frames of a layout, hands them to the ring, and checks what a sound system claims.
//
// * The first block is dropped: RtAudio calls before it has read anything.
// * More frames than time has passed (5 % and 2.5 s over) is a runaway: a dead PulseAudio gives the same stale block
//   over and over, a million times a second. From then on nothing is taken.
// * A block that ends as the one before it may be such a stale one, or half of one, unless it is silence. It is held
//   back until another block shows that the stream lives, or until such blocks have come for 40 ms as fast as the clock
//   goes, which a tone that repeats with each block does, and a dead server does not even where its thread has to wait.
// * A block flagged as an overflow is a gap: ALSA gives the one before it again.
// * After a standstill (of the source, the server, this program or the machine) what is missing is counted as a stall,
//   see LatenessJudge. A stream that was opened again counts what is missing since the one before it in the same way.
class CaptureTap {
 public:
  using Clock = std::chrono::steady_clock;  // by which a runaway is known

  struct Setup {
    core::RingProducer producer;
    core::FrameLayout layout;    // of the frames; the blocks that come have all channels of the source
    unsigned blockFrames = 512;  // the usual length; any length may come
    double sampleRateHz = 0;
    std::optional<ElapsedClock::time_point> silentSince;  // CaptureRequest::silentSince
  };

  // delivered counts the frames of the stream, taken or lost; meter is told of each arrival. Both outlive the tap.
  // Thread: source.
  CaptureTap(const Setup& setup, std::atomic<std::uint64_t>& delivered, CallbackMeter& meter);

  // True: go on. False: the stream is of no use any more; return 2 to RtAudio.
  // Thread: capture. Realtime-safe: wait-free.
  bool process(const float* interleaved, std::size_t frames, bool isOverflow,
               const Instant& now) noexcept TS_NONBLOCKING;

  // The frames hold the channels from that one on, as soon as nothing is held back. Thread: any. Realtime-safe:
  // wait-free.
  void setFirstChannel(unsigned number) noexcept { m_firstChannel.store(number, std::memory_order_relaxed); }
  // RingMark::facts for the start of the stream; given again while it runs, the stream begins anew with the next block,
  // for it is of another source. Thread: source. Realtime-safe: wait-free.
  void setFacts(std::uint32_t number) noexcept { m_facts.store(number, std::memory_order_release); }

  // From now on nothing is taken. Thread: any. Realtime-safe: wait-free.
  void mute() noexcept { m_isMuted.store(true); }
  // The same, and hands on what is held back, after what is known to be missing before it: nothing comes that could
  // tell more. Thread: source. Realtime-safe: no (waits for a call of process() that is under way).
  void conclude();
  bool hasRunAway() const noexcept { return m_hasRunAway.load(std::memory_order_relaxed); }

 private:
  bool admit(const float* interleaved, std::size_t frames, bool isOverflow, const Instant& now) noexcept TS_NONBLOCKING;
  bool isRunaway(std::size_t frames, Clock::time_point now) noexcept TS_NONBLOCKING;
  void begin(std::size_t frames, const Instant& now) noexcept TS_NONBLOCKING;
  bool beginStream(std::uint64_t lostFrames) noexcept TS_NONBLOCKING;
  bool followSource() noexcept TS_NONBLOCKING;
  LatenessJudge::Verdict judge(std::size_t frames, ElapsedClock::time_point now) noexcept TS_NONBLOCKING;
  bool follow(LatenessJudge::Verdict verdict) noexcept TS_NONBLOCKING;
  bool settle() noexcept TS_NONBLOCKING;
  void loseOverflow(std::size_t frames, double sincePrevious) noexcept TS_NONBLOCKING;
  bool takeAll(const float* interleaved, std::size_t frames, Clock::time_point now) noexcept TS_NONBLOCKING;
  bool take(const float* interleaved, std::size_t frames, Clock::time_point now) noexcept TS_NONBLOCKING;
  void regroup() noexcept TS_NONBLOCKING;
  bool release() noexcept TS_NONBLOCKING;
  bool isHeldAtPace() const noexcept TS_NONBLOCKING;
  bool hand(std::span<const float> block) noexcept TS_NONBLOCKING;
  bool handPending(std::size_t keep = 0) noexcept TS_NONBLOCKING;
  bool endsAsPrevious(std::span<const float> block) const noexcept TS_NONBLOCKING;
  void lose(std::uint64_t frames, core::GapReason reason) noexcept TS_NONBLOCKING;
  double secondsOf(std::uint64_t frames) const noexcept TS_NONBLOCKING {
    return static_cast<double>(frames) / m_rateHz;
  }
  std::uint64_t counted() const noexcept TS_NONBLOCKING { return m_counted + m_heldBack * m_heldFrames; }
  std::uint64_t ofStream() const noexcept TS_NONBLOCKING { return counted() - m_startLoss; }
  ElapsedClock::time_point nextDue() const noexcept TS_NONBLOCKING;

  // Of so many frames; the first of a buffer's.
  std::size_t samplesOf(std::size_t frames) const noexcept TS_NONBLOCKING { return frames * m_packer.layout().width(); }
  std::span<const float> firstOf(const std::vector<float>& buffer, std::size_t frames) const noexcept TS_NONBLOCKING {
    return std::span(buffer).first(samplesOf(frames));
  }

  core::RingProducer m_producer;
  FramePacker m_packer;
  std::size_t m_pieceFrames;  // longer blocks are taken in pieces
  std::size_t m_mostPending;  // frames
  double m_rateHz;
  std::optional<ElapsedClock::time_point> m_silentSince;
  std::atomic<std::uint64_t>& m_delivered;
  CallbackMeter& m_meter;

  // Of the capture thread, and of conclude() after it.
  std::vector<float> m_piece;
  std::vector<float> m_previous;
  std::vector<float> m_held;
  std::vector<float> m_pending;
  std::size_t m_pendingFrames = 0;   // held back by m_judge
  std::size_t m_previousFrames = 0;  // 0: nothing to compare with
  std::size_t m_heldFrames = 0;
  unsigned m_heldBack = 0;  // how often m_held came
  Clock::time_point m_heldSince;
  Clock::time_point m_heldUntil;
  bool m_isFirst = true;
  bool m_isOpen = false;           // the second block has come
  bool m_hasBegun = false;         // the ring has the mark of the stream
  bool m_isHolding = false;        // into m_pending
  std::uint32_t m_begunFacts = 0;  // of the mark that the ring has
  Clock::time_point m_firstTime;
  ElapsedClock::time_point m_origin;  // of m_counted
  ElapsedClock::time_point m_previousTime;
  LatenessJudge m_judge;
  std::uint64_t m_startLoss = 0;  // before the stream's first sample
  std::uint64_t m_frames = 0;     // that the callback brought
  std::uint64_t m_counted = 0;    // that are in the ring, in m_pending, or counted as lost

  // In one order for all threads: either process() sees that it is muted, or conclude() sees that it is at work.
  std::atomic<bool> m_isMuted{false};
  std::atomic<bool> m_isAtWork{false};
  // Published after the facts themselves, so whoever meets the mark in the ring finds them.
  std::atomic<std::uint32_t> m_facts{0};
  std::atomic<bool> m_hasRunAway{false};  // nothing is read because of it, so it needs no order
  std::atomic<unsigned> m_firstChannel;   // that is wanted; the same
};

}  // namespace tunescope::audio
