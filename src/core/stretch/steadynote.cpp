// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stretch/steadynote.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr double kQuietS = 0.12;       // without this pitch: then the note has ended
constexpr double kOtherCents = 80;     // a reading further away belongs to another note
constexpr double kIndependentS = 0.2;  // readings this far apart share hardly any samples
constexpr double kMinSigmaCents = 0.01;
constexpr double kMaxStepBackS = 0.5;  // of a reading's time, when its window grows

}  // namespace

SteadyNote::State SteadyNote::add(const PitchReading& reading) {
  if (reading.noteBegan) {
    m_points.clear();
    m_isListening = true;
    m_beganS = m_lastS = reading.timeS;
    m_seenInharmonicity = 0;
  }
  if (m_isListening && reading.timeS < m_beganS - kMaxStepBackS) reset();  // another stream has begun
  if (!m_isListening) return State::Waiting;
  if (reading.hertz) {
    const double log2Hz = std::log2(*reading.hertz);
    const bool isOther = !m_points.empty() && 1200 * std::abs(log2Hz - m_points.back().log2Hz) > kOtherCents;
    if (!isOther) m_lastS = reading.timeS;
    if (!isOther && reading.timeS - m_beganS >= kSkippedS) {
      m_points.push_back({log2Hz, std::max(kMinSigmaCents, reading.sigmaCents.value_or(1))});
      if (reading.inharmonicity) m_seenInharmonicity = *reading.inharmonicity;
    }
  }
  if (reading.timeS - m_beganS >= kSkippedS + kSteadyS || reading.timeS - m_lastS > kQuietS) return finish();
  return State::Listening;
}

double SteadyNote::progress() const noexcept {
  return m_isListening ? std::clamp((m_lastS - m_beganS) / (kSkippedS + kSteadyS), 0.0, 1.0) : 0;
}

SteadyNote::State SteadyNote::finish() {
  m_isListening = false;
  if (m_points.size() < 4 || m_lastS - m_beganS < kSkippedS + kMinSteadyS) return State::TooShort;
  double weights = 0;
  double sum = 0;
  for (const Point& point : m_points) {
    const double weight = 1 / (point.sigmaCents * point.sigmaCents);
    weights += weight;
    sum += weight * (point.log2Hz - m_points.front().log2Hz);
  }
  const double mean = sum / weights;
  double squares = 0;
  double least = m_points.front().sigmaCents;
  for (const Point& point : m_points) {
    const double off = 1200 * (point.log2Hz - m_points.front().log2Hz - mean);
    squares += off * off / static_cast<double>(m_points.size());
    least = std::min(least, point.sigmaCents);
  }
  if (std::sqrt(squares) > kMaxMoveCents) return State::Unsteady;
  const double independent = std::max(1.0, (m_lastS - m_beganS - kSkippedS) / kIndependentS);
  m_pitch = {.hertz = std::exp2(m_points.front().log2Hz + mean),
             .sigmaCents = std::hypot(least, std::sqrt(squares / independent))};
  m_inharmonicity = m_seenInharmonicity;
  return State::Taken;
}

}  // namespace tunescope::core
