// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options/options.h"

#include <array>
#include <string>

// `--serve` and its kind. A function returns why the value cannot be taken, or why the options do not fit, or an empty
// text. Thread: gui. Realtime-safe: no.
namespace tunescope::cli {

// What sends a run's readings while it goes on.
inline constexpr std::array kLiveOutOptions = {"serve"_option, "osc"_option, "midi-out"_option};

// Other options: nothing happens.
std::string takeLiveOutOption(Options& options, std::size_t option, const std::string& value);
std::string liveOutProblem(const Options& options);

}  // namespace tunescope::cli
