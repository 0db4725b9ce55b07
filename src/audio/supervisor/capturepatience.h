// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"

#include <chrono>
#include <cstddef>

// Timeouts of the supervisor.
namespace tunescope::audio {

inline constexpr std::chrono::milliseconds kCallDeadline{2000};
// Some formats are read completely once to find their length.
inline constexpr std::chrono::milliseconds kFileOpeningDeadline{10000};
inline constexpr std::chrono::milliseconds kNoDataAfter{500};
inline constexpr std::chrono::milliseconds kLostAfter{3000};  // of a device that is open and delivers nothing
inline constexpr std::size_t kTriesBeforeFallingBack = 2;
inline constexpr std::chrono::milliseconds kLookForWantedEvery{1000};  // while a substitute is captured
// How soon to poll again: while an answer is due, while all is well, and at rest.
inline constexpr std::chrono::milliseconds kBusyPause{10};
inline constexpr std::chrono::milliseconds kSteadyPause{100};
inline constexpr std::chrono::milliseconds kRestPause{1000};

// Standard input has no deadline: its writer may be slow.
inline std::chrono::steady_clock::time_point openingDeadline(SourceKind source,
                                                             std::chrono::steady_clock::time_point now) noexcept {
  switch (source) {
    case SourceKind::StandardInput:
      return std::chrono::steady_clock::time_point::max();
    case SourceKind::File:
      return now + kFileOpeningDeadline;
    default:
      return now + kCallDeadline;
  }
}

}  // namespace tunescope::audio
