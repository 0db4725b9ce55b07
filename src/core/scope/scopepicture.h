// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readings.h"
#include "core/scope/scopememory.h"
#include "core/scope/scopesettings.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tunescope::core {

enum class ScopeState : std::uint8_t { Stopped, Armed, Waiting, Triggered, Auto, Rolling };
enum class SweepKind : std::uint8_t { None, Edge, Phase, Forced, Free, Rolling };

struct ScopePoint {
  float x = 0;  // the first channel
  float y = 0;  // the second one
};

// A sweep as columns. Those that span two samples and more lie on a grid of the sample clock, so that peaks do not
// shimmer while the sweep moves: then the first one begins up to a column left of the sweep (shift). Narrower ones hold
// the interpolated signal.
struct ScopePicture {
  static constexpr std::size_t kMaxColumns = 4096;
  static constexpr std::size_t kMaxPoints = 4096;

  SweepKind kind = SweepKind::None;
  double sampleRateHz = 0;
  double triggerS = 0;  // the instant of the trigger, by the sample clock
  double startS = 0;    // of the sweep
  double spanS = 0;     // of the sweep
  double shift = 0;     // of the first column against the sweep's start, in columns: -1 to 0
  double framesPerColumn = 0;
  std::size_t channels = 0;
  std::size_t first = 0;  // columns before it and from last on have no samples
  std::size_t last = 0;
  std::array<std::vector<MinMax>, ScopeMemory::kMaxChannels> columns;  // full scale is 1
  std::vector<ScopePoint> points;                                      // XY, oldest first

  void reserve();  // for any number of columns and points
};

// The sweep of settings.sweepS() whose trigger instant (in frames) is at settings.position. Thread: one at a time.
// Realtime-safe: lock-free after picture.reserve().
void drawSweep(const ScopeMemory& memory, const ScopeSettings& settings, double sampleRateHz, double instant,
               ScopePicture& picture) noexcept;

}  // namespace tunescope::core
