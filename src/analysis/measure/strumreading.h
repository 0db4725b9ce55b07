// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/strum/strumstate.h"
#include "core/tuning/tuning.h"

#include <array>
#include <cstddef>
#include <optional>

namespace tunescope::analysis {

// One string of a strum.
struct StringReading {
  core::TunedNote note;              // of the open string, in tune
  std::optional<double> cents;       // deviation from it; none if the string did not sound
  std::optional<double> sigmaCents;  // predicted standard deviation of cents
  std::optional<double> confidence;  // 0 to 1: probability that this is the string
};

// All strings of a strum. Each strum is read several times, the last time after a second.
struct StrumReading {
  double timeS = 0;      // end of the last analysed sample
  bool isFinal = false;  // the strum's last reading
  std::size_t count = 0;
  std::array<StringReading, core::kMaxStrings> strings;  // in the order of the parameters' keys
};

}  // namespace tunescope::analysis
