// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/write/numbers.h"

#include <charconv>
#include <cmath>
#include <system_error>

namespace tunescope::cli {

std::optional<double> parseNumber(std::string_view text) noexcept {
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace tunescope::cli
