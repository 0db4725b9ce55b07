// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace tunescope::cli {

// A single-shot timer of any length; a QTimer is limited to 24.8 days. It runs in steps, and a steady clock decides
// when the time has come. Thread: one at a time. Realtime-safe: no.
class LongTimer : public QObject {
  Q_OBJECT

 public:
  explicit LongTimer(std::chrono::milliseconds longestStep = std::chrono::hours(1), QObject* parent = nullptr);

  // timeout() follows after that time, unless stop() comes first. Restarts a running timer.
  void start(std::chrono::milliseconds duration);
  void stop() { m_timer.stop(); }

 Q_SIGNALS:
  void timeout();

 private:
  void step();

  const std::chrono::milliseconds m_longestStep;
  std::chrono::milliseconds m_duration{0};
  QElapsedTimer m_clock;
  QTimer m_timer;
};

}  // namespace tunescope::cli
