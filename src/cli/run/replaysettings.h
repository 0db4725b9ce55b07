// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "cli/options/options.h"

#include <vector>

// A replay has the recorded settings, except those given as options. Thread: gui. Realtime-safe: no.
namespace tunescope::cli {

// Empty for another source, or if the recording cannot be read.
std::vector<analysis::SettingsChange> settingsForReplay(const Options& options);

// The options with the first of these settings, or with their own.
Options withSettings(Options options, const std::vector<analysis::SettingsChange>& changes);

}  // namespace tunescope::cli
