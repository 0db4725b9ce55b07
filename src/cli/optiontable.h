// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace tunescope::cli {

enum class OptionId {
  Cli,
  Device,
  Api,
  Channel,
  Rate,
  Buffer,
  Input,
  Realtime,
  Demo,
  ListDevices,
  Wait,
  GiveUp,
  FallBack,
  A4,
  Notation,
  MinHz,
  MaxHz,
  Mains,
  Format,
  Waveform,
  Duration,
  Output,
  Quiet,
  NoColor,
  Assert,
  Within,
  Status,
  Record,
  Replay,
  CalibrateClock,
  ClockPpm,
  Help,
  Version,
  Planned
};

enum class OptionUse {
  Everywhere,
  HeadlessOnly,  // the window refuses it
  Planned        // named in the contract, not built yet: refused
};

struct OptionSpec {
  OptionId id;
  std::string_view name;   // without the dashes
  std::string_view value;  // how its value is called; empty: takes none
  std::string_view help;   // one line of --help
  OptionUse use = OptionUse::Everywhere;
};

// Thread: any. Realtime-safe: no.
const OptionSpec* findOption(std::string_view name);  // nullptr when there is none
std::string_view optionName(OptionId id);
std::string_view closestOption(std::string_view name);  // within two slips of the finger, else empty

}  // namespace tunescope::cli
