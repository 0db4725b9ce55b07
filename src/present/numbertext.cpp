// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/numbertext.h"

#include "present/numbers.h"

#include <QLocale>

#include <string>

namespace tunescope::present {

namespace {
constexpr QChar kMinus(0x2212);
}  // namespace

QString plainText(double value, int decimals) {
  std::string text;
  appendFixed(text, value, decimals);
  return QString::fromStdString(text);
}

QString signedText(double value, int decimals) {
  std::string text;
  appendSigned(text, value, decimals);
  return QString::fromStdString(text).replace(QLatin1Char('-'), kMinus);
}

QString countText(std::uint64_t count) {
  return QLocale(QLocale::English).toString(qulonglong(count));
}

}  // namespace tunescope::present
