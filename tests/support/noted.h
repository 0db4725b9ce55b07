// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"

namespace tunescope::tests {

// A reading with its note, as the worker sends it.
inline analysis::NotedPitch noted(const core::PitchReading& reading, const core::Tuning& tuning = core::Tuning()) {
  return {reading, reading.hertz ? tuning.nearest(*reading.hertz) : std::nullopt};
}

}  // namespace tunescope::tests
