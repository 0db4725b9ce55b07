// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options/options.h"

#include <string>

namespace tunescope::cli {

// Files are analysed by BatchRun: several, or one with --jobs.
bool isBatch(const Options& options);

// Not readings, but a line for each file and a table.
bool hasBatchTable(const Options& options);

// Why several files, or --jobs, do not fit the other options, or an empty text. Thread: any. Realtime-safe: no.
std::string batchProblem(const Options& options);

}  // namespace tunescope::cli
