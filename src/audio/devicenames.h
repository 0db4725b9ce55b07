// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

// What devices are called, and which one is meant. Thread: any. Realtime-safe: no.
namespace tunescope::audio {

// Text from outside made fit for people and terminals, once, where it comes in: valid UTF-8 without control characters
// (C0, DEL, C1, line and paragraph separators, bidirectional overrides and isolates), at most so many characters,
// without space at its ends. Bytes that are no UTF-8 become U+FFFD.
std::string sanitisedText(std::string_view raw, std::size_t mostCharacters = 128);

// Fills in occurrence and id; names must be sanitised already. Unnamed devices are given a name.
void identifyDevices(std::vector<DeviceInfo>& devices);

// Whether the key is that of a PulseAudio source (or PipeWire's in its place) that gives what an output plays.
bool isMonitor(std::string_view key) noexcept;

// The device that is meant: by id, by exact name (and occurrence), by a case-insensitive part of its name; the system's
// default for an empty text, but no monitor in place of the input that has match.key. Errors: NoDevices, NoSuchDevice,
// AmbiguousDevice; detail lists what there is.
std::variant<DeviceInfo, CaptureError> findDevice(const std::vector<DeviceInfo>& devices, const DeviceMatch& match);

}  // namespace tunescope::audio
