// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/steadynumber.h"

#include <algorithm>
#include <cmath>

namespace tunescope::present {

namespace {
constexpr double kMaxTenthsSigmaCents = 0.25;  // of one reading; the display averages several
constexpr double kYoungS = 0.5;                // the short windows of a young note are less certain
constexpr double kMeanSigmaS = 0.5;
constexpr double kMinSigma = 1e-6;
constexpr int kMaxHertzDecimals = 3;
constexpr double kKeepSteps = 0.65;  // of the last digit; at 0.5 noise would toggle it
}  // namespace

void SteadyTenths::update(double timeS, double sigmaCents) noexcept {
  if (m_beginS < 0) m_beginS = timeS;
  if (timeS - m_beginS < kYoungS) return;
  const double logSigma = std::log(std::max(sigmaCents, kMinSigma));
  m_logSigma =
      m_isEmpty ? logSigma : m_logSigma + (logSigma - m_logSigma) * -std::expm1(-(timeS - m_timeS) / kMeanSigmaS);
  m_isEmpty = false;
  m_timeS = timeS;
  const bool isKnown = timeS - m_beginS >= kYoungS + kMeanSigmaS;
  if (isKnown && std::exp(m_logSigma) > kMaxTenthsSigmaCents) m_areShown = false;
}

int hertzDecimalsFor(double hertz, double cents) noexcept {
  const double step = hertz * std::expm1(cents * M_LN2 / 1200);
  int decimals = 1;
  while (decimals < kMaxHertzDecimals && std::pow(10.0, -decimals) > step) ++decimals;
  return decimals;
}

double SteadyNumber::update(double value, int decimals, double lowest, double highest) noexcept {
  const double step = std::pow(10.0, -decimals);
  if (decimals != m_decimals || std::abs(value - m_value) > kKeepSteps * step)
    m_value = std::round(value / step) * step;
  m_value = std::clamp(m_value, lowest, highest);
  m_decimals = decimals;
  return m_value;
}

}  // namespace tunescope::present
