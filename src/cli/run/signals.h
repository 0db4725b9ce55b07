// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace tunescope::cli {

// SIGINT, SIGTERM, SIGHUP and SIGWINCH as Qt signals in the main thread. There is one at a time. Those that
// were ignored when it was made stay ignored; its end brings back what was before.
// A second interruption ends the program at once with code 130, after terminalReset was written to standard output.
class Signals : public QObject {
  Q_OBJECT

 public:
  explicit Signals(QObject* parent = nullptr);
  ~Signals() override;

  // Emits aboutToStop() and continued() around a stop of the program by SIGTSTP (Ctrl-Z), unless that was ignored.
  void catchStops();

  // Bytes that bring the terminal back, written when a second interruption ends the program; nullptr: none. It must
  // live as long as the program. Thread: gui.
  static void setTerminalReset(const char* bytes) noexcept;

 Q_SIGNALS:
  void interrupted();
  void terminalResized();
  void aboutToStop();
  void continued();

 private:
  void readPipe();
  void stop();

  std::unique_ptr<QSocketNotifier> m_notifier;
};

}  // namespace tunescope::cli
