// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"

#include <string>
#include <string_view>

namespace tunescope::cli {

// The exit codes of docs/cli.md.
enum class ExitCode : int {
  Done = 0,
  Internal = 1,
  Usage = 2,
  NoDevice = 3,
  BadInput = 4,
  AssertionNotMet = 5,
  Interrupted = 130
};

// One sentence: what, why, what to do. Always a single line, even if the system's message is not.
// Thread: any. Realtime-safe: no.
std::string errorSentence(const audio::CaptureError& error, const audio::CaptureRequest& request);
// " (the system's message)", or nothing without one. Thread: any. Realtime-safe: no.
std::string saying(const audio::CaptureError& error);
ExitCode exitCodeOf(const audio::CaptureError& error, const audio::CaptureRequest& request) noexcept;

// For output that can no longer be written. path: empty for standard output; error: errno.
// Thread: any. Realtime-safe: no.
std::string writeErrorSentence(std::string_view path, int error);

// "tunescope: " and the sentence on one line of standard error.
void complain(std::string_view sentence);

}  // namespace tunescope::cli
