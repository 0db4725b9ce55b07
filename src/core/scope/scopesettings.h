// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scope/scopesteps.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace tunescope::core {

enum class TriggerEdge : std::uint8_t { Rising, Falling, Either };
enum class TriggerCoupling : std::uint8_t { Dc, Ac, HfReject, LfReject };
// Auto: a sweep without a trigger when none comes in time. Normal: only triggered ones. Single: one, then stop. Free:
// no trigger. PitchLocked: the phase of the first partial of the note decides; Auto while there is no note.
enum class ScopeMode : std::uint8_t { Auto, Normal, Single, Free, PitchLocked };

struct TriggerSettings {
  TriggerEdge edge = TriggerEdge::Rising;
  TriggerCoupling coupling = TriggerCoupling::Dc;  // in the way of the trigger only
  double level = 0;                                // full scale is 1
  bool isAutoLevel = false;            // the middle of the signal instead, while the level lies outside of it
  std::optional<double> hysteresis{};  // full scale is 1; none: 2 % of the peak-to-peak value
  double holdoffS = 0;                 // after a trigger, no other one for this time

  bool operator==(const TriggerSettings&) const = default;
};

struct ScopeSettings {
  double secondsPerDivision = 1e-3;
  ScopeMode mode = ScopeMode::Auto;
  TriggerSettings trigger{};
  std::size_t source = 0;           // the trigger's channel
  double position = 0.5;            // of the trigger instant in the sweep, 0 to 1
  bool isStereo = false;            // the first two captured channels instead of the analysed one
  std::size_t columns = 1000;       // of the picture
  bool hasPoints = false;           // the picture has XY points too, if there are two channels
  double pictureEveryS = 1.0 / 60;  // a shorter interval has no picture

  double sweepS() const noexcept { return secondsPerDivision * kScopeDivisionsAcross; }
  // Slow sweeps without a need for a trigger roll: the newest sample is at the right edge.
  bool isRolling() const noexcept {
    return secondsPerDivision >= kRollFromS && (mode == ScopeMode::Auto || mode == ScopeMode::Free);
  }
  bool operator==(const ScopeSettings&) const = default;

  static constexpr double kRollFromS = 0.19;  // a division: 200 ms and slower
};

}  // namespace tunescope::core
