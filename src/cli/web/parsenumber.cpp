// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/write/numbers.h"

#include <cmath>
#include <cstdlib>

namespace tunescope::cli {

// emscripten's library cannot read floating-point numbers by std::from_chars. A browser has only the plain locale here;
// input that strtod would accept beyond plain numbers (space, plus sign, hexadecimals, words) is excluded before.
std::optional<double> parseNumber(std::string_view text) noexcept {
  if (text.empty() || text.front() == '+' || text.find_first_not_of("0123456789.eE+-") != text.npos)
    return std::nullopt;
  const std::string number(text);
  char* end = nullptr;
  const double value = std::strtod(number.c_str(), &end);
  if (end != number.c_str() + number.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace tunescope::cli
