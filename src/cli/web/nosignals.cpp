// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/signals.h"

#include <QSocketNotifier>

namespace tunescope::cli {

// A browser sends no signals.
Signals::Signals(QObject* parent) : QObject(parent) {}
Signals::~Signals() = default;
void Signals::setTerminalReset(const char*) noexcept {}
void Signals::catchStops() {}
void Signals::readPipe() {}
void Signals::stop() {}

}  // namespace tunescope::cli
