// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/livedisplay.h"

#include "cli/devicenews.h"
#include "cli/numbers.h"
#include "cli/signals.h"
#include "cli/terminalkeys.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace tunescope::cli {

namespace {

using analysis::AnalysisWorker;

constexpr int kFrameMs = 40;
constexpr int kResumeRetryMs = 1000;
constexpr int kDigitsMs = 300;  // digits that change more often cannot be read
constexpr int kHoldMs = 150;    // shorter pauses are no pauses
constexpr int kClipHoldMs = 1000;
constexpr double kNeedleS = 0.1;   // time constant
constexpr double kJumpCents = 30;  // beyond that the needle jumps
constexpr double kWaveSpanS = 0.02;
constexpr double kMinShownSigmaCents = 0.01;  // the last digit; no measurement is free of error
constexpr double kPeakFallDb = 1;             // a redraw

// Alternate screen, no cursor, no wrap at the edge; and back.
constexpr const char* kEnter = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J";
constexpr const char* kLeave = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l";

}  // namespace

bool LiveDisplay::isPossible() {
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) == 1 && terminal != nullptr && *terminal != '\0' &&
         std::string_view(terminal) != "dumb";
}

LiveDisplay::LiveDisplay(analysis::CaptureSession& session, const Options& options, bool hasQuitKey, QObject* parent)
    : QObject(parent), m_session(session), m_options(options) {
  AnalysisWorker& worker = session.worker();
  connect(&worker, &AnalysisWorker::levelChanged, this, &LiveDisplay::takeLevel);
  connect(&worker, &AnalysisWorker::pitchChanged, this, &LiveDisplay::takePitch);
  connect(&worker, &AnalysisWorker::waveformChanged, this, &LiveDisplay::takeWaveform);
  for (const auto view : {AnalysisWorker::View::Level, AnalysisWorker::View::Pitch, AnalysisWorker::View::Waveform}) {
    worker.setViewEnabled(view, true);
  }
  if (hasQuitKey) m_state.keys = "q quits";
  m_state.state = "starting";
  m_clock.start();
  connect(&m_timer, &QTimer::timeout, this, &LiveDisplay::redraw);
  m_retry.setSingleShot(true);
  connect(&m_retry, &QTimer::timeout, this, &LiveDisplay::resume);
  enter();
}

LiveDisplay::~LiveDisplay() {
  suspend();
}

void LiveDisplay::enter() {
  Signals::setTerminalReset(kLeave);
  emitBytes(kEnter);
  m_timer.start(kFrameMs);
  adaptToTerminal();
}

void LiveDisplay::suspend() {
  m_retry.stop();
  if (!m_timer.isActive()) return;
  m_timer.stop();
  emitBytes(kLeave);
  Signals::setTerminalReset(nullptr);
}

void LiveDisplay::resume() {
  if (m_timer.isActive()) return;
  if (TerminalKeys::isForeground(STDOUT_FILENO)) {
    enter();
  } else {
    m_retry.start(kResumeRetryMs);
  }
}

void LiveDisplay::showStatus(const audio::CaptureStatus& status) {
  m_state.state = stateText(status, m_options.request.device.text);
  m_state.isWarning = status.isFallback || status.state == audio::CaptureState::NoData ||
                      status.state == audio::CaptureState::Waiting || status.state == audio::CaptureState::Failed;
  if (status.format.sampleRateHz <= 0) return;
  m_state.source = status.format.source + "  ";
  appendShortest(m_state.source, status.format.sampleRateHz);
  m_state.source += " Hz";
}

void LiveDisplay::adaptToTerminal() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0) {
    m_width = size.ws_col;
    m_height = size.ws_row;
  }
  m_session.worker().setWaveformView(kWaveSpanS, waveformColumnsFor(m_width, m_height));
  m_state.wave.clear();
  if (m_timer.isActive()) redraw();
}

void LiveDisplay::takeLevel(const core::LevelReading& level) {
  m_state.rmsDb = level.rmsDb;
  const double fallen = m_state.peakDb.value_or(-200) - kPeakFallDb;
  m_state.peakDb = std::max(level.peakDb.value_or(-200), fallen);
  if (level.clippedSamples > 0) m_clippedMs = m_clock.elapsed();
}

void LiveDisplay::takePitch(const analysis::NotedPitch& noted) {
  const qint64 now = m_clock.elapsed();
  if (!noted.pitch.hertz || !noted.note) {
    if (m_heardMs < 0 || now - m_heardMs > kHoldMs) m_state.isVoiced = false;
    return;
  }
  const core::PitchReading& pitch = noted.pitch;
  const core::TunedNote& note = *noted.note;
  const bool isOther = !m_note || !note.isSameNote(*m_note);
  const bool isNew = isOther || !m_state.isVoiced || std::abs(note.cents - m_state.cents) > kJumpCents;
  const double elapsedS = std::max(0.0, pitch.timeS - m_needleTimeS);
  const double share = isNew ? 1 : 1 - std::exp(-elapsedS / kNeedleS);
  m_state.cents += share * (note.cents - m_state.cents);
  m_state.sigmaCents = pitch.sigmaCents.value_or(0);
  m_state.isVoiced = true;
  m_hertz = isNew ? *pitch.hertz : m_hertz + share * (*pitch.hertz - m_hertz);
  m_needleTimeS = pitch.timeS;
  m_heardMs = now;
  if (isOther) m_state.note = core::asciiNoteName(note, m_options.notation);
  m_note = note;
  if (isNew) m_writtenMs = -1;
}

void LiveDisplay::takeWaveform(const core::WaveformFrame& waveform) {
  m_state.wave = waveform.columns;
}

void LiveDisplay::writeNumbers() {
  const qint64 now = m_clock.elapsed();
  if (!m_state.isVoiced || (m_writtenMs >= 0 && now - m_writtenMs < kDigitsMs)) return;
  m_writtenMs = now;
  const bool isFine = m_state.sigmaCents < 0.05;  // no digit smaller than the measurement knows
  m_state.centsText.clear();
  appendSigned(m_state.centsText, m_state.cents, isFine ? 2 : 1);
  m_state.centsText += " cents";
  m_state.sigmaText = "\u00b1";
  appendFixed(m_state.sigmaText, std::max(m_state.sigmaCents, kMinShownSigmaCents), isFine ? 2 : 1);
  m_state.hertzText.clear();
  appendFixed(m_state.hertzText, m_hertz, isFine ? 3 : 2);
  m_state.hertzText += " Hz";
}

void LiveDisplay::redraw() {
  if (m_heardMs >= 0 && m_clock.elapsed() - m_heardMs > kHoldMs) m_state.isVoiced = false;
  m_state.isClipped = m_clippedMs >= 0 && m_clock.elapsed() - m_clippedMs < kClipHoldMs;
  writeNumbers();
  Canvas canvas(m_width, m_height);
  layOutDisplay(canvas, m_state);
  emitBytes(canvas.toTerminal(m_options.hasColor));
  for (const auto view : {AnalysisWorker::View::Level, AnalysisWorker::View::Pitch, AnalysisWorker::View::Waveform}) {
    m_session.worker().acknowledge(view);
  }
}

void LiveDisplay::emitBytes(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return;  // the terminal is gone; SIGHUP ends the program
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace tunescope::cli
