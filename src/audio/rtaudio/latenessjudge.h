// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/annotations.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace tunescope::audio {

// Tells samples that come late from samples that are lost, by when blocks arrive. A sound server that could not deliver
// for a while keeps what was recorded, up to a limit, and then delivers it faster than real time. How much is missing
// is known only when that backlog is drained, which is when blocks have arrived at the pace of the clock for half a
// second. If the stream is then further behind the clock than it was before, that much was never delivered.
//
// Where: a server that keeps what it can drops what does not fit, and has room again from the moment at which blocks
// come again. So samples are missing before what was recorded since then (sinceStandstillS()), which is held back until
// it is known.
//
// Blocks come late by chance and never early. So the delay of a stream is the least of half a second, and the usual
// delay is the median of the last ones, which also follows a device whose clock drifts.
//
// Wrong all the same, because the backlog itself came at the pace of the clock for half a second? Then the stream is
// early afterwards, and as much as was counted as lost by mistake is left out.
//
// Thread: capture. Realtime-safe: wait-free.
class LatenessJudge {
 public:
  enum class Verdict : std::uint8_t {
    OnTime,      // follows the block before it
    Hold,        // keep it back
    Backlog,     // the same, but only what came in the last sinceStandstillS() need be kept back any more
    Settled,     // missingS() is missing before what is held back, which this block follows
    Surplus,     // was counted as lost already: leave it out, and do not count it
    LastSurplus  // was counted as lost already: leave it out, and count it as lost
  };

  // A stream that continues one that was interrupted, at the moment 0: what is missing at its start is not known yet.
  void beginLate() noexcept TS_NONBLOCKING;

  // A block has arrived. nowS: on the clock; endS: on the stream, where this block ends, lost samples included.
  Verdict judge(double nowS, double endS, double blockS) noexcept TS_NONBLOCKING;

  // There is no room to hold back more: as if it had settled.
  void settle() noexcept TS_NONBLOCKING;

  double missingS() const noexcept TS_NONBLOCKING { return m_missingS; }
  double sinceStandstillS() const noexcept TS_NONBLOCKING { return m_previousS - m_standstillEndS; }
  // How late the stream's samples usually arrive, against the moment 0 of both.
  double usualLagS() const noexcept TS_NONBLOCKING;

 private:
  static constexpr double kNone = std::numeric_limits<double>::infinity();

  Verdict judgeInStep(double nowS, double lagS, double blockS) noexcept TS_NONBLOCKING;
  Verdict judgeLate(double nowS, double lagS, double blockS) noexcept TS_NONBLOCKING;
  bool isDisputed(double nowS) const noexcept TS_NONBLOCKING { return m_disputableS > 0 && nowS < m_disputeEndS; }
  void closeWindow(double nowS) noexcept TS_NONBLOCKING;
  Verdict surplus(double lagS, double blockS) noexcept TS_NONBLOCKING;

  std::array<double, 7> m_lags{};  // the least lag of each of the last windows, a ring
  std::size_t m_lagCount = 0;      // that were ever put in
  double m_usualLagS = kNone;      // the median of those
  double m_jitterS = 0;            // how far the greatest of those is above it
  double m_windowLagS = kNone;     // the least of the present window
  double m_windowEndS = 0;

  bool m_isLate = false;
  bool m_isBurst = false;  // since m_lateSinceS, blocks came faster than the clock goes
  double m_settleS = 0;
  double m_standstillEndS = 0;  // when a block came again
  double m_lateSinceS = 0;      // when it last caught up
  double m_caughtUpLagS = 0;    // the lag at that moment
  double m_lateLagS = 0;        // the least lag since then
  double m_previousS = 0;       // when the block before came
  double m_toleranceS = 0;      // what is not worth a gap
  double m_missingS = 0;        // of the last verdict Settled

  double m_disputableS = 0;  // of what was counted as lost, how much may still turn up
  double m_disputeEndS = 0;
  bool m_isSurplus = false;
};

}  // namespace tunescope::audio
