// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/weighting.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace tunescope::core {

namespace {

// Poles of IEC 61672-1, annex E.
constexpr double kF1 = 20.598997;
constexpr double kF2 = 107.652649;
constexpr double kF3 = 737.862231;
constexpr double kF4 = 12194.217148;
constexpr double kDenormalGuard = 1e-60;  // silence must not cost more than sound
constexpr double kFastS = 0.125;
constexpr double kSlowS = 1;

}  // namespace

SoundLevelMeter::SoundLevelMeter(FrequencyWeighting frequency, TimeWeighting time, double sampleRateHz) noexcept
    : m_sampleRateHz(sampleRateHz),
      m_smoothing(-std::expm1(-1 / (sampleRateHz * (time == TimeWeighting::Fast ? kFastS : kSlowS)))) {
  if (frequency == FrequencyWeighting::Z) return;
  for (int i = 0; i < 2; ++i) addPole(kF1, true);
  for (int i = 0; i < 2; ++i) addPole(kF4, false);
  if (frequency == FrequencyWeighting::A) {
    addPole(kF2, true);
    addPole(kF3, true);
  }
  m_gain = 1 / magnitudeAt(1000);
}

// Prewarped, so that each pole keeps its frequency: +.7 dB at 8 kHz and 48 kHz, where class 1 allows 1.5. A pole
// above the range of half the rate stays where the plain transform puts it.
void SoundLevelMeter::addPole(double hertz, bool isHighPass) noexcept {
  const double angle = std::numbers::pi * hertz / m_sampleRateHz;
  const double warped = hertz < 0.3 * m_sampleRateHz ? std::tan(angle) : angle;
  m_sections[m_count++] = {.pole = (1 - warped) / (1 + warped), .isHighPass = isHighPass};
}

void SoundLevelMeter::add(float sample) noexcept {
  double value = m_gain * static_cast<double>(sample);
  for (std::size_t i = 0; i < m_count; ++i) {
    Section& section = m_sections[i];
    const double input = value;
    value = (section.isHighPass ? input - section.x1 : input + section.x1) + section.pole * section.y1;
    section.x1 = input;
    section.y1 = std::abs(value) < kDenormalGuard ? 0 : value;
  }
  m_meanSquare = std::max(m_meanSquare, kDenormalGuard);
  m_meanSquare += m_smoothing * (value * value - m_meanSquare);
}

double SoundLevelMeter::magnitudeAt(double hertz) const noexcept {
  const std::complex<double> delay = std::polar(1.0, -2 * std::numbers::pi * hertz / m_sampleRateHz);
  std::complex<double> response = m_gain;
  for (std::size_t i = 0; i < m_count; ++i) {
    response *= (m_sections[i].isHighPass ? 1.0 - delay : 1.0 + delay) / (1.0 - m_sections[i].pole * delay);
  }
  return std::abs(response);
}

void SoundLevelMeter::reset() noexcept {
  for (Section& section : m_sections) section.x1 = section.y1 = 0;
  m_meanSquare = 0;
}

}  // namespace tunescope::core
