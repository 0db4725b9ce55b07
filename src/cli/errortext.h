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

// One sentence: what, why, what to do. Never more than one line, whatever the system said.
// Thread: any. Realtime-safe: no.
std::string errorSentence(const audio::CaptureError& error, const audio::CaptureRequest& request);
// " (what the system said)", or nothing where it said nothing. Thread: any. Realtime-safe: no.
std::string saying(const audio::CaptureError& error);
ExitCode exitCodeOf(const audio::CaptureError& error, const audio::CaptureRequest& request) noexcept;

// Output that cannot be written any more. path: empty for standard output; error: errno.
// Thread: any. Realtime-safe: no.
std::string writeErrorSentence(std::string_view path, int error);

// "tunescope: " and the sentence on one line of standard error.
void complain(std::string_view sentence);

}  // namespace tunescope::cli
