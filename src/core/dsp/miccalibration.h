// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/textfile.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The calibration file of a measurement microphone: its response over frequency, as miniDSP, Dayton and REW write it.
// Thread: any. Realtime-safe: no (it allocates).
namespace tunescope::core {

inline constexpr double kMinCalibrationHz = 1;
inline constexpr double kMaxCalibrationHz = 200000;
inline constexpr double kMaxCalibrationDb = 40;  // off the response at 1 kHz

// Points with rising frequencies. A response is in dB above that at 1 kHz, so that a file of absolute sensitivities
// does not shift a level that was set by a calibrator.
struct MicCalibration {
  struct Point {
    double hertz = 0;
    double db = 0;
  };
  std::vector<Point> points;  // at least two

  // Linear in dB over the logarithm of the frequency; beyond both ends the last value holds.
  double responseDb(double hertz) const noexcept;
};

// Reads the bytes of a file: two or three columns (Hz, dB and perhaps a phase, which is ignored) between blanks, commas
// or semicolons. Lines that begin with * # ; / or a quotation mark are comments, and so are words before the first
// number. What could be read in two ways (decimal commas, a frequency with two values) is refused with its line. Points
// that are closer than 1/96 octave to the one before are left out, unsorted ones are sorted.
std::variant<MicCalibration, TextProblem> readMicCalibration(std::string_view bytes);

// Its points alone, a line for each: what settings keep. readMicCalibration() of it gives the same text again.
std::string writeMicCalibration(const MicCalibration& calibration);

}  // namespace tunescope::core
