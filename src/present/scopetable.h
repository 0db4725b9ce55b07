// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scope/scopepicture.h"

#include <QByteArray>

namespace tunescope::present {

// A sweep as CSV: a row for each of its samples ("time_s", from zeroS on the sample clock; "channel1_fs"); of a sweep
// of more than a hundred thousand, a row for each column with its extremes. Thread: any. Realtime-safe: no (strings).
QByteArray scopeTable(const core::ScopeMemory& memory, const core::ScopePicture& picture, double zeroS);

}  // namespace tunescope::present
