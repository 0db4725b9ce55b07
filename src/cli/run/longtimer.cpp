// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/longtimer.h"

#include <algorithm>

namespace tunescope::cli {

LongTimer::LongTimer(std::chrono::milliseconds longestStep, QObject* parent)
    : QObject(parent), m_longestStep(longestStep) {
  m_timer.setSingleShot(true);
  m_timer.setTimerType(Qt::PreciseTimer);
  connect(&m_timer, &QTimer::timeout, this, &LongTimer::step);
}

void LongTimer::start(std::chrono::milliseconds duration) {
  m_duration = duration;
  m_clock.start();
  m_timer.start(std::min(duration, m_longestStep));
}

void LongTimer::step() {
  const std::chrono::milliseconds left = m_duration - std::chrono::milliseconds(m_clock.elapsed());
  if (left > std::chrono::milliseconds::zero()) {
    m_timer.start(std::min(left, m_longestStep));
  } else {
    Q_EMIT timeout();
  }
}

}  // namespace tunescope::cli
