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

// For tests that look at the real window from outside: where the environment names a file in TUNESCOPE_TEST_REPORT,
// what the window shows is written there, one JSON object a line, whenever a frame that shows something else has been
// drawn. How late the event loop came to a timer of 10 ms is written with it. docs/testing-the-window.md names the
// keys. Thread: gui.
class TestReport : public QObject {
 public:
  // Nothing where the variable is not set, or the file cannot be written.
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
