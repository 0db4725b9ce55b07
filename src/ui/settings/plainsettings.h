// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>

namespace tunescope::ui {

// Settings as lines "key=value", both percent-encoded where necessary; every value is text when it
// is read. QSettings' own INI decodes "@Variant(…)" from the file, where a few bytes can make it allocate gigabytes.
// Skips sections and comments; reads only the first megabyte of a file. Thread: any.
QSettings::Format plainSettings();

}  // namespace tunescope::ui
