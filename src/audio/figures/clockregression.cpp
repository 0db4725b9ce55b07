// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/figures/clockregression.h"

#include <algorithm>
#include <cmath>

namespace tunescope::audio {

void ClockRegression::reset() noexcept {
  m_points.clear();
  m_binS = 1;
  m_origin.reset();
  m_best.reset();
}

void ClockRegression::add(double clockS, double streamS) {
  if (!m_origin) {
    m_origin = Point{.clockS = clockS, .leadS = streamS - clockS};
    m_binEndS = kSettlingS + m_binS;
  }
  // Counted from the origin, so that nothing is lost to rounding after weeks.
  const Point point{.clockS = clockS - m_origin->clockS, .leadS = streamS - clockS - m_origin->leadS};
  if (point.clockS < kSettlingS) return;
  if (point.clockS >= m_binEndS) {
    if (m_best) keep(*m_best);
    m_best.reset();
    m_binEndS += m_binS * (1 + std::floor((point.clockS - m_binEndS) / m_binS));
  }
  if (!m_best || point.leadS > m_best->leadS) m_best = point;
}

// When the points are full, merges each pair of neighbours; stretches are twice as long from then on.
void ClockRegression::keep(const Point& point) {
  m_points.push_back(point);
  if (m_points.size() < kMaxPoints) return;
  for (std::size_t i = 0; i < kMaxPoints / 2; ++i) {
    const Point& first = m_points[2 * i];
    const Point& second = m_points[2 * i + 1];
    m_points[i] = first.leadS > second.leadS ? first : second;
  }
  m_points.resize(kMaxPoints / 2);
  m_binS *= 2;
}

std::optional<ClockEstimate> ClockRegression::estimate() const {
  if (m_points.size() < 4) return std::nullopt;
  const double seconds = m_points.back().clockS - m_points.front().clockS;
  if (seconds < kShortestS - 1) return std::nullopt;
  const auto count = static_cast<double>(m_points.size());
  double meanClock = 0;
  double meanLead = 0;
  for (const Point& point : m_points) {
    meanClock += point.clockS / count;
    meanLead += point.leadS / count;
  }
  double clockSquares = 0;
  double products = 0;
  for (const Point& point : m_points) {
    clockSquares += (point.clockS - meanClock) * (point.clockS - meanClock);
    products += (point.clockS - meanClock) * (point.leadS - meanLead);
  }
  const double slope = products / clockSquares;
  double squares = 0;
  double neighbours = 0;
  double before = 0;
  for (const Point& point : m_points) {
    const double residual = point.leadS - meanLead - slope * (point.clockS - meanClock);
    squares += residual * residual;
    neighbours += residual * before;
    before = residual;
  }
  const double likeness = squares > 0 ? std::clamp(neighbours / squares, 0.0, 0.95) : 0;
  const double variance = squares / (count - 2) / clockSquares * (1 + likeness) / (1 - likeness);
  return ClockEstimate{.ppm = slope * 1e6, .sigmaPpm = std::sqrt(variance) * 1e6, .seconds = seconds};
}

}  // namespace tunescope::audio
