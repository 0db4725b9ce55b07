// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/signals.h"

#include "cli/live/terminalkeys.h"

#include <QSocketNotifier>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace tunescope::cli {

namespace {

constexpr int kInterruptedCode = 130;
int g_pipe[2] = {-1, -1};
std::atomic<int> g_interruptions{0};
std::atomic<const char*> g_terminalReset{nullptr};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<const char*>::is_always_lock_free);

// Only operations that POSIX allows in a signal handler: a byte into a pipe, or exit.
void handle(int signal) {
  const int saved = errno;
  const char byte = signal == SIGWINCH ? 'w' : signal == SIGTSTP ? 't' : 'i';
  if (byte == 'i' && g_interruptions.fetch_add(1) > 0) {
    if (const char* reset = g_terminalReset.load()) {
      [[maybe_unused]] const ssize_t written = ::write(STDOUT_FILENO, reset, std::strlen(reset));
    }
    TerminalKeys::restore();
    ::_exit(kInterruptedCode);
  }
  [[maybe_unused]] const ssize_t written = ::write(g_pipe[1], &byte, 1);
  errno = saved;
}

constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP, SIGWINCH};
std::array<struct sigaction, kSignals.size()> g_before;

struct sigaction g_stopBefore;
bool g_catchesStops = false;

// A signal that the parent process ignored (nohup, a shell's background job) stays ignored.
bool catchSignal(int signal, struct sigaction& before) {
  struct sigaction action {};
  action.sa_handler = handle;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  const bool isKnown = ::sigaction(signal, nullptr, &before) == 0;
  return isKnown && before.sa_handler != SIG_IGN && ::sigaction(signal, &action, nullptr) == 0;
}

void install() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) catchSignal(kSignals[i], g_before[i]);
}

void restore() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &g_before[i], nullptr);
  if (std::exchange(g_catchesStops, false)) ::sigaction(SIGTSTP, &g_stopBefore, nullptr);
}

}  // namespace

Signals::Signals(QObject* parent) : QObject(parent) {
  if (::pipe2(g_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return;  // then signals end the program by default
  g_interruptions = 0;
  m_notifier = std::make_unique<QSocketNotifier>(g_pipe[0], QSocketNotifier::Read);
  connect(m_notifier.get(), &QSocketNotifier::activated, this, &Signals::readPipe);
  install();
}

Signals::~Signals() {
  if (!m_notifier) return;
  restore();
  m_notifier.reset();
  for (int& end : g_pipe) {
    ::close(end);
    end = -1;
  }
}

void Signals::catchStops() {
  if (m_notifier && !g_catchesStops) g_catchesStops = catchSignal(SIGTSTP, g_stopBefore);
}

void Signals::stop() {
  Q_EMIT aboutToStop();
  ::sigaction(SIGTSTP, &g_stopBefore, nullptr);
  ::raise(SIGTSTP);  // returns after SIGCONT
  catchSignal(SIGTSTP, g_stopBefore);
  Q_EMIT continued();
}

void Signals::setTerminalReset(const char* bytes) noexcept {
  g_terminalReset = bytes;
}

void Signals::readPipe() {
  char bytes[64];
  const ssize_t count = ::read(g_pipe[0], bytes, sizeof bytes);
  bool isToStop = false;
  for (ssize_t i = 0; i < count; ++i) {
    if (bytes[i] == 'i') {
      Q_EMIT interrupted();
    } else if (bytes[i] == 'w') {
      Q_EMIT terminalResized();
    } else {
      isToStop = true;
    }
  }
  if (isToStop) stop();
}

}  // namespace tunescope::cli
