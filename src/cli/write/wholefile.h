// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/records/measuredrecord.h"

#include <optional>
#include <string>
#include <string_view>

namespace tunescope::cli {

// Writes a file as a whole or not at all: under another name in the same folder first. option: what named it, for the
// failure. Thread: any. Realtime-safe: no.
std::optional<RecordFailure> writeWholeFile(const std::string& path, std::string_view text, std::string_view option);

}  // namespace tunescope::cli
