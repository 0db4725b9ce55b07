// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/rtaudio/capturetap.h"

#include <algorithm>
#include <cmath>
#include <thread>
#include <utility>

namespace tunescope::audio {

namespace {

constexpr auto kWorkPoll = std::chrono::milliseconds(1);
constexpr std::size_t kLongestPiece = 8192;  // frames
constexpr std::size_t kTellingFrames = 16;   // never equal by chance
constexpr double kFasterThanTheClock = 1.05;
constexpr double kBurstSeconds = 2.5;     // what a server may have kept for a new stream: PulseAudio keeps 2 s
constexpr double kHeldSeconds = 0.04;     // minimum, before blocks at the pace of the clock are accepted
constexpr double kAsTheClock = 0.75;      // of the required time
constexpr double kPendingSeconds = 1.25;  // LatenessJudge needs less, unless a server keeps something for a new stream

template <class TimePoint>
double secondsBetween(TimePoint from, TimePoint to) noexcept TS_NONBLOCKING {
  return std::chrono::duration<double>(to - from).count();
}

template <class Duration>
Duration roundedTo(double seconds) noexcept TS_NONBLOCKING {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

}  // namespace

CaptureTap::CaptureTap(const Setup& setup, std::atomic<std::uint64_t>& delivered, CallbackMeter& meter)
    : m_producer(setup.producer),
      m_packer(setup.layout),
      m_pieceFrames(std::max<std::size_t>(setup.blockFrames, kLongestPiece)),
      m_mostPending(m_pieceFrames + static_cast<std::size_t>(kPendingSeconds * setup.sampleRateHz)),
      m_rateHz(setup.sampleRateHz),
      m_silentSince(setup.silentSince),
      m_delivered(delivered),
      m_meter(meter),
      m_piece(samplesOf(m_pieceFrames)),
      m_previous(m_piece.size()),
      m_held(m_piece.size()),
      m_pending(samplesOf(m_mostPending)),
      m_firstChannel(setup.layout.firstChannel) {}

bool CaptureTap::process(const float* interleaved, std::size_t frames, bool isOverflow,
                         const Instant& now) noexcept TS_NONBLOCKING {
  m_isAtWork.store(true);
  const bool goesOn = m_isMuted.load() || admit(interleaved, frames, isOverflow, now);
  m_isAtWork.store(false);
  return goesOn;
}

bool CaptureTap::admit(const float* interleaved, std::size_t frames, bool isOverflow,
                       const Instant& now) noexcept TS_NONBLOCKING {
  if (hasRunAway() || isRunaway(frames, now.steady)) return false;
  if (interleaved == nullptr || frames == 0) return true;
  if (std::exchange(m_isFirst, false)) {
    m_previousTime = now.elapsed;
    return true;
  }
  if (!m_isOpen) begin(frames, now);
  const double sincePrevious = secondsBetween(m_previousTime, now.elapsed);
  m_previousTime = now.elapsed;
  bool goesOn = true;
  if (isOverflow) {
    loseOverflow(frames, sincePrevious);
  } else if (const auto verdict = judge(frames, now.elapsed); verdict == LatenessJudge::Verdict::LastSurplus) {
    lose(frames, core::GapReason::Stall);
  } else if (verdict == LatenessJudge::Verdict::Surplus) {
    m_previousFrames = 0;
  } else {
    goesOn = follow(verdict) && followSource() && takeAll(interleaved, frames, now.steady);
  }
  m_delivered.fetch_add(frames, std::memory_order_relaxed);  // a statistic: orders nothing
  m_meter.noteArrival(ofStream(), now.steady, nextDue());
  return goesOn;
}

void CaptureTap::conclude() {
  mute();
  while (m_isAtWork.load()) std::this_thread::sleep_for(kWorkPoll);
  if (!isHeldAtPace()) m_heldBack = 0;  // the stale block of a dead server, repeated
  release();
  if (!m_isHolding) {
    handPending();
  } else if (m_hasBegun || m_pendingFrames > 0) {
    m_judge.settle();
    settle();
  }
  if (m_isOpen) m_meter.noteEnd(ofStream(), nextDue());
}

bool CaptureTap::isRunaway(std::size_t frames, Clock::time_point now) noexcept TS_NONBLOCKING {
  if (m_isFirst) m_firstTime = now;
  m_frames += frames;
  const double allowedSeconds = secondsBetween(m_firstTime, now) * kFasterThanTheClock + kBurstSeconds;
  // A single block always counts as in order, however long it is.
  if (static_cast<double>(m_frames - frames) <= allowedSeconds * m_rateHz) return false;
  m_hasRunAway.store(true, std::memory_order_relaxed);
  return true;
}

void CaptureTap::begin(std::size_t frames, const Instant& now) noexcept TS_NONBLOCKING {
  m_isOpen = true;
  m_firstTime = now.steady;
  m_frames = frames;
  m_origin = now.elapsed - roundedTo<ElapsedClock::duration>(secondsOf(frames));
  if (m_silentSince && *m_silentSince < m_origin) {
    m_origin = *m_silentSince;
    m_judge.beginLate();
    m_isHolding = true;
  } else {
    m_hasBegun = beginStream(0);
  }
}

// False: the ring has no room for the mark.
bool CaptureTap::beginStream(std::uint64_t lostFrames) noexcept TS_NONBLOCKING {
  const std::uint32_t facts = m_facts.load(std::memory_order_acquire);
  if (!m_producer.beginStream(m_rateHz, lostFrames, core::GapReason::Device, m_packer.layout(), facts)) return false;
  m_begunFacts = facts;
  return true;
}

// Marks where another source begins. False: the stream is revoked.
bool CaptureTap::followSource() noexcept TS_NONBLOCKING {
  if (!m_hasBegun || m_isHolding || m_facts.load(std::memory_order_acquire) == m_begunFacts) return true;
  if (!release()) return false;  // came from the one before
  m_previousFrames = 0;
  beginStream(0);  // or before the next block, when there is room for the mark
  return m_producer.isCurrent();
}

LatenessJudge::Verdict CaptureTap::judge(std::size_t frames, ElapsedClock::time_point now) noexcept TS_NONBLOCKING {
  return m_judge.judge(secondsBetween(m_origin, now), secondsOf(counted() + frames), secondsOf(frames));
}

// Work that is due before the block is taken. False: the stream is revoked.
bool CaptureTap::follow(LatenessJudge::Verdict verdict) noexcept TS_NONBLOCKING {
  using Verdict = LatenessJudge::Verdict;
  if (!m_hasBegun && !m_isHolding) m_hasBegun = beginStream(m_startLoss);  // there was no room
  const bool isFull = m_pendingFrames + m_pieceFrames > m_mostPending;
  if (verdict == Verdict::Settled) return settle();
  if (verdict == Verdict::OnTime) return true;
  if (!m_hasBegun || verdict == Verdict::Hold) {
    if (!m_isHolding && !release()) return false;  // came before it stood still
    m_isHolding = true;
    if (!isFull) return true;
    if (m_hasBegun) return handPending();
    m_judge.settle();
    return settle();
  }
  m_isHolding = true;
  return handPending(std::min(m_pendingFrames, static_cast<std::size_t>(m_judge.sinceStandstillS() * m_rateHz)));
}

// The loss is known: the gap, then the samples held back after it.
bool CaptureTap::settle() noexcept TS_NONBLOCKING {
  const auto missing = static_cast<std::uint64_t>(std::llround(m_judge.missingS() * m_rateHz));
  if (m_hasBegun) {
    if (missing > 0) m_producer.noteLoss(missing, core::GapReason::Stall);
    if (missing > 0) m_meter.noteBreak();
  } else {
    m_startLoss = missing;
    m_hasBegun = beginStream(missing);
  }
  m_counted += missing;
  m_isHolding = false;
  return handPending();
}

void CaptureTap::loseOverflow(std::size_t frames, double sincePrevious) noexcept TS_NONBLOCKING {
  m_meter.noteOverrun();
  m_previousFrames = 0;
  if (!m_hasBegun && m_isHolding) return;  // it is part of the loss at the start
  lose(std::max<std::uint64_t>(frames, static_cast<std::uint64_t>(sincePrevious * m_rateHz)), core::GapReason::Overrun);
}

bool CaptureTap::takeAll(const float* interleaved, std::size_t frames, Clock::time_point now) noexcept TS_NONBLOCKING {
  bool goesOn = true;
  for (std::size_t done = 0; goesOn && done < frames; done += m_pieceFrames) {
    goesOn = take(interleaved + done * m_packer.layout().sourceChannels, std::min(m_pieceFrames, frames - done), now);
  }
  return goesOn;
}

bool CaptureTap::take(const float* interleaved, std::size_t frames, Clock::time_point now) noexcept TS_NONBLOCKING {
  regroup();
  m_packer.pack(interleaved, std::span(m_piece).first(samplesOf(frames)));
  const std::span<const float> block = firstOf(m_piece, frames);
  if (m_heldBack > 0) {
    const bool isTheSame = std::ranges::equal(block, firstOf(m_held, m_heldFrames));
    const double heldSeconds = m_heldBack * static_cast<double>(m_heldFrames) / m_rateHz;
    const bool isLive = heldSeconds >= kHeldSeconds && secondsBetween(m_heldSince, now) >= kAsTheClock * heldSeconds;
    if (isTheSame && !isLive) {
      ++m_heldBack;
      m_heldUntil = now;
      return m_producer.isCurrent();
    }
    if (!release()) return false;
  }
  if (endsAsPrevious(block)) {
    std::swap(m_piece, m_held);
    m_heldFrames = frames;
    m_heldBack = 1;
    m_heldSince = now;
    m_heldUntil = now;
    return true;
  }
  const bool isWanted = hand(block);
  std::swap(m_piece, m_previous);
  m_previousFrames = frames;
  return isWanted;
}

// Only when nothing of the previous group is held back, so that the mark follows all of it.
void CaptureTap::regroup() noexcept TS_NONBLOCKING {
  core::FrameLayout layout = m_packer.layout();
  const unsigned first = m_firstChannel.load(std::memory_order_relaxed);
  if (first == layout.firstChannel || !m_hasBegun || m_isHolding || m_heldBack > 0) return;
  if (!m_producer.regroup(first)) return;  // no room for the mark: with the next block
  layout.firstChannel = first;
  m_packer = FramePacker(layout);
  m_previousFrames = 0;
}

// The held-back blocks came at the pace of the clock, unlike those of a dead server.
bool CaptureTap::isHeldAtPace() const noexcept TS_NONBLOCKING {
  if (m_heldBack <= 1) return true;
  return secondsBetween(m_heldSince, m_heldUntil) >= kAsTheClock * (m_heldBack - 1) * secondsOf(m_heldFrames);
}

// The held-back samples were valid after all.
bool CaptureTap::release() noexcept TS_NONBLOCKING {
  if (m_heldBack == 0) return true;
  for (; m_heldBack > 0; --m_heldBack) {
    if (!hand(firstOf(m_held, m_heldFrames))) return false;
  }
  std::swap(m_held, m_previous);
  m_previousFrames = m_heldFrames;
  return true;
}

// A read that fails in the middle of a block leaves the end of the previous block in it.
bool CaptureTap::endsAsPrevious(std::span<const float> block) const noexcept TS_NONBLOCKING {
  if (block.size() != samplesOf(m_previousFrames)) return false;
  bool isSilent = true;
  for (std::size_t i = block.size() - std::min(block.size(), samplesOf(kTellingFrames)); i < block.size(); ++i) {
    if (block[i] != m_previous[i]) return false;
    isSilent = isSilent && block[i] == 0;
  }
  return !isSilent;
}

// Into the ring, or behind the samples held back until the loss before them is known.
bool CaptureTap::hand(std::span<const float> block) noexcept TS_NONBLOCKING {
  const std::uint32_t width = m_packer.layout().width();
  const std::size_t frames = block.size() / width;
  m_counted += frames;
  if (!m_isHolding || (m_pendingFrames + frames > m_mostPending && !handPending())) {
    return m_producer.push(block, width) != core::PushResult::Revoked;
  }
  std::ranges::copy(block, m_pending.begin() + static_cast<std::ptrdiff_t>(samplesOf(m_pendingFrames)));
  m_pendingFrames += frames;
  return m_producer.isCurrent();
}

// Pushes the samples held back, except the newest keep frames.
bool CaptureTap::handPending(std::size_t keep) noexcept TS_NONBLOCKING {
  bool goesOn = m_producer.isCurrent();
  const std::uint32_t width = m_packer.layout().width();
  const auto old = firstOf(m_pending, m_pendingFrames - keep);
  const std::size_t piece = samplesOf(kLongestPiece);
  for (std::size_t done = 0; goesOn && done < old.size(); done += piece) {
    const auto block = old.subspan(done, std::min(piece, old.size() - done));
    goesOn = m_producer.push(block, width) != core::PushResult::Revoked;
  }
  std::ranges::copy(std::span(m_pending).subspan(old.size(), samplesOf(keep)), m_pending.begin());
  m_pendingFrames = keep;
  return goesOn;
}

void CaptureTap::lose(std::uint64_t frames, core::GapReason reason) noexcept TS_NONBLOCKING {
  release();  // the held-back samples came before the gap
  handPending();
  m_producer.noteLoss(frames, reason);
  m_counted += frames;
  m_previousFrames = 0;
  m_meter.noteBreak();
}

// When the next sample that the ring does not have is due, at the pace of the samples before.
ElapsedClock::time_point CaptureTap::nextDue() const noexcept TS_NONBLOCKING {
  const double seconds = secondsOf(m_counted - m_pendingFrames) + m_judge.usualLagS();
  return m_origin + roundedTo<ElapsedClock::duration>(seconds);
}

}  // namespace tunescope::audio
