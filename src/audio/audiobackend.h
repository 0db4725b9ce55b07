// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"
#include "audio/figures/callbackmeter.h"
#include "audio/streamfacts.h"
#include "core/ring/spscring.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace tunescope::audio {

// The events of a backend, in order.
struct BackendEvent {
  enum class Kind : std::uint8_t {
    DevicesListed,  // devices; may be empty
    DevicesFailed,  // error
    Asking,         // waiting for the user's permission (browsers); no timeout
    Started,        // format: the stream runs at this rate; its first samples are in the ring or will be soon
    StartFailed,    // error
    Interrupted,    // error: the stream is open, but the system holds it until Resumed (phones)
    Resumed,
    Moved,     // format: the stream continues with another source or at another rate; the ring has a start
               // mark there
    Outdated,  // the stream is open but must be reopened: it was opened as the default and another input became the
               // default one, or it was moved to a source with other channels or another rate
    Lost,      // error: a running stream stopped by itself
    Ended,     // all of the input is in the ring (files, standard input); error: a remark on it, if any
    Stopped,   // the answer to stop(); nothing more is pushed
    Progress   // of a listing or a start: one of its calls returned, so its deadline is extended
  };
  Kind kind = Kind::Stopped;
  std::vector<DeviceInfo> devices;
  CaptureFormat format;
  CaptureError error;
};

// The one interface of all sources, native and web. A backend only pushes samples into the ring.
//
// Each call returns at once and is answered by events: requestDevices by DevicesListed or DevicesFailed; start by
// Started or StartFailed (before either, any number of Progress, and perhaps Asking), and after Started by
// any number of Interrupted, Resumed, Moved and Outdated, and at most one of Lost or Ended; stop by Stopped,
// in any state. A backend serves one stream: after Stopped, Lost, Ended or StartFailed the next start() needs a new
// backend.
//
// A call may hang inside (sound systems do). Then no event comes; the supervisor revokes the epoch and abandons the
// backend: destroys it by abandon(), which must not wait for the hanging thread.
class AudioBackend {
 public:
  virtual ~AudioBackend() = default;

  // Thread: supervisor (all of them). Realtime-safe: no.
  virtual void requestDevices() = 0;

  // producer is of a new epoch. The backend leaves the stream's format with it, then calls beginStream() with the
  // actual rate when the first samples are available and before they are pushed (with the time since
  // request.silentSince as lost), and does both again where the source or its rate changes. A source that ends by
  // itself calls finish() with the reason after its last push: before the event Ended, and before Lost unless it is a
  // device.
  virtual void start(const CaptureRequest& request, StreamProducer producer) = 0;
  virtual void stop() = 0;

  // Another channel is analysed. For a source with more than eight, the frames soon hold the group with that channel,
  // and the ring gets a mark there. Other frames hold all channels anyway.
  virtual void setChannel(const ChannelChoice&) {}

  // The next event that has arrived, or none.
  virtual std::optional<BackendEvent> takeEvent() = 0;

  // Frames that a running stream has delivered so far, pushed or lost: for the watchdog. Thread: any. Realtime-safe:
  // wait-free.
  virtual std::uint64_t deliveredFrames() const noexcept = 0;

  // Figures that the callback of a running stream measures; none if there is no callback. Thread: supervisor.
  // Realtime-safe: no.
  virtual std::optional<CallbackMeter::Snapshot> meterSnapshot() const { return std::nullopt; }

  // True when destroying would not wait. Thread: supervisor.
  virtual bool isIdle() const noexcept = 0;

  // Disposes of a backend whose call hangs: what the hanging thread needs lives until the call returns. Returns
  // whether anything was left behind. isHanging, if given, becomes false when the call has returned.
  static bool abandon(std::unique_ptr<AudioBackend> backend, std::shared_ptr<std::atomic<bool>> isHanging = {});
};

// Makes the backend for a kind of source; null if this build has none.
using BackendFactory = std::function<std::unique_ptr<AudioBackend>(SourceKind)>;

}  // namespace tunescope::audio
