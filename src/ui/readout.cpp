// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/readout.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {
constexpr QChar kMinus(0x2212);
constexpr double kBetterBy = 1.5;
}  // namespace

int knownDecimals(double sigma, int most) noexcept {
  if (!(sigma >= 0)) return 0;
  int decimals = 0;
  while (decimals < most && std::pow(10.0, -(decimals + 1)) >= 2 * sigma) ++decimals;
  return decimals;
}

int SteadyDecimals::update(double sigma) noexcept {
  const int known = knownDecimals(sigma, m_most);
  if (m_decimals < 0 || known < m_decimals) {
    m_decimals = known;
  } else {
    m_decimals = std::max(m_decimals, knownDecimals(sigma * kBetterBy, m_most));
  }
  return m_decimals;
}

QString plainText(double value, int decimals) {
  if (!std::isfinite(value)) return {};
  return QLocale::c().toString(value, 'f', decimals).remove(QLatin1Char(','));
}

QString signedText(double value, int decimals) {
  QString digits = plainText(std::abs(value), decimals);
  const bool isZero = std::none_of(digits.cbegin(), digits.cend(), [](QChar c) { return c >= u'1' && c <= u'9'; });
  if (digits.isEmpty() || isZero) return digits;
  return digits.prepend(value < 0 ? kMinus : QLatin1Char('+'));
}

double sigmaHertz(double hertz, double sigmaCents) noexcept {
  return hertz * std::expm1(sigmaCents * M_LN2 / 1200);
}

}  // namespace tunescope::ui
