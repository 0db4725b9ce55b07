// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/instrument.h"

#include <string_view>
#include <vector>

// The instruments whose strums can be measured: the guitars and basses of resources/instruments.inc that have single
// strings only. A course of two strings an octave apart has no partials that belong to the upper one alone.
namespace tunescope::core {

// MIDI numbers of the open strings as they sound, from the last string to the first: players count from the other end.
// Empty: strums of this instrument are not measured. Thread: any. Realtime-safe: no (it allocates).
std::vector<int> strumKeys(const Instrument& instrument);

// The same for the instrument with that id; empty if there is none. Thread: any. Realtime-safe: no (it allocates).
std::vector<int> strumKeys(std::string_view id);

// All instruments with strumKeys(), in the order of the table. Thread: any. Realtime-safe: no (it allocates).
std::vector<const Instrument*> strumInstruments();

}  // namespace tunescope::core
