// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/numbertext.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace tunescope::present {

namespace {
constexpr QChar kMinus(0x2212);
}  // namespace

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

QString countText(std::uint64_t count) {
  return QLocale(QLocale::English).toString(qulonglong(count));
}

}  // namespace tunescope::present
