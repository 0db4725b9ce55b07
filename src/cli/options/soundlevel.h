// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/write/numbers.h"

#include <optional>
#include <string_view>

namespace tunescope::cli {

inline constexpr std::string_view kSplAdvice =
    "a sound level from 0 to 200 dB and the dBFS (RMS) that it reads, such as 94@-23.5";

// For "94@-23.5": how far the sound level is above dBFS (RMS); none if the text is invalid. Thread: any.
// Realtime-safe: wait-free.
inline std::optional<double> parseSplOffset(std::string_view text) noexcept {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos) return std::nullopt;
  const std::optional<double> level = parseNumber(text.substr(0, at));
  const std::optional<double> dbfs = parseNumber(text.substr(at + 1));
  if (!level || !dbfs || *level < 0 || *level > 200 || *dbfs < -150 || *dbfs > 20) return std::nullopt;
  return *level - *dbfs;
}

}  // namespace tunescope::cli
