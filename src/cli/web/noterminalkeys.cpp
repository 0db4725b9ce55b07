// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/live/terminalkeys.h"

#include <QSocketNotifier>

namespace tunescope::cli {

// A browser has no terminal.
TerminalKeys::TerminalKeys(QObject* parent) : QObject(parent) {}
TerminalKeys::~TerminalKeys() = default;
void TerminalKeys::suspend() {}
void TerminalKeys::resume() {}
bool TerminalKeys::isForeground(int) noexcept {
  return true;
}
bool TerminalKeys::changeModes() noexcept {
  return false;
}
void TerminalKeys::restore() noexcept {}
void TerminalKeys::read() {}

}  // namespace tunescope::cli
