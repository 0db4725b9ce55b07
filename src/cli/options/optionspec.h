// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace tunescope::cli {

enum class OptionUse {
  Everywhere,
  HeadlessOnly  // the window refuses it
};

struct OptionSpec {
  std::string_view name;   // without the dashes
  std::string_view value;  // name of its value; empty: takes none
  std::string_view help;   // one line of --help
  OptionUse use = OptionUse::Everywhere;
  bool isCommon = false;      // in --help; --help-all lists the others too
  bool isInAddress = false;   // also a key of the web app's address
  bool isRepeatable = false;  // may be given more than once
};

inline constexpr OptionUse kHeadless = OptionUse::HeadlessOnly;

}  // namespace tunescope::cli
