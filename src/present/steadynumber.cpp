// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/steadynumber.h"

#include <algorithm>
#include <cmath>

namespace tunescope::present {

namespace {
constexpr double kMargin = 1.5;  // by which the first decimals of a note are known, and for how long
constexpr double kGainAfterS = 1;
constexpr double kLaterMargin = 2.5;  // the same of more that come later: a change has to be worth it
constexpr double kLaterGainAfterS = 5;
constexpr double kMeanSigmaS = 0.5;
constexpr double kMinSigma = 1e-6;
constexpr double kKeepSteps = 0.65;  // of the last digit; at 0.5 noise would flip it
}  // namespace

int knownDecimals(double sigma, int most) noexcept {
  if (!(sigma >= 0)) return 0;
  int decimals = 0;
  while (decimals < most && std::pow(10.0, -(decimals + 1)) >= 2 * sigma) ++decimals;
  return decimals;
}

void SteadyDecimals::update(double timeS, double sigma) noexcept {
  const double logSigma = std::log(std::max(sigma, kMinSigma));
  m_logSigma =
      m_isEmpty ? logSigma : m_logSigma + (logSigma - m_logSigma) * -std::expm1(-(timeS - m_timeS) / kMeanSigmaS);
  m_isEmpty = false;
  m_timeS = timeS;
  const double usual = std::exp(m_logSigma);
  m_decimals = std::clamp(knownDecimals(usual, m_most), m_least, m_decimals);
  const int wellKnown = knownDecimals(usual * (m_hasGained ? kLaterMargin : kMargin), m_most);
  if (wellKnown <= m_decimals) {
    m_betterSinceS = -1;
  } else if (m_betterSinceS < 0) {
    m_betterSinceS = timeS;
  } else if (timeS - m_betterSinceS >= (m_hasGained ? kLaterGainAfterS : kGainAfterS)) {
    m_hasGained = true;
    m_decimals = wellKnown;
  }
}

double SteadyNumber::update(double value, int decimals, double lowest, double highest) noexcept {
  const double step = std::pow(10.0, -decimals);
  if (decimals != m_decimals || std::abs(value - m_value) > kKeepSteps * step)
    m_value = std::round(value / step) * step;
  m_value = std::clamp(m_value, lowest, highest);
  m_decimals = decimals;
  return m_value;
}

double sigmaHertz(double hertz, double sigmaCents) noexcept {
  return hertz * std::expm1(sigmaCents * M_LN2 / 1200);
}

}  // namespace tunescope::present
