// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/signals.h"

#include <cstdint>
#include <span>
#include <vector>

// Strums of plucked strings with known pitches. Everything is seeded.
namespace tunescope::test {

enum class StringKind {
  Modal,     // a sum of damped partials, stiff, each plane of vibration with its own frequency and decay
  Waveguide  // a delay line with losses and dispersion (Jaffe & Smith 1983), a fractional delay by a windowed sinc
};

struct StrummedString {
  double hertz = 0;  // of the first partial, as it is to be
  bool isMuted = false;
};

struct StrumSpec {
  std::vector<StrummedString> strings;
  StringKind kind = StringKind::Modal;
  double sampleRateHz = 48000;
  double startS = 0.2;    // silence but for the noise before
  double spreadS = 0.06;  // between the first string and the last
  double seconds = 1.4;
  double snrDb = 40;    // of the strum's first 600 ms, over white noise in the whole band
  double spreadDb = 6;  // of the strings' levels, to each side
  bool isUp = false;    // from the highest string to the lowest
  std::uint64_t seed = 1;
};

struct Strum {
  std::vector<float> samples;
  std::vector<double> hertz;  // of each string's first partial; 0: muted
  double lastS = 0;           // when the last string was struck
};

Strum makeStrum(const StrumSpec& spec);

}  // namespace tunescope::test
