// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/figures/elapsedclock.h"
#include "core/speaker.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Requests to a capture and its answers, as plain values. cli and present turn them into sentences.
namespace tunescope::audio {

enum class SourceKind : std::uint8_t { Device, File, StandardInput, Demo, Recording };

// Identifies a device: never by index, which shifts when something is plugged in.
struct DeviceMatch {
  std::string api;  // "pulse", "alsa", "jack"; empty: any
  std::string
      text;  // an id as listed, an exact name, or a case-insensitive part of a name; empty: the system's default
  int occurrence = 0;    // which of several devices with exactly that name
  bool isExact = false;  // text is a complete name, and no other device will do
  std::string key{};     // DeviceInfo::key of that device, with isExact; empty: unknown. Without text: of the
                         // previous default one, which no output's monitor may replace
};

struct DeviceInfo {
  std::string id;  // "pulse:TuneSink Monitor" or "pulse:Name#2": api, name and, from the second on, the occurrence
  std::string api;
  std::string name;   // sanitised: no control characters, at most 128 characters
  std::string key{};  // the sound system's unique name for it; empty if there is none
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
  double fromS = 0;  // of a file: what comes before is left out
  ChannelChoice channel;
  std::optional<double> rateHz;                  // requested; CaptureFormat has the actual one
  std::optional<unsigned> bufferFrames;          // requested from a device
  bool realtime = false;                         // a file or the demo at its own speed
  std::chrono::milliseconds pace{10};            // how much of that arrives at a time
  bool waitForDevice = false;                    // absent at start: keep trying
  std::chrono::milliseconds giveUpAfter{60000};  // how long to retry a device lost while running; 0: not at all
  bool followsDefault = true;                    // if the system's default is requested and changes
  bool fallBack = false;                         // use the system's default while the device is away
  // When samples stopped (a device that is reopened): the time since then is counted as lost. Set by the
  // supervisor.
  std::optional<ElapsedClock::time_point> silentSince;
};

struct CaptureFormat {
  std::string source;           // name of the device, path of the file, "demo"
  std::string api;              // empty where there is none
  int occurrence = 0;           // which of several devices with exactly that name
  std::string key{};            // DeviceInfo::key
  bool followsDefault = false;  // opened as the system's default: if the default changes, the new one is opened instead
  double sampleRateHz = 0;
  unsigned bufferFrames = 0;
  unsigned channels = 0;
  std::vector<core::Speaker> speakers{};  // of those, if the source declares them; else empty
  ChannelChoice channel;                  // of those: what is analysed
  std::string processing;                 // processing that the system is known to apply; empty: none
  bool isLive = true;                     // samples come by the clock and are dropped if they are not read in time
};

enum class CaptureErrorCode : std::uint8_t {
  None,
  NoDevices,            // the system has no input at all
  NoSuchDevice,         // no input matches; detail lists the inputs
  AmbiguousDevice,      // several inputs match; detail lists them
  NoSuchApi,            // this build or this system does not have that RtAudio API
  NoSuchChannel,        // the source has fewer channels
  Busy,                 // another program has it
  Refused,              // the sound system would not open or start it; detail is its message
  Unreachable,          // the sound server does not exist or refuses the connection, so its inputs are unknown
  UnsupportedFormat,    // rate or buffer refused
  UnsupportedEncoding,  // an encoding that is not decoded here; detail names it
  NotFound,             // no such file
  Unreadable,           // exists, but cannot be read, or is a directory
  NotAudio,             // no known kind of sound file
  Damaged,              // a sound file, but nothing of it can be read
  Incomplete,           // a part of it cannot be read; detail says why, in a clause
  SecondData,           // not a failure: it was read, but a second data chunk was ignored
  TooLarge,             // exceeds the accepted limits
  TimedOut,             // a call of the sound system did not return
  DeviceLost,           // vanished while running
  Insecure,             // a page without a secure connection cannot request a microphone
  NoCaptureApi,         // this browser has no API for microphones
  PageBlocked,          // the browser blocks the microphone for this page
  Dismissed,            // the permission prompt was dismissed without an answer
  Interrupted,          // the system has taken it temporarily (a call)
  NeedsGesture,         // the browser requires a tap first
  NoOutput,             // the browser needs an audio output to deliver the input (Firefox)
  Internal
};

// Reported at the end of a source that was read correctly.
inline constexpr bool isRemark(CaptureErrorCode code) noexcept {
  return code == CaptureErrorCode::SecondData;
}

struct CaptureError {
  CaptureErrorCode code = CaptureErrorCode::None;
  std::string device;                               // the device, API or file concerned
  std::string detail;                               // what the system said; sanitised
  CaptureErrorCode cause = CaptureErrorCode::None;  // of DeviceLost: why it is not back, if known

  explicit operator bool() const noexcept { return code != CaptureErrorCode::None; }
};

}  // namespace tunescope::audio
