// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options/options.h"
#include "cli/write/outputstream.h"

namespace tunescope::cli {

// Directs the stream to the file of --output, if there is one, and checks that this and the files of --export and
// --report can be written and are not the input. False: it said why on standard error. Thread: gui. Realtime-safe: no.
bool openOutputFile(const Options& options, OutputStream& stream);

}  // namespace tunescope::cli
