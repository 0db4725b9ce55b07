// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/strobe/strobephase.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kMinWindowS = 0.03;
constexpr double kMaxWindowS = 0.16;  // four periods of 25 Hz
constexpr double kPeriods = 4;
constexpr double kMeanS = 0.1;  // averaging time of powers and rates
constexpr double kFadeS = 0.05;
constexpr double kMaxNyquist = 0.9;       // higher partials are treated as absent
constexpr double kHalfContrastRatio = 9;  // power over noise (1: noise alone), less 1, at half contrast
constexpr double kNullsApart = 2;         // a Hann window of T seconds has its first null 2 / T from its centre

double wrapped(double turns) noexcept {
  return turns - std::round(turns);
}

double contrastOf(double power, double noise) noexcept {
  if (!(power > 0)) return 0;
  const double ratio = noise > 0 ? power / noise : 1e12;
  return std::max(0.0, (ratio - 1) / (ratio - 1 + kHalfContrastRatio));
}

}  // namespace

StrobePhase::StrobePhase(double sampleRateHz)
    : m_rateHz(sampleRateHz), m_history(static_cast<std::size_t>(std::ceil(kMaxWindowS * sampleRateHz))) {
  m_window.resize(m_history.size());
  setWindow(m_history.size());
  for (std::size_t i = 0; i < m_partials.size(); ++i) m_reading.rings[i].partial = StrobeReading::kPartials[i];
}

void StrobePhase::setWindow(std::size_t frames) noexcept {
  m_frames = frames;
  for (std::size_t i = 0; i < frames; ++i) {
    const double part = (static_cast<double>(i) + 0.5) / static_cast<double>(frames);
    m_window[i] = static_cast<float>(0.5 - 0.5 * std::cos(2 * std::numbers::pi * part));
  }
}

void StrobePhase::setTarget(double hertz) noexcept {
  m_reading.targetHz = hertz;
  for (StrobeRing& ring : m_reading.rings) ring = {.partial = ring.partial};
  m_partials = {};
  const double windowS = std::clamp(kPeriods / hertz, kMinWindowS, kMaxWindowS);
  setWindow(std::min(static_cast<std::size_t>(std::llround(windowS * m_rateHz)), m_history.size()));
}

void StrobePhase::gap() noexcept {
  m_filled = 0;
  for (Partial& partial : m_partials) partial.isContinuous = false;
}

void StrobePhase::push(std::span<const float> hop) noexcept {
  hop = hop.last(std::min(hop.size(), m_history.size()));
  std::move(m_history.begin() + static_cast<std::ptrdiff_t>(hop.size()), m_history.end(), m_history.begin());
  std::copy(hop.begin(), hop.end(), m_history.end() - static_cast<std::ptrdiff_t>(hop.size()));
  m_filled = std::min(m_filled + hop.size(), m_history.size());
}

// Relative to the centre of the window, so that its phase hardly depends on the frequency that is evaluated.
std::complex<double> StrobePhase::component(double hertz) const noexcept {
  const double step = -2 * std::numbers::pi * hertz / m_rateHz;
  const double first = -0.5 * static_cast<double>(m_frames - 1) * step;
  double re = std::cos(first), im = std::sin(first);
  const double stepRe = std::cos(step), stepIm = std::sin(step);
  const float* sample = m_history.data() + (m_history.size() - m_frames);
  double sumRe = 0, sumIm = 0;
  for (std::size_t i = 0; i < m_frames; ++i) {
    const double value = static_cast<double>(sample[i] * m_window[i]);
    sumRe += value * re;
    sumIm += value * im;
    const double nextRe = re * stepRe - im * stepIm;
    im = re * stepIm + im * stepRe;
    re = nextRe;
  }
  return {sumRe, sumIm};
}

void StrobePhase::process(std::span<const float> hop, double endS, std::optional<double> hertz,
                          std::optional<double> inharmonicity) noexcept {
  push(hop);
  const double elapsedS = static_cast<double>(hop.size()) / m_rateHz;
  m_reading.timeS = endS;
  if (!hertz || m_reading.targetHz <= 0 || m_filled < m_frames) {
    fade(elapsedS);
    return;
  }
  const double middleS = endS - 0.5 * static_cast<double>(m_frames + 1) / m_rateHz;
  const double stiffness = inharmonicity.value_or(0);
  m_isUpper = !m_isUpper;
  for (std::size_t i = 0; i < m_partials.size(); ++i) {
    const double n = StrobeReading::kPartials[i];
    const double stretch = std::sqrt((1 + stiffness * n * n) / (1 + stiffness));
    measure(i, n * *hertz * stretch, middleS, elapsedS);
  }
}

// hertz: of the partial, as predicted from the pitch.
void StrobePhase::measure(std::size_t index, double hertz, double middleS, double elapsedS) noexcept {
  Partial& partial = m_partials[index];
  StrobeRing& ring = m_reading.rings[index];
  if (hertz > kMaxNyquist * m_rateHz / 2) {
    ring.contrast = 0;
    return;
  }
  const double targetHz = ring.partial * m_reading.targetHz;
  const std::complex<double> sum = component(hertz);
  const double besideHz = kNullsApart * m_rateHz / static_cast<double>(m_frames);
  const double noise = std::norm(component(m_isUpper ? hertz + besideHz : hertz - besideHz));
  const double gain = partial.power > 0 ? -std::expm1(-elapsedS / kMeanS) : 1;
  partial.power += gain * (std::norm(sum) - partial.power);
  partial.noise += gain * (noise - partial.noise);
  ring.contrast = contrastOf(partial.power, partial.noise);

  const double ofTarget = targetHz * middleS;
  const double phase = wrapped(std::arg(sum) / (2 * std::numbers::pi) - (ofTarget - std::floor(ofTarget)));
  if (partial.isContinuous) {
    const double predicted = (hertz - targetHz) * elapsedS;
    const double advance = predicted + wrapped(phase - partial.phase - predicted);
    ring.turns += advance;
    ring.turnsPerS += gain * (advance / elapsedS - ring.turnsPerS);
  } else {
    if (partial.hasPhase) ring.turns += wrapped(phase - partial.phase);  // the target has advanced meanwhile
    ring.turnsPerS = hertz - targetHz;
  }
  partial.phase = phase;
  partial.hasPhase = partial.isContinuous = true;
}

void StrobePhase::fade(double elapsedS) noexcept {
  const double kept = std::exp(-elapsedS / kFadeS);
  for (std::size_t i = 0; i < m_partials.size(); ++i) {
    m_partials[i].isContinuous = false;
    m_partials[i].power = 0;
    m_partials[i].noise = 0;
    m_reading.rings[i].contrast *= kept;
    m_reading.rings[i].turnsPerS = 0;
  }
}

}  // namespace tunescope::core
