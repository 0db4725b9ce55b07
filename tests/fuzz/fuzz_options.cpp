// SPDX-License-Identifier: GPL-3.0-or-later
// Any command line is either understood or refused in one line without control characters. One argument a line.
#include "cli/options/options.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace tunescope;

void require(bool holds) {
  if (!holds) std::abort();
}

void checkSense(const cli::Options& options) {
  const auto& settings = options.settings;
  require(settings.minHz > 0 && settings.minHz < settings.maxHz && std::isfinite(settings.maxHz));
  require(std::isfinite(settings.a4Hz) && settings.a4Hz >= core::kMinA4Hz && settings.a4Hz <= core::kMaxA4Hz);
  require(!options.durationS || (*options.durationS >= 0 && std::isfinite(*options.durationS)));
  require(!options.waveformColumns || *options.waveformColumns > 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::string> texts(1);
  for (std::size_t i = 0; i < size; ++i) {
    if (data[i] == '\n') {
      texts.emplace_back();
    } else if (data[i] != 0) {  // no argument holds one
      texts.back() += static_cast<char>(data[i]);
    }
  }
  std::vector<const char*> arguments;
  for (const std::string& text : texts) arguments.push_back(text.c_str());
  const auto result = cli::parseOptions(arguments);
  if (const auto* options = std::get_if<cli::Options>(&result)) {
    // The others read no sound, and check no range; a replay's is checked with what was recorded.
    const bool isReplay = options->request.source == audio::SourceKind::Recording;
    if (options->command == cli::Options::Command::Analyse && !isReplay) checkSense(*options);
    return 0;
  }
  const std::string& complaint = std::get<cli::UsageError>(result).text;
  require(!complaint.empty());
  for (const char c : complaint) require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
  return 0;
}
