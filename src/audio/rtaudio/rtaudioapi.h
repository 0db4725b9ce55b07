// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"
#include "core/annotations.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

// RtAudio 5.2 and 6 behind one face; only rtaudioapi.cpp knows which it is. No exception leaves it: what goes wrong is
// said in text, empty when all is well. Any call may hang or take its time. Thread: one at a time. Realtime-safe: no.
namespace tunescope::audio::rt {

// An input as RtAudio lists it now. The handle is good for this Session and until its next inputs().
struct Input {
  DeviceInfo info;  // name sanitised; occurrence and id are filled in
  unsigned handle = 0;
};

struct Listing {
  std::vector<Input> inputs;
  std::string busy;    // what was said of a device that another program has: RtAudio does not list it
  CaptureError error;  // Unreachable, TimedOut (the question before still hangs) or Refused; device is the API
};

// interleaved: frames of all channels. Returns false to have the stream aborted. Thread: capture. Realtime-safe: must
// be.
using BlockHandler = bool (*)(void* user, const float* interleaved, unsigned frames,
                              bool isOverflow) noexcept TS_NONBLOCKING;

struct StreamSetup {
  unsigned handle = 0;
  unsigned channels = 1;
  unsigned rateHz = 48000;
  unsigned bufferFrames = 512;  // asked for; what open() made of it
  BlockHandler handler = nullptr;
  void* user = nullptr;
};

// Names of the APIs in this RtAudio ("pulse", "jack", "alsa"), those first that are to be tried first.
std::vector<std::string> compiledApis();

// What it means that a device would not open or start with these words: Busy or Refused. Thread: any. Realtime-safe:
// no.
CaptureErrorCode openingErrorCode(const std::string& text);

// One RtAudio object. Destroying it closes what is open.
class Session {
 public:
  // onProgress is called by each method when a call of RtAudio came back: JACK takes half a second for each device.
  explicit Session(const std::string& api, std::function<void()> onProgress = {});
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // The inputs, or why they could not be asked for: an empty list without an error means that there are none.
  Listing inputs();
  std::string open(StreamSetup& setup);
  std::string start();
  void close();  // and stops
  bool isRunning() const;
  bool isDisconnected() const noexcept;  // RtAudio said so (6 with JACK)
  double sampleRateHz();
  const std::string& lastText() const noexcept;  // what RtAudio said last, sanitised

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::audio::rt
