// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/setting.h"
#include "analysis/settings.h"

#include <array>

// Rows of the table of settings (settingstable.h) that only displays use.
namespace tunescope::analysis {

inline constexpr std::array kDisplaySettings = {
    Setting{.name = "in-tune",
            .valueName = "CENTS",
            .help = "maximum deviation of a note in tune",
            .number = &Settings::inTuneCents,
            .range = {0.1, 10, "cents", 1},
            .windowKey = "inTuneCents",
            .isInAddress = true},
    Setting{.name = "hold",
            .valueName = "SECONDS",
            .help = "how long the last note stays on the display",
            .number = &Settings::holdS,
            .range = {0, 60, "s", 1},
            .windowKey = "holdS",
            .isInAddress = true},
};

}  // namespace tunescope::analysis
