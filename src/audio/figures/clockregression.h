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
  double seconds = 0;   // duration of the observation
};

// Estimates the actual rate of a sample clock by regression over the arrival times of blocks. Blocks may be late but
// never early, so only the earliest block of each stretch of time counts; the line is a least
// squares fit through those, and its uncertainty allows for correlated neighbours (lag-1 autocorrelation of the
// residuals, Bartlett 1935). Its memory does not grow with time. Thread: one at a time.
// Realtime-safe: no.
class ClockRegression {
 public:
  static constexpr double kSettlingS = 2;   // the first moments of a stream are unusual
  static constexpr double kShortestS = 10;  // below that there is no estimate
  static constexpr std::size_t kMaxPoints = 512;

  ClockRegression() { m_points.reserve(kMaxPoints); }

  // The count of frames is broken, or another stream begins: restarts.
  void reset() noexcept;
  // At clockS of the system's clock, streamS seconds of samples (at the nominal rate) had arrived. Both never decrease.
  void add(double clockS, double streamS);

  std::optional<ClockEstimate> estimate() const;

 private:
  struct Point {
    double clockS = 0;
    double leadS = 0;  // of the stream over the clock
  };
  void keep(const Point& point);

  std::vector<Point> m_points;
  double m_binS = 1;     // the stretch that a point stands for; doubles when the points are full
  double m_binEndS = 0;  // of the stretch that is being filled
  std::optional<Point> m_origin;
  std::optional<Point> m_best;  // of that stretch
};

}  // namespace tunescope::audio
