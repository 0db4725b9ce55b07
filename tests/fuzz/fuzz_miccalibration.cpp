// SPDX-License-Identifier: GPL-3.0-or-later
// Any calibration file of a microphone is either read or refused with a reason. What is read has rising frequencies and
// reads the same from the text that settings keep.
#include "core/dsp/miccalibration.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace tunescope::core;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = readMicCalibration({reinterpret_cast<const char*>(data), size});
  if (const auto* problem = std::get_if<TextProblem>(&read)) {
    require(problem->line >= 0 && !problem->reason.empty() && problem->reason.size() < 300 && isUtf8(problem->reason));
    return 0;
  }
  const auto& calibration = std::get<MicCalibration>(read);
  require(calibration.points.size() >= 2);
  double before = 0;
  for (const MicCalibration::Point& point : calibration.points) {
    require(point.hertz > before && point.hertz <= kMaxCalibrationHz && std::abs(point.db) <= kMaxCalibrationDb);
    before = point.hertz;
  }
  for (double hertz = 1; hertz < 400000; hertz *= 1.7) {
    require(std::abs(calibration.responseDb(hertz)) <= kMaxCalibrationDb + 1e-9);
  }
  const std::string compact = writeMicCalibration(calibration);
  require(compact.size() <= kMaxTuningTextBytes);
  const auto again = readMicCalibration(compact);
  require(std::holds_alternative<MicCalibration>(again) &&
          writeMicCalibration(std::get<MicCalibration>(again)) == compact);
  return 0;
}
