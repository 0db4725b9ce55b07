// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/scopetext.h"

#include "core/scope/scopesteps.h"
#include "present/numbertext.h"

#include <algorithm>
#include <cmath>

namespace tunescope::present {

namespace {

constexpr double kNothingDb = -200;  // of a value next to nothing

// At most that many significant digits, no trailing zeros behind the point.
QString shortNumber(double value, int digits) {
  if (!(std::abs(value) > 0)) return QStringLiteral("0");
  const int whole = int(std::floor(std::log10(std::abs(value)))) + 1;
  QString text = plainText(std::abs(value), std::clamp(digits - whole, 0, 6));
  if (text.contains(QLatin1Char('.'))) {
    while (text.endsWith(QLatin1Char('0'))) text.chop(1);
    if (text.endsWith(QLatin1Char('.'))) text.chop(1);
  }
  return value < 0 ? QStringLiteral("\u2212") + text : text;
}

QString withUnit(const QString& number, const char* unit) {
  return number + QStringLiteral("\u00A0") + QString::fromUtf8(unit);
}

double decibels(double value) {
  return std::abs(value) > 0 ? std::max(kNothingDb, 20 * std::log10(std::abs(value))) : kNothingDb;
}

}  // namespace

QString timeStepText(double seconds) {
  return timeText(seconds);
}

QString timeText(double seconds) {
  constexpr int kDigits = 4;
  const double size = std::abs(seconds);
  if (size < 5e-10) return withUnit(QStringLiteral("0"), "s");
  if (size < 999.5e-6) return withUnit(shortNumber(seconds * 1e6, kDigits), "\u00B5s");
  if (size < 999.5e-3) return withUnit(shortNumber(seconds * 1e3, kDigits), "ms");
  return withUnit(shortNumber(seconds, kDigits), "s");
}

QString frequencyText(double hertz) {
  if (!std::isfinite(hertz)) return {};
  constexpr int kDigits = 4;
  return hertz < 9999.5 ? withUnit(shortNumber(hertz, std::max(kDigits, 5)), "Hz")
                        : withUnit(shortNumber(hertz / 1000, kDigits), "kHz");
}

QString fullScaleText(double value) {
  return withUnit(shortNumber(value, 3), "FS");
}

QString decibelText(double value) {
  const double level = decibels(value);
  return withUnit(level <= kNothingDb ? QStringLiteral("\u2212\u221E") : signedText(level, 1), "dBFS");
}

double ScopeScale::yOf(double value) const {
  if (isDecibels) return -decibels(value) / (perDivision * core::kScopeDivisionsDown);
  return 0.5 - value / (perDivision * core::kScopeDivisionsDown);
}

double ScopeScale::valueAt(double y) const {
  if (isDecibels) return std::pow(10, -y * perDivision * core::kScopeDivisionsDown / 20);
  return (0.5 - y) * perDivision * core::kScopeDivisionsDown;
}

QString ScopeScale::lineText(int line) const {
  if (isDecibels) return shortNumber(-line * perDivision, 3);
  return shortNumber((0.5 * core::kScopeDivisionsDown - line) * perDivision, 3);
}

}  // namespace tunescope::present
