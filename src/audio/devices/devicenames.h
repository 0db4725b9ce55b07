// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Names of devices, and how to find a device by name. Thread: any. Realtime-safe: no.
namespace tunescope::audio {

// Sanitises text from outside, once, where it enters: valid UTF-8 without control characters
// (C0, DEL, C1, line and paragraph separators, bidirectional overrides and isolates), at most that many characters,
// without spaces at its ends. Invalid bytes become U+FFFD.
std::string sanitisedText(std::string_view raw, std::size_t maxCharacters = 128);

// Fills in occurrence and id; names must already be sanitised. Unnamed devices get a name.
void identifyDevices(std::vector<DeviceInfo>& devices);

// Whether the key is that of a PulseAudio (or PipeWire) source that monitors an output.
bool isMonitor(std::string_view key) noexcept;

// The matching device: by id, by exact name (and occurrence), by a case-insensitive part of its name; the system's
// default for an empty text, except a monitor in place of the input with match.key. Errors: NoDevices, NoSuchDevice,
// AmbiguousDevice; detail lists the inputs.
std::variant<DeviceInfo, CaptureError> findDevice(const std::vector<DeviceInfo>& devices, const DeviceMatch& match);

}  // namespace tunescope::audio
