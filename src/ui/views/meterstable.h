// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/meterreadings.h"

#include <QByteArray>

namespace tunescope::ui {

// CSV of what the meters read, with units in its header: a row for each channel, and one for all of them that has the
// loudness and the sound level (splDb). What was not measured is empty. Thread: any. Realtime-safe: no.
QByteArray metersTable(const core::MetersReading& reading, std::optional<double> splDb);

}  // namespace tunescope::ui
