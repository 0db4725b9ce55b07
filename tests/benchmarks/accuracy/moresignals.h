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

// Hits twice a second, in a little noise: snares and hi-hats (noise, coloured and dying away), or bass drums whose tone
// falls from 120 to 50 Hz.
std::vector<float> drumHits(double seconds, bool isBassDrum, std::uint64_t seed);

// Six strings of a guitar, E2 to E4, struck one after the other within gapS each; true pitches in hertz[0] to [5].
struct Strum {
  std::vector<float> samples;
  std::vector<double> hertz;
};
Strum makeStrum(double seconds, double gapS, double snrDb, std::uint64_t seed);

// Plucked notes, each damped where the next begins.
MovingTone makePluckedMelody(const std::vector<double>& hertz, double noteS, double snrDb, std::uint64_t seed);

// The sound in a room: the direct sound and a tail of noise that dies away by 60 dB in decayS, directDb over the tail.
void addReverberation(std::vector<float>& samples, double decayS, double directDb, std::uint64_t seed);

// As a telephone hears it: 150 Hz to 6 kHz by 12 dB an octave, compressed 3 to 1 above -20 dBFS, noise at snrDb.
void throughTelephone(std::vector<float>& samples, double snrDb, std::uint64_t seed);

}  // namespace tunescope::test
