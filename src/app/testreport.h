// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QFile>
#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <memory>

class QQuickWindow;
namespace tunescope::ui {
class CaptureController;
}

namespace tunescope::app {

// For tests that observe the real window from outside: if TUNESCOPE_TEST_REPORT names a file,
// the window's contents are written there, one JSON object per line, whenever a frame differs from the last
// one, together with the delay of a 10 ms timer. docs/testing-the-window.md describes the
// keys. Thread: gui.
class TestReport : public QObject {
 public:
  // Null if the variable is not set, or the file cannot be written.
  static std::unique_ptr<TestReport> fromEnvironment(QQuickWindow& window, ui::CaptureController& controller);

 private:
  TestReport(const QString& path, QQuickWindow& window, ui::CaptureController& controller);
  void write();
  void beat();
  QJsonObject shown() const;

  QFile m_file;
  QQuickWindow& m_window;
  ui::CaptureController& m_controller;
  QElapsedTimer m_clock;
  QJsonObject m_last;
  QTimer m_heart;
  QElapsedTimer m_sinceBeat;
  qint64 m_mostLateMs = 0;  // since the last line
};

}  // namespace tunescope::app
