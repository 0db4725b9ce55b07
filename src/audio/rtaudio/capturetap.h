// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"
#include "audio/figures/callbackmeter.h"
#include "audio/figures/elapsedclock.h"
#include "audio/rtaudio/latenessjudge.h"
#include "audio/source/framepacker.h"
#include "core/annotations.h"
#include "core/ring/spscring.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tunescope::audio {

// Processes each block of the capture callback, separate from RtAudio so that a test can drive it with its own
// clocks: makes frames of a layout, pushes them into the ring, and validates the claims of a sound system.
//
// * The first block is dropped: RtAudio calls back before it has read anything.
// * More frames than time has passed (5 % and 2.5 s over) is a runaway: a dead PulseAudio delivers the same stale block
//   repeatedly, a million times a second. From then on everything is ignored.
// * A block that ends like the previous one may be such a stale block, or half of one, unless it is silence. It is held
//   back until another block shows that the stream is alive, or until such blocks have come for 40 ms at the pace of
//   the clock, as in a tone that repeats with each block, but never from a dead server, even where its thread has to
//   wait.
// * A block flagged as an overflow is a gap: ALSA delivers the previous one again.
// * After a standstill (of the source, the server, this program or the machine) the missing samples are counted as a
//   stall, see LatenessJudge. A reopened stream counts the samples missing since the previous one in the same way.
class CaptureTap {
 public:
  using Clock = std::chrono::steady_clock;  // which defines a runaway

  struct Setup {
    core::RingProducer producer;
    core::FrameLayout layout;    // of the frames; the incoming blocks have all channels of the source
    unsigned blockFrames = 512;  // the usual length; any length may come
    double sampleRateHz = 0;
    std::optional<ElapsedClock::time_point> silentSince;  // CaptureRequest::silentSince
  };

  // delivered counts the frames of the stream, taken or lost; meter notes each arrival. Both must outlive the tap.
  // Thread: source.
  CaptureTap(const Setup& setup, std::atomic<std::uint64_t>& delivered, CallbackMeter& meter);

  // True: continue. False: the stream is useless; return 2 to RtAudio.
  // Thread: capture. Realtime-safe: wait-free.
  bool process(const float* interleaved, std::size_t frames, bool isOverflow,
               const Instant& now) noexcept TS_NONBLOCKING;

  // The frames hold the channels from that one on, as soon as nothing is held back. Thread: any. Realtime-safe:
  // wait-free.
  void setFirstChannel(unsigned number) noexcept { m_firstChannel.store(number, std::memory_order_relaxed); }
  // RingMark::facts for the start of the stream. Set again while it runs, it begins a new stream with the next block,
  // which is from another source. Thread: source. Realtime-safe: wait-free.
  void setFacts(std::uint32_t number) noexcept { m_facts.store(number, std::memory_order_release); }

  // Ignores everything from now on. Thread: any. Realtime-safe: wait-free.
  void mute() noexcept { m_isMuted.store(true); }
  // Does the same, but first pushes the samples held back, after the known loss before them: no later block can reveal
  // more. Thread: source. Realtime-safe: no (waits for a call of process() in progress).
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
  std::size_t m_pieceFrames;  // longer blocks are processed in pieces
  std::size_t m_mostPending;  // frames
  double m_rateHz;
  std::optional<ElapsedClock::time_point> m_silentSince;
  std::atomic<std::uint64_t>& m_delivered;
  CallbackMeter& m_meter;

  // For the capture thread, and for conclude() after it.
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
  std::uint64_t m_frames = 0;     // delivered by the callback
  std::uint64_t m_counted = 0;    // in the ring, in m_pending, or counted as lost

  // In one order for all threads: either process() sees that it is muted, or conclude() sees that it is running.
  std::atomic<bool> m_isMuted{false};
  std::atomic<bool> m_isAtWork{false};
  // Published after the facts themselves, so that the reader of the mark finds them.
  std::atomic<std::uint32_t> m_facts{0};
  std::atomic<bool> m_hasRunAway{false};  // nothing is read because of it, so it needs no order
  std::atomic<unsigned> m_firstChannel;   // as requested; needs no order either
};

}  // namespace tunescope::audio
