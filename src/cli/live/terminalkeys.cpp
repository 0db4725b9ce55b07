// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/live/terminalkeys.h"

#include <QSocketNotifier>

#include <atomic>
#include <cerrno>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace tunescope::cli {

namespace {

termios g_modesBefore;
std::atomic<bool> g_areModesChanged{false};
static_assert(std::atomic<bool>::is_always_lock_free);

constexpr int kKeysRetryMs = 1000;

}  // namespace

TerminalKeys::TerminalKeys(QObject* parent) : QObject(parent) {
  if (::isatty(STDIN_FILENO) != 1 || !isForeground(STDIN_FILENO) || !changeModes()) return;
  m_notifier = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
  connect(m_notifier.get(), &QSocketNotifier::activated, this, &TerminalKeys::read);
  m_retry.setSingleShot(true);
  m_retry.setInterval(kKeysRetryMs);
  connect(&m_retry, &QTimer::timeout, this, &TerminalKeys::resume);
}

TerminalKeys::~TerminalKeys() {
  restore();
}

bool TerminalKeys::isForeground(int terminal) noexcept {
  const pid_t group = ::tcgetpgrp(terminal);
  return group == -1 ? errno == ENOTTY : group == ::getpgrp();
}

bool TerminalKeys::changeModes() noexcept {
  if (!g_areModesChanged && ::tcgetattr(STDIN_FILENO, &g_modesBefore) != 0) return false;
  termios modes = g_modesBefore;
  modes.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  modes.c_cc[VMIN] = 0;  // Ctrl-C drops the input before it: read() must not block
  modes.c_cc[VTIME] = 0;
  if (::tcsetattr(STDIN_FILENO, TCSANOW, &modes) != 0) return false;
  g_areModesChanged = true;
  return true;
}

void TerminalKeys::suspend() {
  if (!m_notifier) return;
  m_notifier->setEnabled(false);
  m_retry.stop();
  restore();
}

void TerminalKeys::resume() {
  if (!m_notifier) return;
  if (!isForeground(STDIN_FILENO)) {
    m_retry.start();
  } else if (changeModes()) {
    m_notifier->setEnabled(true);
  }
}

void TerminalKeys::restore() noexcept {
  if (g_areModesChanged.exchange(false) && isForeground(STDIN_FILENO))
    ::tcsetattr(STDIN_FILENO, TCSANOW, &g_modesBefore);
}

void TerminalKeys::read() {
  if (!isForeground(STDIN_FILENO)) {  // now the shell's input, which would keep waking the event loop
    m_notifier->setEnabled(false);
    m_retry.start();
    return;
  }
  char keys[64];
  const ssize_t count = ::read(STDIN_FILENO, keys, sizeof keys);
  // A closed terminal keeps reporting that it can be read.
  pollfd terminal{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  const bool isGone = count == 0 ? ::poll(&terminal, 1, 0) != 0 : count < 0 && errno != EINTR && errno != EAGAIN;
  if (isGone) m_notifier->setEnabled(false);
  for (ssize_t i = 0; i < count; ++i) Q_EMIT pressed(keys[i]);
}

}  // namespace tunescope::cli
