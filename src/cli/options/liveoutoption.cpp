// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/liveoutoption.h"

#include "cli/write/numbers.h"
#include "cli/write/safetext.h"

#include <algorithm>
#include <string_view>

namespace tunescope::cli {

namespace {

constexpr std::size_t kMaxTokenLength = 128;

std::string takePort(Options& options, const std::string& value) {
  const auto port = parseWhole(value);
  if (!port || *port < 0 || *port > 65535) {
    return "--serve cannot be '" + printableName(value) + "'; give a port from 1 to 65535, or 0 for any that is free";
  }
  options.live.servePort = static_cast<std::uint16_t>(*port);
  return {};
}

std::string takeToken(Options& options, const std::string& value) {
  const auto isVisible = [](char c) { return c > ' ' && c <= '~'; };
  if (value.size() > kMaxTokenLength || !std::ranges::all_of(value, isVisible)) {
    return "--token cannot be '" + printableName(value) +
           "'; give up to 128 letters, digits and signs without blanks, or leave it out for a random one";
  }
  options.live.token = value;
  return {};
}

}  // namespace

std::string takeLiveOutOption(Options& options, std::size_t option, const std::string& value) {
  if (option == "serve"_option) return takePort(options, value);
  if (option == "token"_option) return takeToken(options, value);
  return {};
}

std::string liveOutProblem(const Options& options) {
  if (options.isGiven("token"_option) && !options.isGiven("serve"_option)) {
    return "--token needs --serve PORT, whose clients give it; add it";
  }
  return {};
}

}  // namespace tunescope::cli
