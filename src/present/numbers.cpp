// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace tunescope::present {

namespace {

constexpr double kLimit = 1e15;
constexpr std::size_t kBufferSize = 64;  // 16 digits, a point, a sign and up to 20 decimals

bool isZero(std::string_view text) noexcept {
  return text.find_first_not_of("-0.") == std::string_view::npos;
}

// "-0.00" would be a negative number that does not exist.
bool isNegativeZero(std::string_view text) noexcept {
  return text.starts_with('-') && isZero(text);
}

}  // namespace

bool appendFixed(std::string& out, double value, int decimals) {
  if (!(std::abs(value) < kLimit)) return false;
  std::array<char, kBufferSize> buffer;
  const auto result =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
  if (result.ec != std::errc()) return false;
  std::string_view text(buffer.data(), static_cast<std::size_t>(result.ptr - buffer.data()));
  if (isNegativeZero(text)) text.remove_prefix(1);
  out += text;
  return true;
}

bool appendSigned(std::string& out, double value, int decimals) {
  std::string text;
  if (!appendFixed(text, value, decimals)) return false;
  if (value > 0 && !isZero(text)) out += '+';
  out += text;
  return true;
}

void appendInteger(std::string& out, std::int64_t value) {
  std::array<char, 24> buffer;
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  out.append(buffer.data(), result.ptr);
}

bool appendShortest(std::string& out, double value, int minDecimals) {
  if (!(std::abs(value) < kLimit)) return false;
  std::array<char, 400> buffer;
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
  if (result.ec != std::errc()) return false;
  std::string_view text(buffer.data(), static_cast<std::size_t>(result.ptr - buffer.data()));
  if (isNegativeZero(text)) text.remove_prefix(1);
  out += text;
  const std::size_t point = text.find('.');
  const int decimals = point == std::string_view::npos ? 0 : static_cast<int>(text.size() - point - 1);
  if (decimals == 0 && minDecimals > 0) out += '.';
  if (decimals < minDecimals) out.append(static_cast<std::size_t>(minDecimals - decimals), '0');
  return true;
}

int hertzDecimals(double hertz) noexcept {
  return hertz < 10 ? 8 : hertz < 100 ? 7 : 6;
}

int centsDecimals(double cents) noexcept {
  return std::abs(cents) < 1e-3 ? 9 : 6;
}

}  // namespace tunescope::present
