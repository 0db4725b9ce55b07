// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readings.h"
#include "core/tuning/instrument.h"
#include "core/tuning/tuning.h"

#include <optional>
#include <vector>

namespace tunescope::core {

// Finds the open string of an instrument that is being tuned: the one nearest to the pitch, with hysteresis, so
// that a string is shown only when it is certain and does not flicker while it decays. If a string that sounds is
// touched at a node, its harmonic is still that string. Thread: worker. Realtime-safe: wait-free except the
// constructor.
class StringFinder {
 public:
  static constexpr double kKeepCents = 60;              // the string stays until another is nearer by this much
  static constexpr double kMaxBelowCents = 700;         // a pitch further away than this from all strings has no string
  static constexpr double kSureAfterS = 0.06;           // a string is named when it has been the nearest for this long
  static constexpr double kMaxSpreadCents = 40;         // and the pitch has moved less than this in that time
  static constexpr double kSureStringConfidence = 0.5;  // of readings that may name a string, or change it
  static constexpr double kForgetAfterS = 0.4;          // without a pitch
  static constexpr int kMaxHarmonic = 4;                // at the 12th, 7th or 5th fret

  StringFinder() = default;  // an instrument without strings
  // capo: the fret at which all strings are stopped.
  StringFinder(const Instrument& instrument, const Tuning& tuning, int capo);

  // The string of the newest reading; none while there is no pitch, or while the string is uncertain.
  std::optional<int> process(const PitchReading& reading) noexcept;
  void reset() noexcept;

 private:
  struct Target {
    double cents = 0;  // above 1 Hz
    int string = 1;
  };

  const Target* nearest(double cents) const noexcept;
  double distanceTo(int string, double cents) const noexcept;  // or to the nearest of its harmonics
  bool isHarmonic(const Target* found, double cents) const noexcept;
  bool isKept(const Target* found, double cents) const noexcept;
  void consider(const Target& found, double cents, double timeS) noexcept;

  std::vector<Target> m_targets;
  std::optional<int> m_string;  // named
  int m_candidate = 0;          // 0: none
  double m_candidateSinceS = 0;
  double m_candidateCents = 0;  // where it was first detected
  double m_voicedS = 0;         // of the newest pitch
};

}  // namespace tunescope::core
