// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options/options.h"
#include "cli/write/fileidentity.h"

#include <string>
#include <vector>

// Options of kinds of records. A function that takes one returns why the value cannot be taken, or an empty text.
// Thread: gui. Realtime-safe: no.
namespace tunescope::cli {

// The source as the user named it; empty for a device, whose stream names itself.
std::string sourceNameOf(const audio::CaptureRequest& request);

std::string takePoly(Options& options, const std::string& value);
std::string takeExport(Options& options, const std::string& path);
std::string takeReport(Options& options, const std::string& path);

// Why one of the files of --export and --report could not be written at the end, or an empty text. taken: what is read
// or written besides.
std::string targetProblem(const Options& options, std::vector<FileIdentity> taken);

}  // namespace tunescope::cli
