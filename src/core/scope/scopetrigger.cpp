// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scope/scopetrigger.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kRangeS = 0.01;
constexpr double kMinHysteresis = 1e-6;
constexpr double kAutoLevelEdge = 0.1;  // of the peak-to-peak value: a level nearer to an extreme is outside
constexpr int kRootSteps = 6;

}  // namespace

void TriggerFilter::configure(TriggerCoupling coupling, double sampleRateHz) noexcept {
  if (coupling != m_coupling) m_isSettled = false;
  m_coupling = coupling;
  const double cornerHz = coupling == TriggerCoupling::Ac         ? kAcHz
                          : coupling == TriggerCoupling::LfReject ? kLfRejectHz
                                                                  : kHfRejectHz;
  m_share = -std::expm1(-2 * std::numbers::pi * cornerHz / sampleRateHz);
}

double TriggerFilter::process(double sample) noexcept {
  if (m_coupling == TriggerCoupling::Dc) return sample;
  if (!m_isSettled) m_low = m_coupling == TriggerCoupling::HfReject ? sample : 0;
  m_isSettled = true;
  m_low += m_share * (sample - m_low);
  return m_coupling == TriggerCoupling::HfReject ? m_low : sample - m_low;
}

ScopeTrigger::ScopeTrigger(const TriggerSettings& settings, double sampleRateHz) noexcept : m_rateHz(sampleRateHz) {
  configure(settings);
}

void ScopeTrigger::configure(const TriggerSettings& settings) noexcept {
  if (settings.coupling != m_settings.coupling) m_rangeCount = 0;
  m_settings = settings;
  m_filter.configure(settings.coupling, m_rateHz);
  m_isRisingArmed = m_isFallingArmed = false;
  updateLevel();
}

void ScopeTrigger::restart(std::int64_t first) noexcept {
  m_first = m_end = first;
  m_isRisingArmed = m_isFallingArmed = false;
  m_holdUntil = 0;
  m_rangeCount = 0;
  m_inRange = 0;
  m_filter = {};
  m_filter.configure(m_settings.coupling, m_rateHz);
  updateLevel();
}

double ScopeTrigger::past(std::int64_t number) const noexcept {
  return static_cast<double>(m_history[static_cast<std::size_t>(number) % kHistory]);
}

bool ScopeTrigger::process(float sample) noexcept {
  const double value = m_filter.process(static_cast<double>(sample));
  m_history[static_cast<std::size_t>(m_end) % kHistory] = static_cast<float>(value);
  ++m_end;
  follow(value);
  const std::int64_t at = m_end - kLag;
  if (at < m_first || !isEdge(past(at)) || at - kLag < m_first) return false;
  const double instant = crossing(at);
  if (instant < m_holdUntil) return false;
  m_instant = instant;
  m_holdUntil = instant + m_settings.holdoffS * m_rateHz;
  return true;
}

// The extremes of the last 200 ms.
void ScopeTrigger::follow(double value) noexcept {
  const auto sample = static_cast<float>(value);
  if (m_inRange == 0) m_range = {.min = sample, .max = sample};
  m_range.min = std::min(m_range.min, sample);
  m_range.max = std::max(m_range.max, sample);
  if (static_cast<double>(++m_inRange) < kRangeS * m_rateHz) return;
  m_inRange = 0;
  m_ranges[m_nextRange] = m_range;
  m_nextRange = (m_nextRange + 1) % kRanges;
  m_rangeCount = std::min(m_rangeCount + 1, kRanges);
  updateLevel();
}

void ScopeTrigger::updateLevel() noexcept {
  m_level = m_settings.level;
  MinMax all;
  for (std::size_t i = 0; i < m_rangeCount; ++i) {
    const MinMax& range = m_ranges[(m_nextRange + kRanges - 1 - i) % kRanges];
    all = i == 0 ? range : MinMax{.min = std::min(all.min, range.min), .max = std::max(all.max, range.max)};
  }
  const double low = static_cast<double>(all.min);
  const double high = static_cast<double>(all.max);
  m_hysteresis = std::max(kMinHysteresis, m_settings.hysteresis.value_or(kAutoHysteresis * (high - low)));
  if (!m_settings.isAutoLevel || !(high > low)) return;
  const double margin = kAutoLevelEdge * (high - low);
  if (m_level < low + margin || m_level > high - margin) m_level = 0.5 * (low + high);
}

bool ScopeTrigger::isEdge(double value) noexcept {
  const bool isRising = m_isRisingArmed && value >= m_level;
  const bool isFalling = m_isFallingArmed && value <= m_level;
  if (isRising) m_isRisingArmed = false;
  if (isFalling) m_isFallingArmed = false;
  if (value < m_level - m_hysteresis) m_isRisingArmed = true;
  if (value > m_level + m_hysteresis) m_isFallingArmed = true;
  switch (m_settings.edge) {
    case TriggerEdge::Rising:
      return isRising;
    case TriggerEdge::Falling:
      return isFalling;
    case TriggerEdge::Either:
      return isRising || isFalling;
  }
  return false;
}

// Where the signal between the samples after - 1 and after has the level: the Illinois variant of regula falsi on the
// interpolated signal, whose ends are the samples themselves.
double ScopeTrigger::crossing(std::int64_t after) const noexcept {
  std::array<float, SincInterpolator::kTaps> taps{};
  std::int64_t number = after - 1 - SincInterpolator::kBefore;
  for (float& tap : taps) tap = static_cast<float>(past(number++) - m_level);
  double left = 0;
  double right = 1;
  double atLeft = past(after - 1) - m_level;
  double atRight = past(after) - m_level;
  if (!(atLeft * atRight < 0)) return static_cast<double>(after) - (atRight != 0 ? 0.5 : 0.0);
  double root = 0.5;
  for (int step = 0; step < kRootSteps; ++step) {
    root = (atLeft * right - atRight * left) / (atLeft - atRight);
    const auto value = static_cast<double>(m_interpolator.at(taps, root));
    if (std::abs(value) <= 1e-9) break;
    if (value * atRight < 0) {
      left = right;
      atLeft = atRight;
    } else {
      atLeft *= 0.5;
    }
    right = root;
    atRight = value;
  }
  return static_cast<double>(after - 1) + std::clamp(root, 0.0, 1.0);
}

}  // namespace tunescope::core
