// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>

namespace tunescope::ui {

// Settings as lines "key=value", both percent-encoded where they hold more than a line can; every value is text when it
// is read. QSettings' own INI decodes "@Variant(…)" from the file, and there a few bytes make it ask for gigabytes.
// Sections and comments are passed over; a file beyond a megabyte is read so far. Thread: any.
QSettings::Format plainSettings();

}  // namespace tunescope::ui
