// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/annotations.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace tunescope::audio {

// Distinguishes late samples from lost samples by the arrival times of blocks. A sound server that could not deliver
// for a while keeps the recorded samples, up to a limit, and then delivers them faster than real time. The loss
// is known only when that backlog is drained: when blocks have arrived at the pace of the clock for half a
// second. If the stream is then further behind the clock than before, the difference was never delivered.
//
// Where: a server that keeps samples drops those that do not fit, and has room again when blocks
// come again. So samples are missing before those recorded since then (sinceStandstillS()), which are held back until
// the loss is known.
//
// Blocks may be late by chance but never early. So the delay of a stream is the minimum of half a second, and the usual
// delay is the median of the last ones, which also follows a device whose clock drifts.
//
// If it is wrong all the same, because the backlog itself came at the pace of the clock for half a second, the stream
// is early afterwards, and as many samples as were counted as lost by mistake are dropped.
//
// Thread: capture. Realtime-safe: wait-free.
class LatenessJudge {
 public:
  enum class Verdict : std::uint8_t {
    OnTime,      // follows the block before it
    Hold,        // keep it back
    Backlog,     // the same, but only the samples of the last sinceStandstillS() need be held back
    Settled,     // missingS() is missing before the samples held back, which this block follows
    Surplus,     // already counted as lost: drop it, and do not count it
    LastSurplus  // already counted as lost: drop it, and count it as lost
  };

  // A stream that continues an interrupted one, at the moment 0: the loss at its start is not known yet.
  void beginLate() noexcept TS_NONBLOCKING;

  // A block has arrived. nowS: on the clock; endS: on the stream, at the end of this block, lost samples included.
  Verdict judge(double nowS, double endS, double blockS) noexcept TS_NONBLOCKING;

  // No more samples can be held back: as if it had settled.
  void settle() noexcept TS_NONBLOCKING;

  double missingS() const noexcept TS_NONBLOCKING { return m_missingS; }
  double sinceStandstillS() const noexcept TS_NONBLOCKING { return m_previousS - m_standstillEndS; }
  // How late the stream's samples usually arrive, relative to the moment 0 of both.
  double usualLagS() const noexcept TS_NONBLOCKING;

 private:
  static constexpr double kNone = std::numeric_limits<double>::infinity();

  Verdict judgeInStep(double nowS, double lagS, double blockS) noexcept TS_NONBLOCKING;
  Verdict judgeLate(double nowS, double lagS, double blockS) noexcept TS_NONBLOCKING;
  bool isDisputed(double nowS) const noexcept TS_NONBLOCKING { return m_disputableS > 0 && nowS < m_disputeEndS; }
  void closeWindow(double nowS) noexcept TS_NONBLOCKING;
  Verdict surplus(double lagS, double blockS) noexcept TS_NONBLOCKING;

  std::array<double, 7> m_lags{};  // the minimum lag of each of the last windows, a ring
  std::size_t m_lagCount = 0;      // that were ever put in
  double m_usualLagS = kNone;      // the median of those
  double m_jitterS = 0;            // how far their maximum is above it
  double m_windowLagS = kNone;     // the minimum of the present window
  double m_windowEndS = 0;

  bool m_isLate = false;
  bool m_isBurst = false;  // since m_lateSinceS, blocks came faster than the clock
  double m_settleS = 0;
  double m_standstillEndS = 0;  // when a block came again
  double m_lateSinceS = 0;      // when it last caught up
  double m_caughtUpLagS = 0;    // the lag at that moment
  double m_lateLagS = 0;        // the least lag since then
  double m_previousS = 0;       // when the previous block came
  double m_toleranceS = 0;      // lateness that is too small for a gap
  double m_missingS = 0;        // of the last verdict Settled

  double m_disputableS = 0;  // of the counted loss, how much may still turn up
  double m_disputeEndS = 0;
  bool m_isSurplus = false;
};

}  // namespace tunescope::audio
