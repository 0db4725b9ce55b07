// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/elapsedclock.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What capture is asked for and what it answers, as plain values. Sentences for people are made in cli and ui.
namespace tunescope::audio {

enum class SourceKind : std::uint8_t { Device, File, StandardInput, Demo, Recording };

// A device as it is remembered: never by index, which shifts when something is plugged in.
struct DeviceMatch {
  std::string api;  // "pulse", "alsa", "jack"; empty: any
  std::string
      text;  // an id as listed, an exact name, or a case-insensitive part of a name; empty: the system's default
  int occurrence = 0;    // which of several devices with that very name
  bool isExact = false;  // text is a whole name, and no other device will do
  std::string key{};     // DeviceInfo::key of that very device, with isExact; empty: not known. Without text: of the
                         // default one before, in whose place no output's monitor is taken
};

struct DeviceInfo {
  std::string id;  // "pulse:TuneSink Monitor" or "pulse:Name#2": api, name and, from the second on, the occurrence
  std::string api;
  std::string name;   // sanitised: no control characters, at most 128 characters
  std::string key{};  // the sound system's own name for it, which no other device has; empty where there is none
  int occurrence = 0;
  unsigned inputChannels = 0;
  double preferredRateHz = 0;
  std::vector<double> ratesHz;
  bool isDefault = false;
};

struct ChannelChoice {
  bool mix = false;     // the mean of all channels
  unsigned number = 1;  // counted from 1

  bool operator==(const ChannelChoice&) const = default;
};

struct CaptureRequest {
  SourceKind source = SourceKind::Device;
  DeviceMatch device;
  std::string path;  // of a file, or the folder of a recording
  ChannelChoice channel;
  std::optional<double> rateHz;                  // asked of a device; what it really has is in CaptureFormat
  std::optional<unsigned> bufferFrames;          // asked of a device
  bool realtime = false;                         // a file or the demo at its own speed
  std::chrono::milliseconds pace{10};            // how much of that comes at a time
  bool waitForDevice = false;                    // absent at start: keep trying
  std::chrono::milliseconds giveUpAfter{60000};  // lost while running: how long to try again; 0: not at all
  bool followsDefault = true;                    // where the system's default is asked for and changes
  bool fallBack = false;                         // while the device is away, the system's default is heard instead
  // When samples stopped (a device that is opened again): what passed since then is counted as lost. Set by the
  // supervisor.
  std::optional<ElapsedClock::time_point> silentSince;
};

struct CaptureFormat {
  std::string source;           // name of the device, path of the file, "demo"
  std::string api;              // empty where there is none
  int occurrence = 0;           // which of several devices with that very name
  std::string key{};            // DeviceInfo::key
  bool followsDefault = false;  // opened as the system's default, and another default is opened in its place
  double sampleRateHz = 0;
  unsigned bufferFrames = 0;
  unsigned channels = 0;
  ChannelChoice channel;   // of those: what is analysed
  std::string processing;  // what the system is known to do to the sound first; empty: nothing
  bool isLive = true;      // samples come by the clock and are dropped when nobody takes them
};

enum class CaptureErrorCode : std::uint8_t {
  None,
  NoDevices,          // the system has no input at all
  NoSuchDevice,       // no input matches; detail lists what there is
  AmbiguousDevice,    // several inputs match; detail lists them
  NoSuchApi,          // this build or this system does not have that RtAudio API
  NoSuchChannel,      // the source has fewer channels
  Busy,               // somebody else has it
  Refused,            // the sound system would not open or start it; detail is what it said
  Unreachable,        // the sound server is not there or does not let us in, so there is no telling what inputs it has
  UnsupportedFormat,  // rate or buffer refused
  UnsupportedEncoding,  // sound of a kind that is not decoded here; detail names it
  NotFound,             // no such file
  Unreadable,           // exists, but may not be read, or is a directory
  NotAudio,             // no sound in it that we know
  Damaged,              // meant to be sound, but nothing of it can be read
  Incomplete,           // a part of it cannot be read; detail says why, in a clause
  SecondData,           // no failure: all of it was read, but a second data chunk is ignored
  TooLarge,             // beyond the bounds of what is accepted
  TimedOut,             // a call of the sound system did not return
  DeviceLost,           // vanished while running
  Insecure,             // a page that did not come over a safe connection may not ask for a microphone
  NoCaptureApi,         // this browser has no way to hear a microphone
  PageBlocked,          // the browser lets this page have no microphone
  Dismissed,            // the permission prompt was dismissed without an answer
  Interrupted,          // the system has taken it for a while (a call)
  NeedsGesture,         // the browser wants to see a tap first
  NoOutput,             // the browser hears nothing while there is no audio output (Firefox)
  Internal
};

// Reported with the end of a source that was read as it should be.
inline constexpr bool isRemark(CaptureErrorCode code) noexcept {
  return code == CaptureErrorCode::SecondData;
}

struct CaptureError {
  CaptureErrorCode code = CaptureErrorCode::None;
  std::string device;                               // device, api or file it is about
  std::string detail;                               // what the system said; sanitised
  CaptureErrorCode cause = CaptureErrorCode::None;  // of DeviceLost: why it is not back, as far as known

  explicit operator bool() const noexcept { return code != CaptureErrorCode::None; }
};

}  // namespace tunescope::audio
