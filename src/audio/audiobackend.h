// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/callbackmeter.h"
#include "audio/capturetypes.h"
#include "audio/streamfacts.h"
#include "core/ring/spscring.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace tunescope::audio {

// What a backend has to say, in order.
struct BackendEvent {
  enum class Kind : std::uint8_t {
    DevicesListed,  // devices; an empty list is an answer too
    DevicesFailed,  // error
    Asking,         // a person is asked for leave, which takes as long as it takes (browsers)
    Started,        // format: the stream runs at this rate; its first samples are in the ring or on their way
    StartFailed,    // error
    Interrupted,    // error: the stream is open, but the system holds it until Resumed (phones)
    Resumed,
    Moved,     // format: the stream goes on, with another source or at another rate than before; the ring has a start
               // mark where it does
    Outdated,  // the stream is open but must be reopened: another input became the default one, which was asked for, or
               // it was moved to a source with other channels or another rate
    Lost,      // error: a running stream ended by itself
    Ended,     // all of the input is in the ring (files, standard input); error: a remark on it, if there is one
    Stopped,   // the answer to stop(); nothing is pushed any more
    Progress   // of a listing or a start: one of its calls came back, so its deadline begins anew
  };
  Kind kind = Kind::Stopped;
  std::vector<DeviceInfo> devices;
  CaptureFormat format;
  CaptureError error;
};

// The one interface of all sources, native and web. A backend pushes samples into the ring and nothing else.
//
// Each call returns at once and is answered by events: requestDevices by DevicesListed or DevicesFailed; start by
// Started or StartFailed (before either, Progress as often as there is some, and perhaps Asking), and after Started by
// Interrupted, Resumed, Moved and Outdated as they come, and at most one of Lost or Ended; stop by Stopped,
// whatever the state. A backend is used for one stream: after Stopped, Lost, Ended or StartFailed a new one is made for
// the next start().
//
// A call may hang inside (sound systems do). Then no event comes; the supervisor revokes the epoch and abandons the
// backend: destroys it by abandon(), which must not wait for the thread that hangs.
class AudioBackend {
 public:
  virtual ~AudioBackend() = default;

  // Thread: supervisor (all of them). Realtime-safe: no.
  virtual void requestDevices() = 0;

  // producer is of a fresh epoch. The backend leaves the stream's format with it, then calls beginStream() with the
  // real rate when the first samples are there and before they are pushed (with what passed since request.silentSince
  // as lost), both again where the source or its rate changes; and finish(), with the reason, after the last push of a
  // source that ends by itself: before the event Ended, and before Lost too where the source is no device.
  virtual void start(const CaptureRequest& request, StreamProducer producer) = 0;
  virtual void stop() = 0;

  // Another channel is analysed: of a source with more than eight the frames soon hold the group that has it, and the
  // ring gets a mark of that. Of others they hold all anyway.
  virtual void setChannel(const ChannelChoice&) {}

  // The next event that has arrived, or nothing.
  virtual std::optional<BackendEvent> takeEvent() = 0;

  // Frames that a running stream has delivered so far, pushed or lost: for the watchdog. Thread: any. Realtime-safe:
  // wait-free.
  virtual std::uint64_t deliveredFrames() const noexcept = 0;

  // What the callback of a running stream has noted of itself; nothing where no callback does. Thread: supervisor.
  // Realtime-safe: no.
  virtual std::optional<CallbackMeter::Snapshot> meterSnapshot() const { return std::nullopt; }

  // True when destroying would not wait. Thread: supervisor.
  virtual bool isIdle() const noexcept = 0;

  // Lets go of a backend whose call hangs: what is needed by the hanging thread lives on until that returns. Says
  // whether anything was left behind. isHanging, if given, becomes false when the call has returned.
  static bool abandon(std::unique_ptr<AudioBackend> backend, std::shared_ptr<std::atomic<bool>> isHanging = {});
};

// Makes the backend for a kind of source; nothing where this build has none.
using BackendFactory = std::function<std::unique_ptr<AudioBackend>(SourceKind)>;

}  // namespace tunescope::audio
