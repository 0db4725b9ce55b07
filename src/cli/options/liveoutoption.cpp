// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/liveoutoption.h"

#include "cli/write/numbers.h"
#include "cli/write/safetext.h"

#include <algorithm>
#include <string_view>

namespace tunescope::cli {

namespace {

constexpr std::size_t kMaxTokenLength = 128;
constexpr std::size_t kMaxPortName = 60;

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

// Of this machine, or empty.
std::string loopbackAddress(std::string_view host) {
  if (host == "localhost") return "127.0.0.1";
  if (host == "[::1]" || host == "::1") return "::1";
  const auto isInAddress = [](char c) { return c == '.' || (c >= '0' && c <= '9'); };
  return host.starts_with("127.") && std::ranges::all_of(host, isInAddress) ? std::string(host) : std::string();
}

std::string takeOsc(Options& options, const std::string& value) {
  const std::size_t colon = value.rfind(':');
  const bool hasPort = colon != std::string::npos;
  const auto port = hasPort ? parseWhole(std::string_view(value).substr(colon + 1)) : std::nullopt;
  const std::string address = hasPort ? loopbackAddress(std::string_view(value).substr(0, colon)) : std::string();
  if (address.empty() || !port || *port < 1 || *port > 65535) {
    return "--osc cannot be '" + printableName(value) +
           "'; give a port of this machine, because readings stay on it: localhost:9000, 127.0.0.1:9000 or [::1]:9000";
  }
  options.live.osc = OscTarget{.address = address, .port = static_cast<std::uint16_t>(*port)};
  return {};
}

std::string takeMidiName(Options& options, const std::string& value) {
  const auto isVisible = [](char c) { return c >= ' ' && c <= '~'; };
  const std::string_view name =
      std::string_view(value).substr(value.starts_with("alsa:") || value.starts_with("jack:") ? 5 : 0);
  if (name.empty() || name.size() > kMaxPortName || !std::ranges::all_of(name, isVisible)) {
    return "--midi-out cannot be '" + printableName(value) +
           "'; give a name of up to 60 letters, digits and signs, also behind alsa: or jack:";
  }
  options.live.midiName = value;
  return {};
}

}  // namespace

std::string takeLiveOutOption(Options& options, std::size_t option, const std::string& value) {
  if (option == "serve"_option) return takePort(options, value);
  if (option == "token"_option) return takeToken(options, value);
  if (option == "osc"_option) return takeOsc(options, value);
  if (option == "midi-out"_option) return takeMidiName(options, value);
  return {};
}

std::string liveOutProblem(const Options& options) {
  if (options.isGiven("token"_option) && !options.isGiven("serve"_option)) {
    return "--token needs --serve PORT, whose clients give it; add it";
  }
  return {};
}

}  // namespace tunescope::cli
