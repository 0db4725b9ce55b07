// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/miccalibrationof.h"

#include <utility>

namespace tunescope::analysis {

bool isMicCalibrationText(std::string_view text) {
  return text.empty() || std::holds_alternative<core::MicCalibration>(core::readMicCalibration(text));
}

std::optional<core::TextProblem> micCalibrationFileProblem(std::string& bytes) {
  const auto read = core::readMicCalibration(bytes);
  if (const auto* problem = std::get_if<core::TextProblem>(&read)) return *problem;
  bytes = core::writeMicCalibration(std::get<core::MicCalibration>(read));
  return std::nullopt;
}

std::optional<core::MicCalibration> micCalibrationOf(std::string_view text) {
  if (text.empty()) return std::nullopt;
  auto read = core::readMicCalibration(text);
  auto* calibration = std::get_if<core::MicCalibration>(&read);
  return calibration != nullptr ? std::optional(std::move(*calibration)) : std::nullopt;
}

}  // namespace tunescope::analysis
