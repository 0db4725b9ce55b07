// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/clockcalibration.h"

#include "cli/write/numbers.h"
#include "cli/write/safetext.h"

#include <QCoreApplication>

#include <chrono>
#include <cmath>
#include <utility>

namespace tunescope::cli {

namespace {

constexpr double kUsualS = 300;  // jitter of 1 ms a block leaves 0.03 ppm then
constexpr double kTellEveryS = 30;
constexpr int kLookEveryMs = 500;
constexpr int kDecimals = 3;

void appendPpm(std::string& out, const audio::ClockEstimate& clock) {
  appendSigned(out, clock.ppm, kDecimals);
  out += " ppm +- ";
  appendFixed(out, clock.sigmaPpm, kDecimals);
}

}  // namespace

ClockCalibration::ClockCalibration(const Options& options, const audio::BackendFactory& factory)
    : m_options(options), m_session(factory) {
  connect(&m_signals, &Signals::interrupted, this, [this] { finish(ExitCode::Interrupted); });
  connect(&m_session, &analysis::CaptureSession::statusChanged, this, &ClockCalibration::takeStatus);
  connect(&m_durationTimer, &LongTimer::timeout, this, [this] { finish(ExitCode::Done); });
  connect(&m_lookTimer, &QTimer::timeout, this, &ClockCalibration::look);
}

ExitCode ClockCalibration::execute() {
  m_lookTimer.start(kLookEveryMs);
  m_session.start(m_options.request);
  QCoreApplication::exec();
  return conclude();
}

void ClockCalibration::takeStatus(const audio::CaptureStatus& status) {
  if (status.state == audio::CaptureState::Failed) {
    m_failure = status.error;
    finish(exitCodeOf(status.error, m_options.request));
  }
  if (status.state != audio::CaptureState::Running || std::exchange(m_hasBegun, true)) return;
  m_durationTimer.start(std::chrono::milliseconds(std::llround(1000 * m_options.durationS.value_or(kUsualS))));
}

void ClockCalibration::look() {
  analysis::SignalPath path = m_session.signalPath();
  if (!path.figures.clock) return;
  m_path = std::move(path);
  const audio::ClockEstimate& clock = *m_path.figures.clock;
  if (clock.seconds < m_toldS) m_toldS = 0;  // it restarted after a loss
  if (m_options.isQuiet || m_options.format != OutputFormat::Text || clock.seconds < m_toldS + kTellEveryS) return;
  m_toldS = clock.seconds;
  std::string line = "after ";
  appendFixed(line, clock.seconds, 0);
  line += " s: ";
  appendPpm(line, clock);
  m_stream.write(line + '\n');
  m_stream.flush();
}

void ClockCalibration::finish(ExitCode code) {
  look();
  m_code = code;
  QCoreApplication::quit();
}

ExitCode ClockCalibration::conclude() {
  if (m_failure) complain(errorSentence(m_failure, m_options.request));
  if (m_failure) return m_code;
  if (!m_path.figures.clock) {
    complain(
        "cannot measure the clock error, because the input did not run long enough without a loss; let it run "
        "longer, with --duration");
    return m_code == ExitCode::Done ? ExitCode::NoDevice : m_code;
  }
  m_stream.write(result(*m_path.figures.clock));
  m_stream.flush();
  if (m_stream.state() != OutputStream::State::Failed) return m_code;
  complain(writeErrorSentence({}, m_stream.error()));
  return ExitCode::Internal;
}

std::string ClockCalibration::result(const audio::ClockEstimate& clock) const {
  const audio::CaptureFormat& format = m_path.status.format;
  std::string out;
  if (m_options.format == OutputFormat::Text) {
    out = "The clock of " + printable(format.source) + " runs at ";
    appendPpm(out, clock);
    out += " of the system's clock, over ";
    appendFixed(out, clock.seconds, 0);
    out += " s. To allow for it: --clock-ppm ";
    appendFixed(out, clock.ppm, kDecimals);
    return out + '\n';
  }
  const bool isJson = m_options.format == OutputFormat::Json;
  if (!isJson && !m_options.isQuiet) out += "seconds,ppm,sigmaPpm\n";
  if (isJson) {
    out += R"({"type":"clock","device":)";
    appendJsonString(out, format.source);
    out += R"(,"api":)";
    appendJsonString(out, format.api);
    out += R"(,"sampleRate":)";
    appendShortest(out, format.sampleRateHz);
    out += R"(,"seconds":)";
  }
  appendFixed(out, clock.seconds, 1);
  out += isJson ? R"(,"ppm":)" : ",";
  appendFixed(out, clock.ppm, kDecimals);
  out += isJson ? R"(,"sigmaPpm":)" : ",";
  appendFixed(out, clock.sigmaPpm, kDecimals);
  return out + (isJson ? "}\n" : "\n");
}

}  // namespace tunescope::cli
