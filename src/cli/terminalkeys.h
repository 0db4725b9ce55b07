// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <memory>

class QSocketNotifier;

namespace tunescope::cli {

// Single keys of the terminal on standard input. While it lives, the terminal neither waits for Return nor echoes;
// signals (Ctrl-C, Ctrl-Z) work as ever. It does nothing where standard input is not a terminal or belongs to another
// job, and while the program is in the background. There is one at a time. Thread: gui.
class TerminalKeys : public QObject {
  Q_OBJECT

 public:
  explicit TerminalKeys(QObject* parent = nullptr);
  ~TerminalKeys() override;

  bool isListening() const noexcept { return m_notifier != nullptr; }

  // Gives the terminal its modes back and reads no keys until resume().
  void suspend();
  // Reads keys again, as soon as the program is in the foreground.
  void resume();

  // A background job that reads from its terminal or changes its modes is stopped. A terminal that is not the
  // session's own stops nobody.
  static bool isForeground(int terminal) noexcept;

  // Gives the terminal its modes back. Async-signal-safe. Thread: any.
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
