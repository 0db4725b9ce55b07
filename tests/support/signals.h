// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

// Test signals with a known pitch. Everything is band-limited (partials are added one by one) and seeded.
namespace tunescope::test {

// SplitMix64: the same numbers on every platform, unlike the distributions of the standard library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : m_state(seed) {}
  std::uint64_t next() noexcept;
  double uniform() noexcept;  // [0, 1)
  double uniform(double low, double high) noexcept { return low + (high - low) * uniform(); }
  double gaussian() noexcept;  // mean 0, variance 1

 private:
  std::uint64_t m_state;
};

enum class Family {
  Sine,
  Saw,
  MissingFundamental,  // partials 2 to 12
  WeakFundamental,     // first partial 26 dB under the second
  OddOnly,             // like a clarinet
  StrongSecond,        // second partial 26 dB over the odd ones
  StiffString,         // inharmonic, decaying, faster upwards
  Formants,            // two resonances, like a voice
  Hum,                 // a saw with 50 Hz hum and its harmonics 20 dB under it
  Clipped,             // two partials, hard clipped
  TwoStrings,          // a second string a fourth above, 14 dB under
  Offset               // a saw with a direct current of a quarter
};
inline constexpr int kFamilyCount = 12;
std::string_view familyName(Family family) noexcept;

struct ToneSpec {
  Family family = Family::Sine;
  double hertz = 440;  // of the first partial
  double sampleRateHz = 48000;
  double seconds = 1;
  double snrDb = 60;       // signal power over the power of white noise, both over the whole band
  std::uint64_t seed = 1;  // phases and noise
};

struct Tone {
  std::vector<float> samples;
  double hertz = 0;                // true frequency of the first partial
  double inharmonicity = 0;        // B
  double noiseSigma = 0;           // standard deviation of the white noise
  std::vector<double> amplitudes;  // of partials 1, 2, … at the start
  std::vector<double> decaysS;     // their time constants; 0: none
};

Tone makeTone(const ToneSpec& spec);

void addWhiteNoise(std::span<float> samples, double sigma, Random& random) noexcept;
std::vector<float> whiteNoise(std::size_t frames, double sigma, std::uint64_t seed);
std::vector<float> pinkNoise(std::size_t frames, double sigma, std::uint64_t seed);   // -3 dB an octave
std::vector<float> brownNoise(std::size_t frames, double sigma, std::uint64_t seed);  // -6 dB an octave
// Mains hum: 50 or 60 Hz and harmonics falling off.
std::vector<float> mainsHum(std::size_t frames, double mainsHz, double amplitude, double sampleRateHz);

double cents(double hertz, double reference) noexcept;

}  // namespace tunescope::test
