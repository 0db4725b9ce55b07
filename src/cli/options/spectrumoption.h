// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options/options.h"

#include <string>

namespace tunescope::cli {

// Puts --spectrum, --fft, --window, --bands or --partials into the options, and passes others to takeToneOption(). Why
// the value cannot be taken, or an empty text. Thread: any.
std::string takeSpectrumOption(Options& options, std::size_t option, const std::string& value);

// Why these options do not fit together, or an empty text. Thread: any.
std::string spectrumProblem(const Options& options);

}  // namespace tunescope::cli
