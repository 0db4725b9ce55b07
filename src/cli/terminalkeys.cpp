// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/terminalkeys.h"

#include <QSocketNotifier>

#include <atomic>
#include <cerrno>
#include <termios.h>
#include <unistd.h>

namespace tunescope::cli {

namespace {

termios g_modesBefore;
std::atomic<bool> g_areModesChanged{false};
static_assert(std::atomic<bool>::is_always_lock_free);

// A background job that reads from its terminal or changes its modes is stopped. A terminal that is not the session's
// own (ENOTTY) stops nobody.
bool isForeground() noexcept {
  const pid_t group = ::tcgetpgrp(STDIN_FILENO);
  return group == -1 ? errno == ENOTTY : group == ::getpgrp();
}

}  // namespace

TerminalKeys::TerminalKeys(QObject* parent) : QObject(parent) {
  if (::isatty(STDIN_FILENO) != 1 || !isForeground() || ::tcgetattr(STDIN_FILENO, &g_modesBefore) != 0) return;
  termios modes = g_modesBefore;
  modes.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  modes.c_cc[VMIN] = 1;
  modes.c_cc[VTIME] = 0;
  if (::tcsetattr(STDIN_FILENO, TCSANOW, &modes) != 0) return;
  g_areModesChanged = true;
  m_notifier = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
  connect(m_notifier.get(), &QSocketNotifier::activated, this, &TerminalKeys::read);
}

TerminalKeys::~TerminalKeys() {
  restore();
}

void TerminalKeys::restore() noexcept {
  if (g_areModesChanged.exchange(false) && isForeground()) ::tcsetattr(STDIN_FILENO, TCSANOW, &g_modesBefore);
}

void TerminalKeys::read() {
  if (!isForeground()) return;  // the shell's input now
  char keys[64];
  const ssize_t count = ::read(STDIN_FILENO, keys, sizeof keys);
  if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) m_notifier->setEnabled(false);  // it is gone
  for (ssize_t i = 0; i < count; ++i) Q_EMIT pressed(keys[i]);
}

}  // namespace tunescope::cli
