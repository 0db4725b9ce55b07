// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace tunescope::audio {

// A device's sample clock against the system's clock.
struct ClockEstimate {
  double ppm = 0;       // parts per million; positive: the device is fast
  double sigmaPpm = 0;  // standard deviation of that
  double seconds = 0;   // how long it was watched
};

// Estimates how fast a sample clock really runs, by regression over minutes of when blocks arrived. Blocks come late by
// chance and never early, so of each stretch of time only the block that came earliest counts; the line is a least
// squares fit through those, and its uncertainty allows for neighbours that err alike (lag-1 autocorrelation of the
// residuals, Bartlett 1935). Takes the same memory after a minute as after a month. Thread: one at a time.
// Realtime-safe: no.
class ClockRegression {
 public:
  static constexpr double kSettlingS = 2;   // a stream's first moments are not its usual ones
  static constexpr double kShortestS = 10;  // below that there is no estimate
  static constexpr std::size_t kMostPoints = 512;

  ClockRegression() { m_points.reserve(kMostPoints); }

  // The count of frames is broken, or the stream is another: all begins anew.
  void reset() noexcept;
  // At clockS of the system's clock, streamS seconds of samples (at the nominal rate) had come. Both never go back.
  void add(double clockS, double streamS);

  std::optional<ClockEstimate> estimate() const;

 private:
  struct Point {
    double clockS = 0;
    double leadS = 0;  // of the stream over the clock
  };
  void keep(const Point& point);

  std::vector<Point> m_points;
  double m_binS = 1;     // the stretch that a point stands for; doubles when there is no more room
  double m_binEndS = 0;  // of the stretch that is being filled
  std::optional<Point> m_origin;
  std::optional<Point> m_best;  // of that stretch
};

}  // namespace tunescope::audio
