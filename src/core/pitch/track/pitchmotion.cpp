// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/track/pitchmotion.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

// docs/decisions/0036 has the measurements.
constexpr double kOffPerBend = 0.0155;  // error per curvature, over the window length squared
constexpr double kShare = 0.5;          // weight of the squared curvature
constexpr double kMeanShare = 0.12;     // and of its running mean, because the curvature is one hop old
constexpr double kMeanS = 0.1;          // time constant of that mean
constexpr double kStampS = 30e-6;       // accuracy of a reading's time

}  // namespace

PitchMotion::PitchMotion(double hopS) noexcept : m_hopS(hopS) {}

void PitchMotion::reset() noexcept {
  m_count = 0;
  m_slope = m_bend = m_meanSquareBend = 0;
}

void PitchMotion::add(double timeS, double hertz) noexcept {
  m_last = {m_last[1], m_last[2], {.timeS = timeS, .cents = 1200 * std::log2(hertz)}};
  m_count = std::min(m_count + 1, m_last.size());
  const auto& [a, b, c] = m_last;
  // When the window changes, two readings may be nearly simultaneous or far apart: ignore them.
  const auto isStep = [&](double seconds) { return seconds > 0.5 * m_hopS && seconds < 2 * m_hopS; };
  if (m_count < m_last.size() || !isStep(b.timeS - a.timeS) || !isStep(c.timeS - b.timeS)) return;
  const double before = (b.cents - a.cents) / (b.timeS - a.timeS);
  const double after = (c.cents - b.cents) / (c.timeS - b.timeS);
  m_slope = (c.cents - a.cents) / (c.timeS - a.timeS);
  m_bend = 2 * (after - before) / (c.timeS - a.timeS);
  m_meanSquareBend += std::min(1.0, m_hopS / kMeanS) * (m_bend * m_bend - m_meanSquareBend);
}

double PitchMotion::sigmaCents(double windowS) const noexcept {
  const double perBend = kOffPerBend * windowS * windowS;
  const double late = m_slope * kStampS;
  return std::sqrt(perBend * perBend * (kShare * m_bend * m_bend + kMeanShare * m_meanSquareBend) + late * late);
}

}  // namespace tunescope::core
