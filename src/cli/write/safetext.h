// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "present/safetext.h"

// What present/ offers, by the names that headless mode uses. Thread: any. Realtime-safe: no.
namespace tunescope::cli {

using present::appendCsvText;
using present::appendJsonString;
using present::appendUtf8;
using present::printable;
using present::printableName;
using present::takeCodePoint;

}  // namespace tunescope::cli
