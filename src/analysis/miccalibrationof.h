// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/miccalibration.h"

#include <optional>
#include <string>
#include <string_view>

// The setting of a microphone's calibration. Thread: any. Realtime-safe: no (it allocates).
namespace tunescope::analysis {

bool isMicCalibrationText(std::string_view text);  // empty: none

// Takes the bytes of a file and returns the text that the setting stores, or why the file cannot be used.
std::optional<core::TextProblem> micCalibrationFileProblem(std::string& bytes);

// Of the setting's text; none if it is empty.
std::optional<core::MicCalibration> micCalibrationOf(std::string_view text);

}  // namespace tunescope::analysis
