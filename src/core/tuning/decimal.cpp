// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/decimal.h"

#include <cmath>
#include <cstdint>

namespace tunescope::core {

namespace {

constexpr std::size_t kMaxDecimalLength = 300;              // longer numbers exceed a double
constexpr std::uint64_t kMaxMantissa = 99'999'999'999'999;  // one digit more fits into 53 bits

}  // namespace

std::optional<double> parseDecimal(std::string_view text) noexcept {
  const bool isNegative = text.starts_with('-');
  if (isNegative || text.starts_with('+')) text.remove_prefix(1);
  if (text.size() > kMaxDecimalLength) return std::nullopt;
  std::uint64_t mantissa = 0;
  int exponent = 0;
  bool hasPoint = false, hasDigit = false;
  for (const char c : text) {
    if (c == '.' && !hasPoint) {
      hasPoint = true;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    hasDigit = true;
    if (mantissa <= kMaxMantissa) {
      mantissa = mantissa * 10 + static_cast<std::uint64_t>(c - '0');
      if (hasPoint) --exponent;
    } else if (!hasPoint) {
      ++exponent;
    }
  }
  if (!hasDigit) return std::nullopt;
  double value = static_cast<double>(mantissa);
  // Powers of ten up to 22 are exact, so one division rounds only once.
  if (exponent < 0) value /= std::pow(10.0, -exponent);
  if (exponent > 0) value *= std::pow(10.0, exponent);
  return isNegative ? -value : value;
}

std::string fixedDecimal(double value, int decimals) {
  std::int64_t unit = 1;
  for (int i = 0; i < decimals; ++i) unit *= 10;
  const std::int64_t steps = std::llround(std::abs(value) * static_cast<double>(unit));
  std::string text = std::to_string(steps / unit);
  if (decimals > 0) {
    const std::string digits = std::to_string(steps % unit);
    text += "." + std::string(static_cast<std::size_t>(decimals) - digits.size(), '0') + digits;
  }
  return value < 0 && steps != 0 ? "-" + text : text;
}

}  // namespace tunescope::core
