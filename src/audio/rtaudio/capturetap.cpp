// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/rtaudio/capturetap.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tunescope::audio {

namespace {

constexpr std::size_t kLongestPiece = 8192;  // longer blocks are taken in pieces
constexpr std::size_t kTellingFrames = 16;   // equal by chance: never
constexpr double kFasterThanTheClock = 1.05;
constexpr double kBurstSeconds = 2.5;  // what a server may have kept for a new stream: PulseAudio keeps 2 s
constexpr double kHeldSeconds = 0.04;  // at least, before what came as the clock goes is believed
constexpr double kAsTheClock = 0.75;   // of the time that it takes
constexpr double kPauseSeconds = 0.5;
constexpr double kSmallestStallSeconds = 0.25;  // below that it is jitter

double secondsBetween(CaptureTap::Clock::time_point from, CaptureTap::Clock::time_point to) noexcept TS_NONBLOCKING {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

CaptureTap::CaptureTap(const Setup& setup, std::atomic<std::uint64_t>& delivered, CallbackMeter& meter)
    : m_producer(setup.producer),
      m_picker(setup.picker),
      m_channels(setup.channels),
      m_rateHz(setup.sampleRateHz),
      m_silentSince(setup.silentSince),
      m_delivered(delivered),
      m_meter(meter),
      m_mono(std::max<std::size_t>(setup.blockFrames, kLongestPiece)),
      m_previous(m_mono.size()),
      m_held(m_mono.size()) {}

bool CaptureTap::process(const float* interleaved, std::size_t frames, bool isOverflow,
                         Clock::time_point now) noexcept TS_NONBLOCKING {
  if (m_isMuted.load(std::memory_order_relaxed)) return true;
  if (hasRunAway() || isRunaway(frames, now)) return false;
  if (interleaved == nullptr || frames == 0) return true;
  if (std::exchange(m_isFirst, false)) {
    m_previousTime = now;
    return true;
  }
  const double sincePrevious = secondsBetween(m_previousTime, now);
  if (!begin(frames, now)) return m_producer.isCurrent();
  checkForStall(frames, sincePrevious, now);
  m_previousTime = now;
  bool goesOn = true;
  if (isOverflow) {
    m_meter.noteOverrun();
    lose(std::max<std::uint64_t>(frames, static_cast<std::uint64_t>(sincePrevious * m_rateHz)),
         core::GapReason::Overrun);
    m_previousFrames = 0;
  } else {
    for (std::size_t done = 0; goesOn && done < frames; done += m_mono.size()) {
      goesOn = take(interleaved + done * m_channels, std::min(m_mono.size(), frames - done), now);
    }
  }
  m_delivered.fetch_add(frames, std::memory_order_relaxed);  // a statistic: orders nothing
  m_meter.noteArrival(m_counted + m_heldBack * m_heldFrames, now);
  return goesOn;
}

bool CaptureTap::isRunaway(std::size_t frames, Clock::time_point now) noexcept TS_NONBLOCKING {
  if (m_isFirst) m_firstTime = now;
  m_frames += frames;
  const double allowedSeconds = secondsSinceFirst(now) * kFasterThanTheClock + kBurstSeconds;
  // One block is always in order, however long it is.
  if (static_cast<double>(m_frames - frames) <= allowedSeconds * m_rateHz) return false;
  m_hasRunAway.store(true, std::memory_order_relaxed);
  return true;
}

bool CaptureTap::begin(std::size_t frames, Clock::time_point now) noexcept TS_NONBLOCKING {
  if (m_hasBegun) return true;
  double lost = 0;
  if (m_silentSince) lost = std::max(0.0, secondsBetween(*m_silentSince, now) * m_rateHz - static_cast<double>(frames));
  m_hasBegun = m_producer.beginStream(m_rateHz, static_cast<std::uint64_t>(std::llround(lost)));
  if (m_hasBegun) m_firstTime = now;
  if (m_hasBegun) m_frames = frames;
  return m_hasBegun;
}

// Behind the clock by more than before the pause: that much was never recorded.
void CaptureTap::checkForStall(std::size_t frames, double sincePrevious,
                               Clock::time_point now) noexcept TS_NONBLOCKING {
  const double blockSeconds = static_cast<double>(frames) / m_rateHz;
  const double lag = secondsSinceFirst(now) - static_cast<double>(m_counted + m_heldBack * m_heldFrames) / m_rateHz;
  if (sincePrevious > kPauseSeconds + blockSeconds) {
    m_isRecovering = true;
    return;
  }
  if (m_isRecovering && sincePrevious < blockSeconds / 2) return;
  if (std::exchange(m_isRecovering, false) && lag - m_lagBefore > kSmallestStallSeconds) {
    lose(static_cast<std::uint64_t>((lag - m_lagBefore) * m_rateHz), core::GapReason::Stall);
    return;
  }
  m_lagBefore = lag;
}

bool CaptureTap::take(const float* interleaved, std::size_t frames, Clock::time_point now) noexcept TS_NONBLOCKING {
  const std::span<float> block = std::span(m_mono).first(frames);
  m_picker.pick(interleaved, block);
  if (m_heldBack > 0) {
    const bool isTheSame = std::ranges::equal(block, std::span(m_held).first(m_heldFrames));
    const double heldSeconds = m_heldBack * static_cast<double>(m_heldFrames) / m_rateHz;
    const bool isLive = heldSeconds >= kHeldSeconds && secondsBetween(m_heldSince, now) >= kAsTheClock * heldSeconds;
    if (isTheSame && !isLive) {
      ++m_heldBack;
      return m_producer.isCurrent();
    }
    if (!release()) return false;
  }
  if (endsAsPrevious(block)) {
    std::swap(m_mono, m_held);
    m_heldFrames = frames;
    m_heldBack = 1;
    m_heldSince = now;
    return true;
  }
  m_counted += frames;
  const bool isWanted = m_producer.push(block) != core::PushResult::Revoked;
  std::swap(m_mono, m_previous);
  m_previousFrames = frames;
  return isWanted;
}

// What was held back was sound after all.
bool CaptureTap::release() noexcept TS_NONBLOCKING {
  if (m_heldBack == 0) return true;
  for (; m_heldBack > 0; --m_heldBack) {
    m_counted += m_heldFrames;
    if (m_producer.push(std::span(m_held).first(m_heldFrames)) == core::PushResult::Revoked) return false;
  }
  std::swap(m_held, m_previous);
  m_previousFrames = m_heldFrames;
  return true;
}

// A read that fails in the middle of a block leaves the end of the one before in it.
bool CaptureTap::endsAsPrevious(std::span<const float> block) const noexcept TS_NONBLOCKING {
  if (block.size() != m_previousFrames) return false;
  bool isSilent = true;
  for (std::size_t i = block.size() - std::min(block.size(), kTellingFrames); i < block.size(); ++i) {
    if (block[i] != m_previous[i]) return false;
    isSilent = isSilent && block[i] == 0;
  }
  return !isSilent;
}

void CaptureTap::lose(std::uint64_t frames, core::GapReason reason) noexcept TS_NONBLOCKING {
  release();  // what was held back came before the gap
  m_producer.noteLoss(frames, reason);
  m_counted += frames;
  m_meter.noteBreak();
}

double CaptureTap::secondsSinceFirst(Clock::time_point now) const noexcept TS_NONBLOCKING {
  return secondsBetween(m_firstTime, now);
}

}  // namespace tunescope::audio
