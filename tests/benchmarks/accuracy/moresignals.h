// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/signals.h"

#include <cstdint>
#include <vector>

// Sounds that move, for the accuracy report: each comes with its true pitch at every instant.
namespace tunescope::test {

struct MovingTone {
  std::vector<float> samples;
  double sampleRateHz = 48000;
  std::vector<double> hertz;  // true pitch at each sample; 0: none sounds

  double hertzAt(double timeS) const noexcept;
};

// A string plucked onsetS after the start: inharmonic, decaying, with a 20 ms burst of noise 6 dB under it, at snrDb
// over white noise that is there from the start.
MovingTone makePluck(double hertz, double onsetS, double seconds, double snrDb, std::uint64_t seed);

// Notes joined without a pause or an attack: hertz[i] for noteS each, ten partials, phases go on.
MovingTone makeLegato(const std::vector<double>& hertz, double noteS, double snrDb, std::uint64_t seed);

// Sinusoidal vibrato of extentCents to each side.
MovingTone makeVibrato(double hertz, double extentCents, double rateHz, double seconds, double snrDb,
                       std::uint64_t seed);

// A glide of centsPerSecond that begins after half a second of rest on the first pitch.
MovingTone makeGlide(double hertz, double centsPerSecond, double seconds, double snrDb, std::uint64_t seed);

}  // namespace tunescope::test
