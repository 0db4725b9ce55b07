// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options/options.h"
#include "cli/run/fileidentity.h"

#include <span>
#include <string>
#include <vector>

// Options of kinds of records. A function that takes one returns why the value cannot be taken, or an empty text.
// Thread: gui. Realtime-safe: no.
namespace tunescope::cli {

std::string takePoly(Options& options, const std::string& value);
std::string takeExport(Options& options, const std::string& path);

// Why one of the files of --export could not be written at the end, or an empty text. taken: what is read or written
// besides.
std::string exportTargetProblem(std::span<const std::string> paths, std::vector<FileIdentity> taken);

}  // namespace tunescope::cli
