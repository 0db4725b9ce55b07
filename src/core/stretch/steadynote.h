// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readings.h"
#include "core/stretch/saddle.h"

#include <vector>

namespace tunescope::core {

// One steady pitch from the readings of a note: the mean of a second after its attack, with its uncertainty.
// Thread: one at a time. Realtime-safe: no (it allocates).
class SteadyNote {
 public:
  enum class State {
    Waiting,    // there is no note, or its pitch has been taken
    Listening,  // a note has begun
    Taken,      // pitch() has a new value
    TooShort,   // the note ended before its pitch could be taken
    Unsteady    // the pitch moved too much
  };

  static constexpr double kSkippedS = 0.2;  // after the start of the note: a plucked string starts sharp
  static constexpr double kSteadyS = 1;
  static constexpr double kMinSteadyS = 0.5;  // for a note that ends earlier
  static constexpr double kMaxMoveCents = 4;  // standard deviation of its readings

  // Returns the state after this reading; each state that ends a note is returned once.
  State add(const PitchReading& reading);
  void reset() { *this = SteadyNote(); }

  double progress() const noexcept;                                  // 0 to 1, of the present note
  const MeasuredPitch& pitch() const noexcept { return m_pitch; }    // of the note that was taken last
  double inharmonicity() const noexcept { return m_inharmonicity; }  // of the same note; 0 if it could not be measured

 private:
  struct Point {
    double log2Hz = 0;
    double sigmaCents = 0;
  };

  State finish();

  std::vector<Point> m_points;
  bool m_isListening = false;
  double m_beganS = 0;
  double m_lastS = 0;  // of the last reading of this note
  double m_seenInharmonicity = 0;
  MeasuredPitch m_pitch;
  double m_inharmonicity = 0;
};

}  // namespace tunescope::core
