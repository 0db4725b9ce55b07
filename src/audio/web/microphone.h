// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"

#include <functional>
#include <memory>

namespace tunescope::audio {

// Microphones of the browser. The page's bridge (wasm/bridge) opens them and calls the functions that microphone.cpp
// exports; this file only connects it with the ring and the supervisor. Ids are "web:" and the browser's own.
// Errors of start(): Insecure, NoCaptureApi, PageBlocked (denied), Dismissed, NoDevices, NoSuchDevice, NoSuchChannel,
// NoOutput, Busy, Refused; DeviceLost comes as Lost. Thread: gui. Realtime-safe: no.
std::unique_ptr<AudioBackend> makeMicrophoneBackend();

// Called when the browser reports that a device came or went; one at a time, an empty one for none. Thread: gui.
void setDevicesChangedHandler(std::function<void()> handler);

// Called when samples arrived while the page is hidden and its timers are slow; empty for none. Thread: gui.
void setHiddenSamplesHandler(std::function<void()> handler);

}  // namespace tunescope::audio
