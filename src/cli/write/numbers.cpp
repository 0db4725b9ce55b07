// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/write/numbers.h"

#include <charconv>

namespace tunescope::cli {

void appendNumberOrNull(std::string& out, std::optional<double> value, int decimals) {
  if (!value || !appendFixed(out, *value, decimals)) out += "null";
}

std::optional<long> parseWhole(std::string_view text) noexcept {
  long value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace tunescope::cli
