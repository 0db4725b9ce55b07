// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/settingstable.h"
#include "core/readings.h"

#include <limits>
#include <utility>

namespace tunescope::analysis {

// Removes the pitch from readings while the signal is below --sensitivity. It uses the level of hops, which
// rises and falls within a period of a low note, so a note ends when no hop of the last kHoldS has reached it.
// Thread: one at a time (the worker). Realtime-safe: wait-free.
class NoteGate {
 public:
  static constexpr double kHoldS = 0.1;  // two periods of 20 Hz

  void apply(double sensitivityDb, const core::LevelReading& level, core::PitchReading& pitch) noexcept {
    const bool isOff = sensitivityDb <= kAnyLevelDb;
    if (isOff || (level.rmsDb && *level.rmsDb >= sensitivityDb)) m_loudAtS = level.timeS;
    if (level.timeS - m_loudAtS <= kHoldS) {
      if (pitch.isVoiced() && std::exchange(m_hasHidden, false)) pitch.noteBegan = true;
      return;
    }
    m_hasHidden = m_hasHidden || pitch.isVoiced();
    pitch.hertz.reset();
    pitch.sigmaCents.reset();
    pitch.inharmonicity.reset();
    pitch.confidence = 0;
    pitch.noteBegan = false;
  }

 private:
  double m_loudAtS = -std::numeric_limits<double>::infinity();
  bool m_hasHidden = false;  // of a note that has not been reported yet
};

}  // namespace tunescope::analysis
