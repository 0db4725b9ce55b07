// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <memory>

class QSocketNotifier;

namespace tunescope::cli {

// Single keys of the terminal on standard input. While it exists, the terminal neither waits for Return nor echoes;
// signals (Ctrl-C, Ctrl-Z) work as usual. It does nothing if standard input is not a terminal or belongs to another
// job, and while the program is in the background. Only one may exist at a time. Thread: gui.
class TerminalKeys : public QObject {
  Q_OBJECT

 public:
  explicit TerminalKeys(QObject* parent = nullptr);
  ~TerminalKeys() override;

  bool isListening() const noexcept { return m_notifier != nullptr; }

  // Restores the terminal's modes and reads no keys until resume().
  void suspend();
  // Reads keys again as soon as the program is in the foreground.
  void resume();

  // The system stops a background job that reads from its terminal or changes its modes, but only if the terminal is
  // the session's own.
  static bool isForeground(int terminal) noexcept;

  // Restores the terminal's modes. Async-signal-safe. Thread: any.
  static void restore() noexcept;

 Q_SIGNALS:
  void pressed(char key);

 private:
  static bool changeModes() noexcept;
  void read();

  std::unique_ptr<QSocketNotifier> m_notifier;
  QTimer m_retry;  // while the program is in the background
};

}  // namespace tunescope::cli
