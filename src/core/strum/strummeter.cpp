// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/strum/strummeter.h"

#include "core/dsp/sane.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace tunescope::core {

namespace {

constexpr double kSettleS = 0.1;  // after the attack: the other strings are struck, and the noise of the pick dies away
constexpr double kWindowsS[] = {0.2135, 0.33, 0.45, 0.6, 0.75, 0.88};
constexpr double kMinRateHz = 8000;     // after decimation
constexpr double kPartialsUsed = 19.5;  // of the lowest string
constexpr double kMinTopHz = 800;
constexpr double kMaxTopHz = 2500;
constexpr double kFaintestPower = 1e-8;  // -80 dBFS: below this there is no strum
// Number of hops for a window, and the work done in each but the last.
constexpr int kFirstHops = 2;
constexpr int kHops = 4;
constexpr std::uint64_t kFirstWorkAHop = 9000;
constexpr std::uint64_t kWorkAHop = 1500;

// The longest window up to that length that RealFft takes.
std::size_t windowFrames(double seconds, double rateHz) {
  for (auto frames = static_cast<std::size_t>(seconds * rateHz);; --frames) {
    std::size_t rest = frames;
    for (const std::size_t factor : {2U, 3U, 5U}) {
      while (rest > 1 && rest % factor == 0) rest /= factor;
    }
    if (rest == 1 && frames % 2 == 0) return frames;
  }
}

double topHz(std::span<const double> targetsHz) {
  const double lowest = targetsHz.empty() ? kMinTopHz : *std::ranges::min_element(targetsHz);
  return std::clamp(kPartialsUsed * lowest, kMinTopHz, kMaxTopHz);
}

}  // namespace

StrumMeter::StrumMeter(double sampleRateHz, std::size_t hopFrames, std::span<const double> targetsHz)
    : m_rateHz(sampleRateHz),
      m_input(hopFrames),
      m_solver(static_cast<std::size_t>(kMaxTopHz * kWindowsS[std::size(kWindowsS) - 1]) + 2) {
  for (std::size_t frames = hopFrames; m_rateHz >= 2 * kMinRateHz && frames % 2 == 0; frames /= 2) {
    m_decimators.emplace_back(frames);
    m_halves.emplace_back(frames / 2);
    m_delayFrames += HalfbandDecimator::kDelayFrames * m_ratio;
    m_ratio *= 2;
    m_rateHz /= 2;
  }
  for (const double seconds : kWindowsS) {
    m_spectra.emplace_back(windowFrames(seconds, m_rateHz), m_rateHz, topHz(targetsHz));
  }
  m_window.resize(m_spectra.back().frames());
  setTargets(targetsHz);
  reset();
}

void StrumMeter::setTargets(std::span<const double> targetsHz) noexcept {
  m_count = std::min(targetsHz.size(), kMaxStrings);
  std::copy_n(targetsHz.begin(), m_count, m_targets.begin());
}

void StrumMeter::reset() noexcept {
  m_onset.reset();
  for (HalfbandDecimator& decimator : m_decimators) decimator.reset();
  m_reading = {};
  begin(0);
}

// Starts a strum: its windows begin this many samples from now.
void StrumMeter::begin(std::size_t skippedFrames) noexcept {
  m_filled = 0;
  m_next = 0;
  m_hopsLeft = 0;
  m_skipped = skippedFrames;
  m_solver.setTargets(std::span(m_targets).first(m_count));
}

bool StrumMeter::process(std::span<const float> hop) noexcept {
  std::ranges::transform(hop, m_input.begin(), [](float x) { return saneSample(x); });
  const std::span<const float> samples = decimate(m_input);
  if (m_onset.process(m_input)) {
    const auto settle = static_cast<std::ptrdiff_t>(kSettleS * m_rateHz);
    const auto delayed = static_cast<std::ptrdiff_t>((m_delayFrames + hop.size()) / m_ratio);
    const auto since = static_cast<std::ptrdiff_t>(m_onset.framesSince() / m_ratio);
    begin(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, settle + delayed - since)));
  }
  collect(samples);
  return m_hopsLeft > 0 || beginMeasuring() ? measure() : false;
}

std::span<const float> StrumMeter::decimate(std::span<const float> hop) noexcept {
  std::span<const float> samples = hop;
  for (std::size_t i = 0; i < m_decimators.size(); ++i) {
    m_decimators[i].process(samples, m_halves[i]);
    samples = m_halves[i];
  }
  return samples;
}

void StrumMeter::collect(std::span<const float> samples) noexcept {
  const std::size_t skipped = std::min(m_skipped, samples.size());
  m_skipped -= skipped;
  samples = samples.subspan(skipped);
  const std::size_t taken = std::min(samples.size(), m_window.size() - m_filled);
  std::copy_n(samples.begin(), taken, m_window.begin() + static_cast<std::ptrdiff_t>(m_filled));
  m_filled += taken;
}

// Returns false if the next window is incomplete or silent.
bool StrumMeter::beginMeasuring() noexcept {
  if (m_next == m_spectra.size() || m_filled < m_spectra[m_next].frames()) return false;
  StrumSpectrum& spectrum = m_spectra[m_next++];
  const std::span<const float> window = std::span(m_window).first(spectrum.frames());
  double power = 0;
  for (const float x : window) power += static_cast<double>(x) * x;
  if (!(power > kFaintestPower * static_cast<double>(window.size()))) return false;
  spectrum.analyze(window);
  m_solver.begin(spectrum);
  m_hopsLeft = m_next == 1 ? kFirstHops : kHops;
  return true;
}

// Does this hop's share of the work. Returns true if there is a reading.
bool StrumMeter::measure() noexcept {
  const std::uint64_t share = m_solver.work() + (m_next == 1 ? kFirstWorkAHop : kWorkAHop);
  const bool isLast = --m_hopsLeft == 0;
  while (isLast || m_solver.work() < share) {
    if (!m_solver.step()) continue;
    m_hopsLeft = 0;
    return report();
  }
  return false;
}

bool StrumMeter::report() noexcept {
  m_reading.isFinal = m_next == m_spectra.size();
  m_reading.count = m_count;
  bool isAnyHeard = false;
  for (std::size_t s = 0; s < m_count; ++s) {
    const StringResult& result = m_solver.result(s);
    StrummedPitch& pitch = m_reading.strings[s];
    pitch = {};
    if (!result.isHeard) continue;
    isAnyHeard = true;
    pitch = {result.hertz, result.sigmaCents, result.confidence};
  }
  return isAnyHeard;
}

}  // namespace tunescope::core
