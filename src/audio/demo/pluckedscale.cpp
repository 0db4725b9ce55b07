// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/demo/pluckedscale.h"

#include <array>
#include <cmath>
#include <numbers>

namespace tunescope::audio {

namespace {

constexpr std::array<int, 28> kNotes{48, 50, 52, 53, 55, 57, 59, 60, 62, 64, 65, 67, 69, 71,
                                     72, 71, 69, 67, 65, 64, 62, 60, 59, 57, 55, 53, 52, 50};
constexpr int kPartials = 24;
constexpr double kPluckPoint = 0.22;  // of the string's length
constexpr double kLoudness = 0.5;     // the sum of the amplitudes: peaks stay 6 dB below full scale
constexpr double kNoiseAmplitude = 0.02;
constexpr double kNoiseSeconds = 0.004;
constexpr double kCutSeconds = 0.003;

double decayPerSample(double seconds, double sampleRateHz) {
  return std::exp(-1.0 / (seconds * sampleRateHz));
}

double noteHz(int midi) {
  return 440.0 * std::exp2((midi - 69) / 12.0);
}

// A plectrum is rounded, so high partials are weaker.
double amplitude(int n) {
  return std::sin(n * std::numbers::pi * kPluckPoint) / n * std::exp(-0.06 * n);
}

double amplitudeSum() {
  double sum = 0;
  for (int n = 1; n <= kPartials; ++n) sum += std::abs(amplitude(n));
  return sum;
}

}  // namespace

PluckedScale::PluckedScale(double sampleRateHz)
    : m_sampleRateHz(sampleRateHz),
      m_noteFrames(static_cast<std::uint64_t>(std::llround(kNoteSeconds * sampleRateHz))),
      m_partials(kPartials),
      m_residueDecay(decayPerSample(kCutSeconds, sampleRateHz)),
      m_noiseDecay(decayPerSample(kNoiseSeconds, sampleRateHz)) {}

std::span<const int> PluckedScale::notes() noexcept {
  return kNotes;
}

void PluckedScale::render(std::span<float> out) noexcept {
  for (float& sample : out) sample = next();
}

void PluckedScale::skip(std::uint64_t frames) {
  m_frame += frames;
  m_frame -= m_frame % m_noteFrames;
}

float PluckedScale::next() noexcept {
  if (m_frame % m_noteFrames == 0) pluck();
  ++m_frame;
  double tone = 0;
  for (std::size_t i = 0; i < m_audible; ++i) {
    Partial& partial = m_partials[i];
    tone += partial.state.imag();
    // Written out: std::complex's product checks for infinities, which costs more than the product.
    const double real = partial.state.real() * partial.step.real() - partial.state.imag() * partial.step.imag();
    const double imag = partial.state.real() * partial.step.imag() + partial.state.imag() * partial.step.real();
    partial.state = {real, imag};
  }
  m_noiseState += 0.3 * (noise() - m_noiseState);
  tone += m_noiseLevel * m_noiseState + m_residue;
  m_noiseLevel *= m_noiseDecay;
  m_residue *= m_residueDecay;
  m_lastSample = tone;
  return static_cast<float>(tone);
}

void PluckedScale::pluck() noexcept {
  const std::uint64_t note = m_frame / m_noteFrames;
  const double f1 = noteHz(kNotes[note % kNotes.size()]);
  const double scale = kLoudness / amplitudeSum();
  m_residue = m_lastSample;
  m_noiseLevel = kNoiseAmplitude;
  m_seed = static_cast<std::uint32_t>(note % kNotes.size()) + 1;
  m_audible = 0;
  for (int n = 1; n <= kPartials; ++n) {
    const double stretch = std::sqrt((1 + kInharmonicity * n * n) / (1 + kInharmonicity));
    const double hz = n * f1 * stretch;
    if (hz > 0.45 * m_sampleRateHz) break;
    const double decayRate = 0.8 + 0.12 * n + 0.012 * n * n;  // 1/s: a second or so for the first, a tenth for the last
    const double turn = 2 * std::numbers::pi * hz / m_sampleRateHz;
    Partial& partial = m_partials[m_audible++];
    partial.state = {scale * amplitude(n), 0};
    partial.step = std::polar(std::exp(-decayRate / m_sampleRateHz), turn);
  }
}

double PluckedScale::noise() noexcept {
  m_seed = m_seed * 1664525U + 1013904223U;  // Knuth's linear congruence: the same on every machine
  return static_cast<double>(m_seed) / 2147483648.0 - 1.0;
}

}  // namespace tunescope::audio
