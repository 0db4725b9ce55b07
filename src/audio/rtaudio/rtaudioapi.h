// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"
#include "core/annotations.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

// RtAudio 5.2 and 6 behind one interface; only rtaudioapi.cpp knows which it is. No exception leaves it: errors are
// returned as text, empty on success. Any call may hang or take long. Thread: one at a time. Realtime-safe: no.
namespace tunescope::audio::rt {

// An input as RtAudio lists it now. The handle is valid for this Session and until its next inputs().
struct Input {
  DeviceInfo info;  // name sanitised; occurrence and id are filled in
  unsigned handle = 0;
};

struct Listing {
  std::vector<Input> inputs;
  std::string busy;    // the message about a device that another program uses: RtAudio does not list it
  CaptureError error;  // Unreachable, TimedOut (the previous query still hangs) or Refused; device is the API
};

// interleaved: frames of all channels. Returns false to abort the stream. Thread: capture. Realtime-safe: must
// be.
using BlockHandler = bool (*)(void* user, const float* interleaved, unsigned frames,
                              bool isOverflow) noexcept TS_NONBLOCKING;

struct StreamSetup {
  unsigned handle = 0;
  unsigned channels = 1;
  unsigned rateHz = 48000;
  unsigned bufferFrames = 512;  // requested; open() stores the actual value
  BlockHandler handler = nullptr;
  void* user = nullptr;
};

// Names of the APIs in this RtAudio ("pulse", "jack", "alsa"), in the order in which to try them.
std::vector<std::string> compiledApis();

// Classifies the message about a device that would not open or start: Busy or Refused. Thread: any. Realtime-safe:
// no.
CaptureErrorCode openingErrorCode(const std::string& text);

// One RtAudio object. Destroying it closes what is open.
class Session {
 public:
  // Each method calls onProgress when a call of RtAudio returned: JACK takes half a second for each device.
  explicit Session(const std::string& api, std::function<void()> onProgress = {});
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // The inputs, or why they could not be queried: an empty list without an error means that there are none.
  Listing inputs();
  std::string open(StreamSetup& setup);
  std::string start();
  void close();  // and stops
  bool isRunning() const;
  bool isDisconnected() const noexcept;  // as reported by RtAudio (6 with JACK)
  double sampleRateHz();

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::audio::rt
