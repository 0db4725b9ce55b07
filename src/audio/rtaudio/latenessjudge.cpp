// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/rtaudio/latenessjudge.h"

#include <algorithm>
#include <utility>

namespace tunescope::audio {

namespace {

constexpr double kWindowS = 0.5;
constexpr double kLateS = 0.25;           // further behind than usual means a standstill
constexpr double kCatchingUpS = 0.02;     // in kSettleS: faster than the clock, and not by chance
constexpr double kSettleS = 0.5;          // how long blocks come at the pace of the clock before the backlog is drained
constexpr double kSettleAtStartS = 0.25;  // the same for a reopened stream
constexpr double kDriftS = 0.0005;        // per window
constexpr double kLittleS = 0.1;          // a small lag may be chance: wait twice as long
constexpr double kMinMissingS = 0.01;     // below that, or below a block, it is jitter
constexpr double kMaxJitterS = 0.02;
constexpr double kSurplusS = 0.1;  // no block is that early by chance
constexpr double kDisputeS = 30;   // a backlog that is not drained by then does not exist

}  // namespace

void LatenessJudge::beginLate() noexcept TS_NONBLOCKING {
  *this = {};
  m_lags[0] = m_usualLagS = 0;
  m_lagCount = 1;
  m_isLate = true;
  m_settleS = kSettleAtStartS;
  m_caughtUpLagS = m_lateLagS = kNone;
}

LatenessJudge::Verdict LatenessJudge::judge(double nowS, double endS, double blockS) noexcept TS_NONBLOCKING {
  const double lagS = nowS - endS;
  m_toleranceS = std::max(blockS, kMinMissingS) + m_jitterS;
  const Verdict verdict = m_isLate ? judgeLate(nowS, lagS, blockS) : judgeInStep(nowS, lagS, blockS);
  m_previousS = nowS;
  return verdict;
}

LatenessJudge::Verdict LatenessJudge::judgeInStep(double nowS, double lagS, double blockS) noexcept TS_NONBLOCKING {
  if (nowS >= m_windowEndS && m_windowLagS != kNone) closeWindow(nowS);
  if (m_windowEndS == 0) m_windowEndS = nowS + kWindowS;
  if (m_usualLagS != kNone && lagS > m_usualLagS + kLateS) {
    m_isLate = true;
    m_isBurst = true;
    m_settleS = kSettleS;
    m_standstillEndS = m_lateSinceS = nowS;
    m_caughtUpLagS = m_lateLagS = lagS;
    return Verdict::Hold;
  }
  if (isDisputed(nowS)) {
    if (const Verdict verdict = surplus(lagS, blockS); verdict != Verdict::OnTime) return verdict;
  }
  m_windowLagS = std::min(m_windowLagS, lagS);
  return Verdict::OnTime;
}

LatenessJudge::Verdict LatenessJudge::judgeLate(double nowS, double lagS, double blockS) noexcept TS_NONBLOCKING {
  if (lagS <= m_usualLagS + m_toleranceS) {  // nothing is missing
    m_lateLagS = lagS;
    settle();
    return Verdict::Settled;
  }
  const bool isFast = nowS - m_previousS < blockS / 2;
  m_isBurst = m_isBurst && isFast && lagS < m_lateLagS;
  const bool standsStillAgain = lagS > m_lateLagS + kLateS;
  if (m_isBurst || standsStillAgain || lagS < m_caughtUpLagS - kCatchingUpS) {
    m_lateSinceS = nowS;
    m_caughtUpLagS = m_lateLagS = lagS;
    m_isBurst = true;
    if (standsStillAgain) m_standstillEndS = nowS;
    m_previousS = nowS;
    return Verdict::Backlog;
  }
  m_lateLagS = std::min(m_lateLagS, lagS);
  const bool isLittle = m_lateLagS - m_usualLagS < kLittleS;
  if (nowS - m_lateSinceS < (isLittle ? 2 : 1) * m_settleS) return Verdict::Hold;
  settle();
  return Verdict::Settled;
}

void LatenessJudge::settle() noexcept TS_NONBLOCKING {
  const double missingS = m_lateLagS - m_usualLagS;
  m_missingS = missingS > m_toleranceS ? missingS : 0;
  if (m_missingS > 0) {
    m_disputableS = m_missingS;
    m_disputeEndS = m_previousS + kDisputeS;
  }
  m_isLate = false;
  m_windowLagS = kNone;
  m_windowEndS = 0;
}

LatenessJudge::Verdict LatenessJudge::surplus(double lagS, double blockS) noexcept TS_NONBLOCKING {
  const double earlyS = m_usualLagS - lagS;
  if (earlyS > (m_isSurplus ? blockS : kSurplusS) && m_disputableS > blockS) {
    m_isSurplus = true;
    m_disputableS -= blockS;
    return Verdict::Surplus;
  }
  return std::exchange(m_isSurplus, false) ? Verdict::LastSurplus : Verdict::OnTime;
}

void LatenessJudge::closeWindow(double nowS) noexcept TS_NONBLOCKING {
  // Being early must not become the usual: it shows samples that were counted as lost by mistake.
  if (isDisputed(nowS)) m_windowLagS = std::max(m_windowLagS, m_usualLagS - kDriftS);
  m_lags[m_lagCount++ % m_lags.size()] = m_windowLagS;
  auto sorted = m_lags;
  const std::size_t count = std::min(m_lagCount, sorted.size());
  for (std::size_t i = 1; i < count; ++i) {
    for (std::size_t j = i; j > 0 && sorted[j] < sorted[j - 1]; --j) std::swap(sorted[j], sorted[j - 1]);
  }
  m_usualLagS = sorted[count / 2];
  m_jitterS = std::min(sorted[count - 1] - m_usualLagS, kMaxJitterS);
  m_windowLagS = kNone;
  m_windowEndS = nowS + kWindowS;
}

double LatenessJudge::usualLagS() const noexcept TS_NONBLOCKING {
  if (m_usualLagS != kNone) return m_usualLagS;
  return m_windowLagS != kNone ? m_windowLagS : 0;
}

}  // namespace tunescope::audio
