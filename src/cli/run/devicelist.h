// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"
#include "cli/options/options.h"

#include <span>
#include <string>

namespace tunescope::cli {

// The output of `--list-devices`: text is a table, JSON one object per line, CSV a table with a header line (none with
// isQuiet). Thread: any. Realtime-safe: no.
std::string describeDevices(std::span<const audio::DeviceInfo> devices, OutputFormat format, bool isQuiet);

}  // namespace tunescope::cli
