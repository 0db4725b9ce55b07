// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/pitchengine.h"
#include "core/pitch/search/multiratehistory.h"

#include <cstddef>

namespace tunescope::core {

// How each register is measured: at which level of the rate ladder, with how long a window, up to which partial, and
// for which string stiffness. The lower the pitch, the lower the rate. Thread: any. Realtime-safe: wait-free.
class PitchRegisters {
 public:
  // The measuring window: 4096 samples at the register's level, so 85, 171 or 341 ms.
  static constexpr std::size_t kWindow = 4096;

  explicit PitchRegisters(const PitchSettings& settings) noexcept;

  const RateLadder& ladder() const noexcept { return m_ladder; }
  double sampleRateHz() const noexcept { return m_ladder.sampleRateHz; }
  double hopS() const noexcept { return static_cast<double>(m_ladder.hopFrames) / m_ladder.sampleRateHz; }
  double minHz() const noexcept { return m_minHz; }
  double maxHz() const noexcept { return m_maxHz; }  // at most 0.45 times the sample rate

  int levelFor(double hertz) const noexcept;
  double levelRateHz(double hertz) const noexcept { return m_ladder.levelRateHz(levelFor(hertz)); }

  // In samples at the register's level; shorter while the pitch moves.
  std::size_t windowFor(double hertz, bool isMoving) const noexcept;

  // Share of a level's rate up to which decimation leaves partials undistorted.
  double flatShare(int level) const noexcept;

  // Highest inharmonicity B of a string at this pitch.
  static double maxStiffness(double hertz) noexcept;
  // The same for common strings, for spectra whose partials are so close together that they are easily confused.
  static double ordinaryStiffness(double hertz) noexcept;

 private:
  RateLadder m_ladder;
  double m_minHz;
  double m_maxHz;
};

}  // namespace tunescope::core
