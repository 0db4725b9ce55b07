// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options/options.h"
#include "core/tuning/tuning.h"

#include <optional>
#include <string>

namespace tunescope::cli {

// A value of --tone.
struct ToneNote {
  std::string name;  // empty: a frequency was given
  double hertz = 0;
};

// Nothing: it is neither a note of the tuning nor a frequency from core::kMinToneHz to core::kMaxToneHz. Thread: any.
std::optional<ToneNote> toneNote(const std::string& text, const core::Tuning& tuning);

// Puts --tone or --timbre into the options, and ignores other options. Why the value cannot be taken, or an empty text.
// Thread: any.
std::string takeToneOption(Options& options, std::size_t option, const std::string& value);

// Why the tone of the options cannot be played, or an empty text. Their tuning must be valid. Thread: any.
std::string toneProblem(const Options& options);

}  // namespace tunescope::cli
