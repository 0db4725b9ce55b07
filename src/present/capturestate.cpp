// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/capturestate.h"

#include "present/capturereason.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <cmath>

namespace tunescope::present {

namespace {

using State = CaptureState::State;
using Action = CaptureState::Action;
using audio::CaptureErrorCode;
using audio::SourceKind;

QString tr(const char* text) {
  return QCoreApplication::translate("CaptureState", text);
}

QString textOf(Action action) {
  switch (action) {
    case Action::Start:
      return tr("Start");
    case Action::TryAgain:
      return tr("Try again");
    case Action::PlayAgain:
      return tr("Play again");
    case Action::ChooseInput:
      return tr("Choose an input");
    case Action::UseDefaultInput:
      return tr("Use the default input");
    case Action::PlayDemo:
      return tr("Play the demo");
    case Action::Listen:
      return tr("Listen to the microphone");
    case Action::StopTone:
      return tr("Stop it");
    case Action::None:
      break;
  }
  return {};
}

CaptureWords words(State state, const QString& sentence, Action action, bool isProblem) {
  return {state, sentence, action, textOf(action), isProblem};
}

QString quoted(const QString& name) {
  return QStringLiteral("\u201C%1\u201D").arg(name);
}

// The name of the source at the beginning of a sentence.
QString nameOf(const CaptureSituation& situation) {
  const audio::CaptureStatus& status = situation.status;
  for (const std::string& name : {status.error.device, status.format.source}) {
    if (!name.empty()) return quoted(QString::fromStdString(name));
  }
  return situation.wantedDevice.isEmpty() ? tr("The input") : quoted(situation.wantedDevice);
}

// The reason as a sentence, then what to do about it.
QString withAdvice(CaptureErrorCode code, const QString& subject, const QString& advice) {
  QString reason = reasonOf(code, subject);
  reason.front() = reason.front().toUpper();
  return reason + QStringLiteral(". ") + advice;
}

CaptureWords describeFileError(CaptureErrorCode code, const QString& path) {
  const QString name = tr("the file %1").arg(quoted(QFileInfo(path).fileName()));
  const auto failed = [&](const QString& advice) {
    return words(State::Failed, withAdvice(code, name, advice), Action::Listen, true);
  };
  switch (code) {
    case CaptureErrorCode::NotFound:
      return failed(tr("Check its name and folder."));
    case CaptureErrorCode::Unreadable:
      return failed(tr("Check its permissions."));
    case CaptureErrorCode::NotAudio:
      return failed(tr("Try a WAV or FLAC."));
    case CaptureErrorCode::Damaged:
      return failed(tr("Try another copy of it."));
    case CaptureErrorCode::Incomplete:
      return words(State::Failed, tr("A part of %1 cannot be read. Try another copy of it.").arg(name), Action::Listen,
                   true);
    case CaptureErrorCode::UnsupportedEncoding:
      return failed(tr("Convert it to WAV or FLAC."));
    case CaptureErrorCode::TooLarge:
      return failed(tr("Try a shorter part of it."));
    case CaptureErrorCode::NoSuchChannel:
      return failed(tr("Choose one that it has."));
    default:
      return words(State::Failed, tr("%1 cannot be played. Try another file.").arg(quoted(QFileInfo(path).fileName())),
                   Action::Listen, true);
  }
}

// A lost input, or one that does not open. Most come back by themselves; while Tunescope retries, the sentence says so.
CaptureWords describeDeviceError(const CaptureSituation& situation, CaptureErrorCode code) {
  const QString name = nameOf(situation);
  const bool isRetried = situation.status.state == audio::CaptureState::Waiting;
  const State state = situation.status.error.code == CaptureErrorCode::DeviceLost ? State::Lost : State::Failed;
  const auto say = [&](State shown, Action action, const QString& retried, const QString& failed) {
    return words(shown, QString(isRetried ? retried : failed).replace(QStringLiteral("%1"), name), action, true);
  };
  const auto advise = [&](State shown, Action action, const QString& retried, const QString& failed) {
    return words(shown, withAdvice(code, name, isRetried ? retried : failed), action, true);
  };
  switch (code) {
    case CaptureErrorCode::DeviceLost:
      return say(state, Action::ChooseInput,
                 tr("%1 was disconnected. Reconnect it and Tunescope resumes, or choose another input."),
                 tr("%1 was disconnected. Reconnect it, or choose another input."));
    case CaptureErrorCode::Unreachable:
      return advise(state, Action::TryAgain, tr("Tunescope keeps trying and resumes when it is back."),
                    tr("Start it, then try again."));
    case CaptureErrorCode::Busy:
      return advise(State::Busy, Action::TryAgain, tr("Close that program and Tunescope starts listening."),
                    tr("Close that program, then try again."));
    case CaptureErrorCode::Refused:
      return advise(state, Action::ChooseInput, tr("Tunescope keeps trying. You can also choose another input."),
                    tr("Try again, or choose another input."));
    case CaptureErrorCode::NoOutput:
      return say(State::NoOutput, Action::TryAgain,
                 tr("This browser needs an audio output to use a microphone. Connect speakers or headphones and "
                    "Tunescope starts listening."),
                 tr("This browser needs an audio output to use a microphone. Connect speakers or headphones, then try "
                    "again."));
    case CaptureErrorCode::TimedOut:
      return advise(state, Action::TryAgain, tr("Tunescope keeps trying."), tr("Wait a moment, then try again."));
    default:
      return say(state, Action::TryAgain,
                 tr("%1 cannot be opened. Tunescope keeps trying. You can also choose another input."),
                 tr("%1 cannot be opened. Try again, or choose another input."));
  }
}

// The device was lost with its sound server, which has to come back first.
bool isServerGone(const audio::CaptureError& error) {
  return error.code == CaptureErrorCode::DeviceLost &&
         (error.cause == CaptureErrorCode::Unreachable || error.cause == CaptureErrorCode::TimedOut);
}

CaptureWords describeError(const CaptureSituation& situation) {
  const audio::CaptureError& error = situation.status.error;
  if (situation.source == SourceKind::File || situation.source == SourceKind::StandardInput) {
    return describeFileError(error.code, QString::fromStdString(error.device));
  }
  const QString name = nameOf(situation);
  const auto failed = [&](const QString& advice) {
    return words(State::Failed, withAdvice(error.code, name, advice), Action::ChooseInput, true);
  };
  switch (error.code) {
    case CaptureErrorCode::NoDevices:
      return words(State::NoDevice, tr("No microphone found. Connect one and Tunescope starts listening."),
                   Action::PlayDemo, true);
    case CaptureErrorCode::Unreadable:
      return words(
          State::NoPermission,
          tr("Tunescope has no permission to use the microphone. Allow it in the privacy settings, then try again."),
          Action::TryAgain, true);
    case CaptureErrorCode::PageBlocked:
      return words(State::NoPermission,
                   tr("The browser blocks the microphone for this page. Allow it in the site settings, beside the "
                      "address, then try again."),
                   Action::TryAgain, true);
    case CaptureErrorCode::NoSuchDevice:
      return failed(tr("Choose another one."));
    case CaptureErrorCode::AmbiguousDevice:
      return failed(tr("Choose the one you mean."));
    case CaptureErrorCode::NoSuchApi:
      return words(State::Failed, tr("The sound system %1 is not available. Choose an input of another one.").arg(name),
                   Action::ChooseInput, true);
    case CaptureErrorCode::NoSuchChannel:
      return failed(tr("Choose another input."));
    case CaptureErrorCode::Dismissed:
      return words(State::Dismissed, tr("The microphone request was dismissed. Try again and choose Allow."),
                   Action::TryAgain, true);
    case CaptureErrorCode::Insecure:
      return words(State::Insecure,
                   tr("Browsers block the microphone unless the connection is secure. Open this page with https."),
                   Action::PlayDemo, true);
    case CaptureErrorCode::NoCaptureApi:
      return words(State::Unsupported,
                   tr("This browser cannot use a microphone. Open the page in a newer one, or play the demo."),
                   Action::PlayDemo, true);
    case CaptureErrorCode::UnsupportedFormat:
      return failed(tr("Choose another input."));
    default:
      return describeDeviceError(situation, isServerGone(error) ? error.cause : error.code);
  }
}

CaptureWords describeRunning(const CaptureSituation& situation) {
  const QString name = nameOf(situation);
  if (situation.source == SourceKind::Demo) {
    return words(State::Demo, tr("This is the built-in demo."), Action::Listen, false);
  }
  if (situation.source != SourceKind::Device) {
    const QString file = QFileInfo(QString::fromStdString(situation.status.format.source)).fileName();
    return words(State::Listening, tr("Playing %1.").arg(quoted(file)), Action::None, false);
  }
  if (situation.isMutedBySystem) {
    return words(State::Muted, tr("The system has muted %1. Unmute it there to continue.").arg(name),
                 Action::ChooseInput, true);
  }
  if (situation.isPaused) {
    return words(State::Paused, tr("Paused for the tone."), Action::StopTone, false);
  }
  if (situation.isMuted) {
    return words(State::Muted, tr("%1 sends only silence. It may be muted.").arg(name), Action::ChooseInput, true);
  }
  if (const std::string& processing = situation.status.format.processing; !processing.empty()) {
    return words(State::Filtered,
                 tr("%1 is processed by %2, which distorts the pitch. Turn that off, or choose another input.")
                     .arg(name, QString::fromStdString(processing)),
                 Action::ChooseInput, false);
  }
  if (situation.status.isFallback) {
    return words(State::Listening, tr("Listening to %1, until the chosen input is back.").arg(name),
                 Action::ChooseInput, false);
  }
  if (const std::string& from = situation.status.movedFrom; !from.empty()) {
    return words(State::Listening,
                 tr("Listening to %1: the sound server moved Tunescope there from %2.")
                     .arg(name, quoted(QString::fromStdString(from))),
                 Action::ChooseInput, false);
  }
  if (situation.isQuiet) return words(State::Quiet, tr("It is quiet. Play a note."), Action::PlayDemo, false);
  if (!situation.status.followedFrom.empty()) {
    return words(State::Listening, tr("Listening to %1, the new default input.").arg(name), Action::None, false);
  }
  if (std::abs(situation.clockPpm) > 0) {
    return words(
        State::Listening,
        tr("Listening to %1, its clock corrected by %2 ppm.").arg(name, QString::number(situation.clockPpm, 'f', 1)),
        Action::None, false);
  }
  return words(State::Listening, tr("Listening to %1.").arg(name), Action::None, false);
}

}  // namespace

CaptureWords describe(const CaptureSituation& situation) {
  if (situation.isStopped && situation.isUnasked) {
    return words(State::Stopped,
                 tr("Tunescope needs the microphone to hear your instrument. Audio never leaves this device."),
                 Action::Start, true);
  }
  if (situation.isStopped) return words(State::Stopped, tr("Tunescope is not listening."), Action::Start, false);
  switch (situation.status.state) {
    case audio::CaptureState::Idle:
    case audio::CaptureState::Opening:
      return words(State::Opening, tr("Opening the input."), Action::None, false);
    case audio::CaptureState::Asking:
      return words(State::Asking, tr("The browser is asking for the microphone. Choose Allow."), Action::PlayDemo,
                   false);
    case audio::CaptureState::Interrupted:
      if (situation.status.error.code == CaptureErrorCode::NeedsGesture) {
        return words(State::NeedsGesture, tr("The browser requires a tap before Tunescope can listen."), Action::Start,
                     true);
      }
      return words(State::Interrupted,
                   tr("Another program has taken the microphone. Tunescope resumes when it is free."), Action::TryAgain,
                   true);
    case audio::CaptureState::Waiting: {
      const CaptureErrorCode code = situation.status.error.code;
      if (code == CaptureErrorCode::NoSuchDevice || code == CaptureErrorCode::None) {
        return words(State::Waiting, tr("Waiting for %1. Connect it, or choose another input.").arg(nameOf(situation)),
                     Action::ChooseInput, true);
      }
      return describeError(situation);
    }
    case audio::CaptureState::Running:
      return describeRunning(situation);
    case audio::CaptureState::NoData:
      if (situation.isMutedBySystem) return describeRunning(situation);
      return words(State::NoData, tr("%1 is open but sends no sound. Choose another input.").arg(nameOf(situation)),
                   Action::ChooseInput, true);
    case audio::CaptureState::Ended:
      return words(State::Ended, tr("The recording has ended."), Action::PlayAgain, false);
    case audio::CaptureState::Failed:
      return describeError(situation);
  }
  return {};
}

QString apiName(CaptureState::State state) {
  switch (state) {
    case State::Stopped:
      return QStringLiteral("stopped");
    case State::Opening:
      return QStringLiteral("starting");
    case State::Asking:
      return QStringLiteral("prompt");
    case State::Waiting:
      return QStringLiteral("waiting");
    case State::Listening:
    case State::Quiet:
    case State::Filtered:
      return QStringLiteral("running");
    case State::Muted:
      return QStringLiteral("muted");
    case State::Paused:
      return QStringLiteral("paused");
    case State::NoData:
      return QStringLiteral("stalled");
    case State::Interrupted:
    case State::NeedsGesture:
      return QStringLiteral("interrupted");
    case State::NoDevice:
      return QStringLiteral("no-device");
    case State::NoOutput:
      return QStringLiteral("no-output");
    case State::NoPermission:
      return QStringLiteral("denied");
    case State::Dismissed:
      return QStringLiteral("dismissed");
    case State::Insecure:
      return QStringLiteral("insecure");
    case State::Unsupported:
      return QStringLiteral("no-api");
    case State::Busy:
      return QStringLiteral("busy");
    case State::Lost:
      return QStringLiteral("ended");
    case State::Failed:
      return QStringLiteral("failed");
    case State::Ended:
      return QStringLiteral("finished");
    case State::Demo:
      return QStringLiteral("demo");
  }
  return QStringLiteral("failed");
}

QString stateText(audio::CaptureState state) {
  switch (state) {
    case audio::CaptureState::Idle:
      return tr("stopped");
    case audio::CaptureState::Opening:
      return tr("opening the input");
    case audio::CaptureState::Asking:
      return tr("waiting for permission");
    case audio::CaptureState::Waiting:
      return tr("waiting for the input");
    case audio::CaptureState::Running:
      return tr("listening");
    case audio::CaptureState::NoData:
      return tr("the input sends nothing");
    case audio::CaptureState::Interrupted:
      return tr("held by the system");
    case audio::CaptureState::Ended:
      return tr("ended");
    case audio::CaptureState::Failed:
      break;
  }
  return tr("failed");
}

QString describeList(const audio::CaptureError& error, bool isEmpty) {
  switch (error.code) {
    case CaptureErrorCode::None:
      return isEmpty ? tr("No input found. Connect a microphone and it appears here.") : QString();
    case CaptureErrorCode::Busy:
      return withAdvice(error.code, tr("the input"), tr("Close that program and it appears here."));
    case CaptureErrorCode::Unreachable:
      return withAdvice(error.code, {}, tr("When it is back, its inputs appear here."));
    default:
      return tr("The sound system does not list its inputs. They appear here once it does.");
  }
}

}  // namespace tunescope::present
