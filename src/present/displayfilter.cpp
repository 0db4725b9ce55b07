// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/displayfilter.h"

#include <algorithm>
#include <cmath>

namespace tunescope::present {

namespace {
constexpr double kMinSigmaCents = 0.01;
constexpr double kMeanOverTimeConstants = 4;
}  // namespace

bool DisplayFilter::add(double timeS, double cents, double sigmaCents) noexcept {
  const double sigma = std::max(sigmaCents, kMinSigmaCents);
  const double variance = sigma * sigma;
  if (m_isEmpty || std::abs(cents - m_cents) > kSnapCents) {
    m_isEmpty = false;
    m_timeS = timeS;
    m_cents = cents;
    m_variance = m_meanVariance = variance;
    return true;
  }
  const double elapsedS = std::max(0.0, timeS - m_timeS);
  m_timeS = timeS;
  m_meanVariance += (variance - m_meanVariance) * -std::expm1(-elapsedS / (kMeanOverTimeConstants * m_timeConstantS));
  // In the steady state the gain k of a random walk obeys q = k² / (1 - k) · R, with k = 1 - exp(-dt / tau).
  const double wantedGain = std::min(-std::expm1(-elapsedS / m_timeConstantS), 0.999);
  m_variance += wantedGain * wantedGain / (1 - wantedGain) * m_meanVariance;
  const double gain = m_variance / (m_variance + variance);
  m_cents += gain * (cents - m_cents);
  m_variance *= 1 - gain;
  return false;
}

}  // namespace tunescope::present
