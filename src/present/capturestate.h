// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturesupervisor.h"

#include <QObject>
#include <QString>

namespace tunescope::present {

// The states that people can tell apart, and the one thing that helps in each. Enumerations only.
class CaptureState : public QObject {
  Q_OBJECT

 public:
  enum class State {
    Stopped,
    Opening,
    Asking,   // the browser asks for the microphone
    Waiting,  // the chosen input is not there yet
    Listening,
    Quiet,     // listening, but nothing loud enough comes
    Muted,     // listening, but nothing but zeros comes
    Filtered,  // listening, but the system is known to change the sound first
    NoData,
    Interrupted,   // the system holds the input for a while
    NeedsGesture,  // the browser wants a tap first
    NoDevice,
    NoOutput,  // the browser hears nothing while there is no audio output
    NoPermission,
    Dismissed,    // the permission prompt was dismissed
    Insecure,     // the page did not come over a safe connection
    Unsupported,  // the browser cannot hear a microphone
    Busy,
    Lost,
    Failed,
    Ended,
    Demo
  };
  Q_ENUM(State)
  enum class Action { None, Start, TryAgain, PlayAgain, ChooseInput, UseDefaultInput, PlayDemo, Listen };
  Q_ENUM(Action)
};

// What is known when the words are chosen.
struct CaptureSituation {
  audio::CaptureStatus status;
  audio::SourceKind source = audio::SourceKind::Device;
  QString wantedDevice;  // what was asked for; empty: the default
  bool isMuted = false;  // only zeros for a while
  bool isMutedBySystem = false;
  bool isQuiet = false;    // nothing loud for a while
  bool isStopped = false;  // by the user, or not started yet
  bool isUnasked = false;  // the browser has not been asked for the microphone
  double clockPpm = 0;     // by which the pitch is corrected
};

// One sentence and at most one button. Thread: any. Realtime-safe: no.
struct CaptureWords {
  CaptureState::State state = CaptureState::State::Stopped;
  QString sentence;
  CaptureState::Action action = CaptureState::Action::None;
  QString actionText;      // empty without action
  bool isProblem = false;  // the tuner cannot work until something is done

  bool operator==(const CaptureWords&) const = default;
};
CaptureWords describe(const CaptureSituation& situation);

// The state in a word of the page's interface (docs/web.md). Thread: any. Realtime-safe: no.
QString apiName(CaptureState::State state);

// The state of a capture in a few words without its names, for a list of facts or a line on a terminal.
// Thread: any. Realtime-safe: no.
QString stateText(audio::CaptureState state);

// Beside a list of inputs: why it is not complete, and what to do; nothing where it is. Thread: any. Realtime-safe: no.
QString describeList(const audio::CaptureError& error, bool isEmpty);

}  // namespace tunescope::present
