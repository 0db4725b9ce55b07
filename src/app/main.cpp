// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/replaybackend.h"
#include "app/outputs.h"
#include "app/window.h"
#include "audio/nativebackends.h"
#include "cli/run/headless.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace {

bool hasArgument(int argc, char** argv, const char* argument) {
  return std::any_of(argv + std::min(argc, 1), argv + argc,
                     [&](const char* a) { return std::strcmp(a, argument) == 0; });
}

// The sound system must be chosen before anything lists its inputs; options are checked in cli.
std::string apiArgument(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], "--api=", 6) == 0) return argv[i] + 6;
    if (std::strcmp(argv[i], "--api") == 0 && i + 1 < argc) return argv[i + 1];
  }
  return {};
}

}  // namespace

// The only exception here is bad_alloc at the very start, which std::terminate reports well enough.
// NOLINTNEXTLINE(bugprone-exception-escape)
int main(int argc, char** argv) {
  const auto factory = tunescope::analysis::withReplay(tunescope::audio::nativeBackendFactory(apiArgument(argc, argv)));
  for (const char* headless : {"--cli", "--help", "--help-all", "-h", "--version"}) {
    if (hasArgument(argc, argv, headless)) {
      return tunescope::cli::runHeadless(argc, argv, factory, tunescope::app::toneOutputFactory());
    }
  }
  return tunescope::app::runWindow(argc, argv, factory);
}
