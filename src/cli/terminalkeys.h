// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace tunescope::cli {

// Single keys of the terminal on standard input. While it lives, the terminal neither waits for Return nor echoes;
// signals (Ctrl-C, Ctrl-Z) work as ever. It does nothing where standard input is not a terminal or belongs to another
// job. There is one at a time. Thread: main.
class TerminalKeys : public QObject {
  Q_OBJECT

 public:
  explicit TerminalKeys(QObject* parent = nullptr);
  ~TerminalKeys() override;

  bool isListening() const noexcept { return m_notifier != nullptr; }

  // Gives the terminal its modes back. Async-signal-safe. Thread: any.
  static void restore() noexcept;

 Q_SIGNALS:
  void pressed(char key);

 private:
  void read();

  std::unique_ptr<QSocketNotifier> m_notifier;
};

}  // namespace tunescope::cli
