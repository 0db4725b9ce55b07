// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/tonerun.h"

#include "analysis/tuningof.h"
#include "cli/run/watchdog.h"
#include "cli/write/numbers.h"
#include "cli/write/safetext.h"

#include <QCoreApplication>

#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstring>
#include <utility>

namespace tunescope::cli {

namespace {

constexpr int kHertzDecimals = 4;

// A device that fades out longer than that is left.
constexpr std::chrono::milliseconds kLongestFade{2000};

// A sound system that takes longer to begin, or to let the program end, does not answer.
constexpr std::chrono::milliseconds kMaxStart{5000};
constexpr std::chrono::milliseconds kMaxEnd{5000};

constexpr auto kNoAnswer =
    "the tone cannot be played, because the sound system does not answer; restart its sound server, then try again";

}  // namespace

ToneRun::ToneRun(const Options& options, const audio::ToneOutputFactory& makeOutput)
    : m_options(options), m_output(makeOutput ? makeOutput() : nullptr) {
  connect(&m_signals, &Signals::interrupted, this, [this] { finish(ExitCode::Interrupted); });
  connect(&m_durationTimer, &LongTimer::timeout, this, [this] {
    m_isUnanswered = !m_hasBegun || m_isFinishing;
    if (m_isUnanswered) return giveUp(kNoAnswer);
    finish(ExitCode::Done);
  });
  if (m_output) m_output->setHandler([this] { followOutput(); });
}

ExitCode ToneRun::execute() {
  if (!m_output) {
    complain("--tone needs Qt Multimedia, which this build does not have; install the package tunescope");
    return ExitCode::Usage;
  }
  if (const ExitCode code = describe(); code != ExitCode::Done) return code;
  watchdog::setLimit(kMaxStart + kMaxEnd, kNoAnswer, ExitCode::NoDevice);  // to list the outputs may take for ever
  m_durationTimer.start(kMaxStart);
  m_output->play(m_wish);
  QCoreApplication::exec();
  if (m_isUnanswered) watchdog::exitNow(m_code);
  watchdog::setLimit(kMaxEnd, {}, m_code);  // what is left of a sound system that hangs must not keep the program
  return m_code;
}

void ToneRun::giveUp(std::string_view sentence) {
  if (m_code == ExitCode::Done) {
    complain(sentence);
    m_code = ExitCode::NoDevice;
  }
  QCoreApplication::quit();
}

// What is played, on standard output or in a file.
ExitCode ToneRun::describe() {
  if (m_options.outputPath && !m_stream.openFile(*m_options.outputPath)) {
    complain("cannot write to '" + printableName(*m_options.outputPath) + "', because " +
             std::strerror(m_stream.error()) + "; give --output a file that can be written");
    return ExitCode::Usage;
  }
  const core::Tuning tuning(analysis::tuningSettingsOf(m_options.settings));
  m_wish.timbre = m_options.timbre;
  m_wish.levelDb = m_options.toneLevelDb;
  std::vector<ToneNote> notes;
  for (const std::string& text : m_options.tones) {
    notes.push_back(*toneNote(text, tuning));
    m_wish.add(notes.back().hertz);
  }
  if (m_options.isQuiet) return ExitCode::Done;
  m_stream.write(description(notes));
  m_stream.flush();
  return ExitCode::Done;
}

std::string ToneRun::description(const std::vector<ToneNote>& notes) const {
  std::string out = m_options.format == OutputFormat::Csv ? "note,hz\n" : "";
  for (const ToneNote& note : notes) {
    if (m_options.format == OutputFormat::Json) {
      out += R"({"type":"tone","note":)";
      if (note.name.empty()) {
        out += "null";
      } else {
        appendJsonString(out, note.name);
      }
      out += R"(,"hz":)";
      appendFixed(out, note.hertz, kHertzDecimals);
      out += "}\n";
      continue;
    }
    out += note.name;
    if (m_options.format == OutputFormat::Csv) out += ',';
    if (m_options.format == OutputFormat::Text && !note.name.empty()) out += ' ';
    appendFixed(out, note.hertz, kHertzDecimals);
    out += m_options.format == OutputFormat::Csv ? "\n" : " Hz\n";
  }
  return out;
}

void ToneRun::followOutput() {
  const audio::ToneStatus& status = m_output->status();
  if (status.problem != audio::ToneStatus::Problem::None) {
    return giveUp(status.problem == audio::ToneStatus::Problem::NoOutput
                      ? "the tone cannot be played, because there is no audio output; connect one, or start the sound "
                        "server"
                      : "the tone cannot be played, because the audio output refuses it; check it in the system's "
                        "settings");
  }
  if (status.isSounding && !std::exchange(m_hasBegun, true)) begin();
  if (m_isFinishing && !status.isSounding) QCoreApplication::quit();
}

void ToneRun::begin() {
  watchdog::lift();
  if (m_isFinishing) return;
  m_durationTimer.stop();
  if (m_options.durationS) {
    m_durationTimer.start(std::chrono::milliseconds(std::llround(1000 * *m_options.durationS)));
  }
}

void ToneRun::finish(ExitCode code) {
  if (std::exchange(m_isFinishing, true)) return;
  m_code = code;
  if (!m_output->status().isSounding) return QCoreApplication::quit();
  m_durationTimer.start(kLongestFade);
  m_output->play({});
}

}  // namespace tunescope::cli
