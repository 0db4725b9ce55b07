// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/sourceoption.h"

#include "cli/write/numbers.h"
#include "cli/write/safetext.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace tunescope::cli {

std::string takeApi(audio::CaptureRequest& request, const std::string& value) {
  constexpr std::array<std::string_view, 8> kKnown = {"alsa", "pulse", "jack", "oss", "core", "wasapi", "asio", "ds"};
  request.device.api = value;
  if (std::ranges::find(kKnown, value) != kKnown.end()) return {};
  return "--api cannot be '" + printable(value.substr(0, 200)) +
         "'; give pulse, alsa or jack (tunescope --cli --list-devices shows which there are)";
}

std::string takeChannel(audio::CaptureRequest& request, const std::string& value) {
  request.channel.mix = value == "mix";
  if (request.channel.mix) return {};
  const std::optional<long> number = parseWhole(value);
  if (!number || *number < 1 || *number > 1024) {
    return "--channel cannot be '" + printable(value.substr(0, 200)) +
           "'; give a number from 1 on, or mix for the mean of all";
  }
  request.channel.number = static_cast<unsigned>(*number);
  return {};
}

}  // namespace tunescope::cli
