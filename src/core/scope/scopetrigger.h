// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readings.h"
#include "core/scope/scopesettings.h"
#include "core/scope/sincinterpolator.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace tunescope::core {

// The trigger's own path: high or low passes of first order. They change what triggers, not what is drawn.
class TriggerFilter {
 public:
  static constexpr double kAcHz = 10;
  static constexpr double kLfRejectHz = 50;
  static constexpr double kHfRejectHz = 1000;

  void configure(TriggerCoupling coupling, double sampleRateHz) noexcept;
  double process(double sample) noexcept;

 private:
  TriggerCoupling m_coupling = TriggerCoupling::Dc;
  double m_share = 0;
  double m_low = 0;
  bool m_isSettled = false;
};

// Finds the edges of one channel, sample by sample. Rising: armed below level - hysteresis, fires at the next sample at
// or above the level; falling mirrored. The instant is where the band-limited signal of the trigger's path crosses the
// level. An edge is reported kLag samples late. Thread: one at a time. Realtime-safe: wait-free.
class ScopeTrigger {
 public:
  static constexpr std::int64_t kLag = SincInterpolator::kTaps / 2;
  static constexpr double kAutoHysteresis = 0.02;  // of the peak-to-peak value

  ScopeTrigger() = default;
  ScopeTrigger(const TriggerSettings& settings, double sampleRateHz) noexcept;

  void configure(const TriggerSettings& settings) noexcept;  // keeps what it knows of the signal
  void restart(std::int64_t first) noexcept;                 // the next sample has this number
  // True: an edge was found; instant() is its place.
  bool process(float sample) noexcept;

  double instant() const noexcept { return m_instant; }  // in samples of the clock
  double level() const noexcept { return m_level; }      // in force, full scale is 1
  double hysteresis() const noexcept { return m_hysteresis; }

 private:
  static constexpr std::size_t kHistory = 32;
  static constexpr std::size_t kRanges = 20;  // of 10 ms

  double past(std::int64_t number) const noexcept;
  void follow(double value) noexcept;
  void updateLevel() noexcept;
  bool isEdge(double value) noexcept;
  double crossing(std::int64_t after) const noexcept;

  TriggerSettings m_settings;
  double m_rateHz = 48000;
  TriggerFilter m_filter;
  SincInterpolator m_interpolator;
  std::array<float, kHistory> m_history{};
  std::int64_t m_first = 0;
  std::int64_t m_end = 0;
  double m_level = 0;
  double m_hysteresis = 0;
  bool m_isRisingArmed = false;
  bool m_isFallingArmed = false;
  double m_holdUntil = 0;
  double m_instant = 0;
  std::array<MinMax, kRanges> m_ranges{};  // of the signal in the path
  std::size_t m_rangeCount = 0;
  std::size_t m_nextRange = 0;
  MinMax m_range;
  std::int64_t m_inRange = 0;
};

}  // namespace tunescope::core
