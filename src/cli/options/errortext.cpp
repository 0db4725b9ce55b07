// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/errortext.h"

#include "cli/write/safetext.h"
#include "present/capturereason.h"

#include <cstring>
#include <unistd.h>

namespace tunescope::cli {

namespace {

using audio::CaptureErrorCode;
using audio::SourceKind;

constexpr const char* kList = "tunescope --cli --list-devices shows the inputs";
constexpr std::size_t kDetailLength = 400;

bool isFile(const audio::CaptureRequest& request) noexcept {
  return request.source == SourceKind::File || request.source == SourceKind::StandardInput ||
         request.source == SourceKind::Recording;
}

std::string subject(const audio::CaptureError& error, const audio::CaptureRequest& request) {
  if (request.source == SourceKind::StandardInput) return "standard input";
  if (request.source == SourceKind::Demo) return "the demo";
  const std::string& name = !error.device.empty() ? error.device : isFile(request) ? request.path : request.device.text;
  if (name.empty()) return "the default input";
  return "'" + printableName(name) + "'";
}

// ", because it is in use by another program (details)"
std::string because(const audio::CaptureError& error) {
  return ", because " + present::reasonOf(error.code, QStringLiteral("it")).toStdString() + saying(error);
}

// Names only the options that were given.
std::string formatSentence(const audio::CaptureError& error, const std::string& what,
                           const audio::CaptureRequest& request) {
  if (!request.rateHz && !request.bufferFrames) {
    return "cannot open " + what + ", because Tunescope cannot use its rate" + saying(error) +
           "; choose another input; " + kList;
  }
  const char* options = !request.bufferFrames ? "--rate" : !request.rateHz ? "--buffer" : "--rate and --buffer";
  return "cannot open " + what + because(error) + "; leave out " + options;
}

std::string deviceSentence(const audio::CaptureError& error, const std::string& what,
                           const audio::CaptureRequest& request) {
  const std::string list = std::string("; ") + kList;
  const std::string detail = saying(error);
  switch (error.code) {
    case CaptureErrorCode::NoDevices:
      return "cannot listen, because this system has no sound input" + detail +
             "; connect one, or try --demo, which needs none";
    case CaptureErrorCode::NoSuchDevice:
      return "cannot open " + what + because(error) + list + ", --wait waits for it";
    case CaptureErrorCode::AmbiguousDevice:
      return "cannot open " + what + because(error) + "; give an id" + list;
    case CaptureErrorCode::NoSuchApi:
      return "cannot use " + what + ", because that sound system is not available" + detail + list;
    case CaptureErrorCode::Busy:
      return "cannot open " + what + because(error) + "; close that program, or choose another input" + list;
    case CaptureErrorCode::Refused:
      return "cannot open " + what + because(error) + "; try again, or choose another input" + list;
    case CaptureErrorCode::Unreachable:
      return "cannot listen" + because(error) +
             "; start PulseAudio, PipeWire or JACK, or choose another --api, or try --demo, which needs none";
    case CaptureErrorCode::UnsupportedFormat:
      return formatSentence(error, what, request);
    case CaptureErrorCode::TimedOut:
      return "cannot open " + what + because(error) + "; try again, or choose another --api";
    case CaptureErrorCode::DeviceLost:
      return "lost " + what + ", and it did not come back" + detail +
             "; connect it again; --give-up sets how long to retry";
    default:
      return "cannot continue with " + what + ", because the sound system failed" + detail + "; try again" + list;
  }
}

// The reason from the error's detail, if it has one.
std::string clause(const audio::CaptureError& error, const char* otherwise) {
  return error.detail.empty() ? otherwise : printable(std::string_view(error.detail).substr(0, kDetailLength));
}

std::string notAudioSentence(const audio::CaptureError& error, const std::string& what, SourceKind source) {
  const std::string detail = saying(error);
  if (source == SourceKind::StandardInput) {
    return "cannot read " + what + ", because it is not WAV" + detail +
           "; only WAV can be piped in, give other sound files with --input FILE";
  }
  if (source == SourceKind::Recording) {
    return "cannot read " + what + ", because it is not a Tunescope recording" + detail +
           "; give a folder that --record has written";
  }
  return "cannot read " + what + because(error) + "; give WAV, FLAC, Ogg, Opus, AIFF or MP3";
}

std::string fileSentence(const audio::CaptureError& error, const std::string& what, SourceKind source) {
  const std::string detail = saying(error);
  switch (error.code) {
    case CaptureErrorCode::NotFound:
      return "cannot read " + what + because(error) + "; check the name" +
             (source == SourceKind::Recording ? " after --replay" : "");
    case CaptureErrorCode::Unreadable:
      return "cannot read " + what + because(error) + "; give a sound file that you may read";
    case CaptureErrorCode::NotAudio:
      return notAudioSentence(error, what, source);
    case CaptureErrorCode::Damaged:
      return "cannot read " + what + because(error) + "; give another copy of it";
    case CaptureErrorCode::Incomplete:
      return "cannot read all of " + what + ", because " + clause(error, "a part of it is damaged") +
             "; the rest was analysed";
    case CaptureErrorCode::SecondData:
      return "read only the first part of " + what + ", because " + clause(error, "it has several") +
             "; convert it with another program to have all of it read";
    case CaptureErrorCode::TooLarge:
      return "will not read " + what + because(error) + "; give a shorter or simpler file";
    case CaptureErrorCode::TimedOut:
      return "cannot read " + what + ", because reading it does not return" + detail +
             "; copy it to a local disk first";
    case CaptureErrorCode::UnsupportedFormat:
      return "cannot read " + what + ", because its rate is not supported" + detail + "; convert it to 48000 Hz";
    case CaptureErrorCode::UnsupportedEncoding:
      return "cannot read " + what + because(error) +
             (source == SourceKind::StandardInput ? "; convert it to WAV with PCM"
                                                  : "; convert it to WAV with PCM, or to FLAC");
    default:
      return "cannot read " + what + ", because reading failed" + detail + "; try again, or another file";
  }
}

}  // namespace

std::string saying(const audio::CaptureError& error) {
  return error.detail.empty() ? std::string()
                              : " (" + printable(std::string_view(error.detail).substr(0, kDetailLength)) + ")";
}

std::string errorSentence(const audio::CaptureError& error, const audio::CaptureRequest& request) {
  const std::string what = subject(error, request);
  if (error.code == CaptureErrorCode::NoSuchChannel) {
    return "cannot analyse channel " + std::to_string(request.channel.number) + " of " + what + because(error) +
           "; give --channel a smaller number, or mix";
  }
  return isFile(request) ? fileSentence(error, what, request.source) : deviceSentence(error, what, request);
}

ExitCode exitCodeOf(const audio::CaptureError& error, const audio::CaptureRequest& request) noexcept {
  const ExitCode noSource = isFile(request) ? ExitCode::BadInput : ExitCode::NoDevice;
  switch (error.code) {
    case CaptureErrorCode::None:
    case CaptureErrorCode::SecondData:
      return ExitCode::Done;
    case CaptureErrorCode::NoSuchChannel:
      return ExitCode::Usage;
    case CaptureErrorCode::UnsupportedFormat:
      return request.rateHz || request.bufferFrames ? ExitCode::Usage : noSource;
    case CaptureErrorCode::Internal:
      return ExitCode::Internal;
    default:
      return noSource;
  }
}

std::string writeErrorSentence(std::string_view path, int error) {
  const std::string name = path.empty() ? "standard output" : "'" + printableName(path) + "'";
  return "cannot continue writing to " + name + ", because " + std::strerror(error) + "; free some space and try again";
}

void complain(std::string_view sentence) {
  const std::string line = "tunescope: " + std::string(sentence) + "\n";
  // One call, so that lines of several programs do not mix. If even this fails, nothing can be done.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace tunescope::cli
