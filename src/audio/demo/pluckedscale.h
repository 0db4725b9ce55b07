// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <span>
#include <vector>

namespace tunescope::audio {

// A C major scale, C3 to C5 and back, endlessly, on one stiff string: twelve-tone equal temperament, A4 = 440 Hz.
//
// Partials are at f_n = n f1 sqrt((1+B n^2)/(1+B)) (Fletcher 1964, the stiff string; f1 is the note exactly), B =
// 1e-4, with the amplitudes of a string plucked at 22 % of its length; higher partials decay faster. Each
// pluck begins with a few milliseconds of quiet noise and damps the previous note. The same rate gives the same
// samples for any block sizes. Thread: one at a time. Realtime-safe: render() allocates nothing.
class PluckedScale {
 public:
  static constexpr double kInharmonicity = 1e-4;
  static constexpr double kNoteSeconds = 0.75;

  explicit PluckedScale(double sampleRateHz);

  void render(std::span<float> out) noexcept;
  void skip(std::uint64_t frames);  // skips them, up to the beginning of the note that then sounds

  // The notes in order, as MIDI numbers (60 is C4); note i sounds from i * noteFrames().
  static std::span<const int> notes() noexcept;
  std::uint64_t noteFrames() const noexcept { return m_noteFrames; }

 private:
  struct Partial {
    std::complex<double> state;  // the imaginary part is the sound
    std::complex<double> step;   // turn and decay in one sample
  };

  void pluck() noexcept;
  double noise() noexcept;  // -1 to 1, uniform
  float next() noexcept;

  double m_sampleRateHz;
  std::uint64_t m_noteFrames;
  std::uint64_t m_frame = 0;  // since the beginning
  std::vector<Partial> m_partials;
  std::size_t m_audible = 0;  // partials below the band's edge
  double m_lastSample = 0;    // where the previous note was cut off
  double m_residue = 0;       // of the previous note, fading
  double m_residueDecay = 0;  // per sample
  double m_noiseLevel = 0;
  double m_noiseDecay = 0;  // per sample
  double m_noiseState = 0;  // smoothed, so that the pluck does not hiss
  std::uint32_t m_seed = 1;
};

}  // namespace tunescope::audio
