// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/outputfile.h"

#include "cli/options/errortext.h"
#include "cli/options/recordoption.h"
#include "cli/write/fileidentity.h"
#include "cli/write/safetext.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tunescope::cli {

namespace {

// All that the run reads.
std::vector<FileIdentity> readFiles(const Options& options) {
  std::vector<FileIdentity> files = sourceFiles(options.request);
  for (const std::string& input : options.inputs) {
    if (const auto file = identityOf(input.c_str())) files.push_back(*file);
  }
  return files;
}

}  // namespace

bool openOutputFile(const Options& options, OutputStream& stream) {
  // Before the output is opened, which may create a file in the folder of the replayed recording.
  const std::vector<FileIdentity> sources = readFiles(options);
  const std::string name = options.outputPath ? "'" + printableName(*options.outputPath) + "'" : "standard output";
  if (options.outputPath && !stream.openFile(*options.outputPath)) {
    complain("cannot write to " + name + ", because " +
             (stream.error() == ENXIO
                  ? "no program reads from it; start its reader first"
                  : std::strerror(stream.error()) + std::string("; give --output a file that can be written")));
    return false;
  }
  const std::optional<FileIdentity> target = stream.identity();
  if (target && std::ranges::find(sources, *target) != sources.end()) {
    complain("will not write to " + name + ", because it is the input; write to another file");
    return false;
  }
  std::vector<FileIdentity> taken = sources;
  if (target) taken.push_back(*target);
  const std::string problem = targetProblem(options, std::move(taken));
  if (!problem.empty()) complain(problem);
  return problem.empty();
}

}  // namespace tunescope::cli
