// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/supervisor/capturesupervisor.h"

#include <QObject>
#include <QString>

namespace tunescope::present {

// The states that the user can distinguish, and the one helpful action for each. Enumerations only.
class CaptureState : public QObject {
  Q_OBJECT

 public:
  enum class State {
    Stopped,
    Opening,
    Asking,   // the browser is asking for the microphone
    Waiting,  // the chosen input is not available yet
    Listening,
    Quiet,     // listening, but nothing loud enough arrives
    Muted,     // listening, but only zeros arrive
    Paused,    // the device runs, and what it hears is not shown while a tone plays
    Filtered,  // listening, but the system is known to process the sound
    NoData,
    Interrupted,   // the system holds the input temporarily
    NeedsGesture,  // the browser requires a tap first
    NoDevice,
    NoOutput,  // the browser needs an audio output to deliver the input
    NoPermission,
    Dismissed,    // the permission prompt was dismissed
    Insecure,     // the page's connection is not secure
    Unsupported,  // the browser has no API for microphones
    Busy,
    Lost,
    Failed,
    Ended,
    Demo
  };
  Q_ENUM(State)
  enum class Action { None, Start, TryAgain, PlayAgain, ChooseInput, UseDefaultInput, PlayDemo, Listen, StopTone };
  Q_ENUM(Action)
};

// The facts that decide the words.
struct CaptureSituation {
  audio::CaptureStatus status;
  audio::SourceKind source = audio::SourceKind::Device;
  QString wantedDevice;  // the requested one; empty: the default
  bool isMuted = false;  // only zeros for a while
  bool isMutedBySystem = false;
  bool isQuiet = false;    // nothing loud for a while
  bool isPaused = false;   // a tone plays that the input would hear
  bool isStopped = false;  // by the user, or not started yet
  bool isUnasked = false;  // the browser has not been asked for the microphone
  double clockPpm = 0;     // the pitch is corrected by this
};

// One sentence and at most one button. Thread: any. Realtime-safe: no.
struct CaptureWords {
  CaptureState::State state = CaptureState::State::Stopped;
  QString sentence;
  CaptureState::Action action = CaptureState::Action::None;
  QString actionText;      // empty without action
  bool isProblem = false;  // the tuner cannot work until the user acts

  bool operator==(const CaptureWords&) const = default;
};
CaptureWords describe(const CaptureSituation& situation);

// The state as the word of the page's interface (docs/web.md). Thread: any. Realtime-safe: no.
QString apiName(CaptureState::State state);

// The state of a capture in a few words without names, for a list of facts or a line on a terminal.
// Thread: any. Realtime-safe: no.
QString stateText(audio::CaptureState state);

// Beside a list of inputs: why it is incomplete, and what to do; empty if it is complete. Thread: any. Realtime-safe:
// no.
QString describeList(const audio::CaptureError& error, bool isEmpty);

}  // namespace tunescope::present
