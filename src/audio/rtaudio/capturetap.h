// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/callbackmeter.h"
#include "audio/capturetypes.h"
#include "audio/channelpicker.h"
#include "core/annotations.h"
#include "core/ring/spscring.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tunescope::audio {

// What the capture callback does with each block, apart from RtAudio so that a test can drive it with a clock of its
// own: makes mono, hands it to the ring, and does not believe all that a sound system says.
//
// * The first block is dropped: RtAudio calls before it has read anything.
// * More frames than time has passed (5 % and 2.5 s over) is a runaway: a dead PulseAudio gives the same stale block
//   over and over, a million times a second. From then on nothing is taken.
// * A block that ends as the one before it may be such a stale one, or half of one, unless it is silence. It is held
//   back until another block shows that the stream lives, or until such blocks have come for 40 ms as fast as the clock
//   goes, which a tone that repeats with each block does, and a dead server does not even where its thread has to wait.
// * A block flagged as an overflow is a gap: ALSA gives the one before it again.
// * After a pause of half a second and more, what the clock says is missing is counted as a stall, once the backlog
//   that sound servers keep has come in.
class CaptureTap {
 public:
  using Clock = std::chrono::steady_clock;

  struct Setup {
    core::RingProducer producer;
    ChannelPicker picker;
    unsigned channels = 1;
    unsigned blockFrames = 512;  // the usual length; any length may come
    double sampleRateHz = 0;
    std::optional<Clock::time_point> silentSince;
  };

  // delivered counts the frames of the stream, taken or lost; meter is told of each arrival. Both outlive the tap.
  // Thread: control.
  CaptureTap(const Setup& setup, std::atomic<std::uint64_t>& delivered, CallbackMeter& meter);

  // True: go on. False: the stream is of no use any more; return 2 to RtAudio.
  // Thread: capture. Realtime-safe: wait-free.
  bool process(const float* interleaved, std::size_t frames, bool isOverflow,
               Clock::time_point now) noexcept TS_NONBLOCKING;

  // From now on nothing is taken. Thread: any. Realtime-safe: wait-free.
  void mute() noexcept { m_isMuted.store(true, std::memory_order_relaxed); }
  bool hasRunAway() const noexcept { return m_hasRunAway.load(std::memory_order_relaxed); }

 private:
  bool isRunaway(std::size_t frames, Clock::time_point now) noexcept TS_NONBLOCKING;
  bool release() noexcept TS_NONBLOCKING;
  bool endsAsPrevious(std::span<const float> block) const noexcept TS_NONBLOCKING;
  bool begin(std::size_t frames, Clock::time_point now) noexcept TS_NONBLOCKING;
  void checkForStall(std::size_t frames, double sincePrevious, Clock::time_point now) noexcept TS_NONBLOCKING;
  bool take(const float* interleaved, std::size_t frames, Clock::time_point now) noexcept TS_NONBLOCKING;
  void lose(std::uint64_t frames, core::GapReason reason) noexcept TS_NONBLOCKING;
  double secondsSinceFirst(Clock::time_point now) const noexcept TS_NONBLOCKING;

  core::RingProducer m_producer;
  ChannelPicker m_picker;
  unsigned m_channels;
  double m_rateHz;
  std::optional<Clock::time_point> m_silentSince;
  std::atomic<std::uint64_t>& m_delivered;
  CallbackMeter& m_meter;

  // Of the capture thread.
  std::vector<float> m_mono;
  std::vector<float> m_previous;
  std::vector<float> m_held;
  std::size_t m_previousFrames = 0;  // 0: nothing to compare with
  std::size_t m_heldFrames = 0;
  unsigned m_heldBack = 0;  // how often m_held came
  Clock::time_point m_heldSince;
  bool m_isFirst = true;
  bool m_hasBegun = false;
  bool m_isRecovering = false;  // after a pause, while a backlog may come in
  Clock::time_point m_firstTime;
  Clock::time_point m_previousTime;
  std::uint64_t m_frames = 0;   // that the callback brought
  std::uint64_t m_counted = 0;  // that are in the ring or counted as lost
  double m_lagBefore = 0;       // seconds that the stream was behind the clock before the pause

  // Only say yes or no; nothing is read because of them, so no order is needed.
  std::atomic<bool> m_isMuted{false};
  std::atomic<bool> m_hasRunAway{false};
};

}  // namespace tunescope::audio
