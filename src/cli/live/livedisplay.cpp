// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/live/livedisplay.h"

#include "analysis/tuningof.h"
#include "cli/live/terminalkeys.h"
#include "cli/run/devicenews.h"
#include "cli/run/signals.h"
#include "cli/write/numbers.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>

namespace tunescope::cli {

namespace {

using analysis::Ticket;

constexpr int kFrameMs = 40;
constexpr int kResumeRetryMs = 1000;
constexpr int kHoldMs = 150;  // after that long without readings there is no note
constexpr double kWaveSpanS = 0.02;

// Alternate screen, no cursor, no line wrap; and the reverse.
constexpr const char* kEnter = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J";
constexpr const char* kLeave = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l";

std::string asciiMinus(QString text) {
  return text.replace(QChar(0x2212), QLatin1Char('-')).toStdString();
}

}  // namespace

bool LiveDisplay::isPossible() {
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) == 1 && terminal != nullptr && *terminal != '\0' &&
         std::string_view(terminal) != "dumb";
}

LiveDisplay::LiveDisplay(analysis::CaptureSession& session, const Options& options,
                         std::shared_ptr<const NewestRecords> records, bool hasQuitKey, QObject* parent)
    : QObject(parent), m_session(session), m_options(options), m_records(std::move(records)) {
  m_presenter.setInTuneCents(options.settings.inTuneCents);
  const analysis::AnalysisWorker& worker = session.worker();
  m_levelFeed = worker.feed<core::LevelReading>().subscribe(this, [this](const auto& level, Ticket ticket) {
    takeLevel(level);
    m_tickets.push_back(std::move(ticket));
  });
  m_pitchFeed = worker.feed<analysis::NotedPitch>().subscribe(this, [this](const auto& pitch, Ticket ticket) {
    takePitch(pitch);
    m_tickets.push_back(std::move(ticket));
  });
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
  m_waveformFeed.cancel();
  m_waveformFeed = m_session.worker().feed<core::WaveformFrame>().subscribe(
      this,
      [this](const core::WaveformFrame& waveform, Ticket ticket) {
        m_state.wave = waveform.columns;
        m_tickets.push_back(std::move(ticket));
      },
      {.spanS = kWaveSpanS, .columns = waveformColumnsFor(m_width, m_height)});
  m_state.wave.clear();
  if (m_timer.isActive()) redraw();
}

void LiveDisplay::takeLevel(const core::LevelReading& level) {
  m_level.show(level);
}

void LiveDisplay::takePitch(const analysis::NotedPitch& noted) {
  m_readingMs = m_clock.elapsed();
  m_presenter.show(noted);
}

void LiveDisplay::showNote() {
  using Presence = present::NotePresenter::Presence;
  m_state.isVoiced = m_presenter.presence() == Presence::Sounding;
  if (!m_state.isVoiced) {
    const auto holdMs = qint64(m_options.settings.holdS * 1000);
    if (m_clock.elapsed() - m_soundedMs > holdMs) m_state.note.clear();
    return;
  }
  m_soundedMs = m_clock.elapsed();
  const present::NoteDisplay& display = m_presenter.display();
  m_state.note = core::asciiNoteName(m_presenter.note(), analysis::nameStyleOf(m_options.settings));
  m_state.tuning = display.tuning();
  m_state.cents = display.cents();
  m_state.sigmaCents = display.sigmaCents();
  m_state.centsText = asciiMinus(display.centsText()) + " cents";
  m_state.sigmaText = "\u00b1" + display.sigmaText().toStdString();
  m_state.hertzText = display.hertzText().toStdString() + " Hz";
}

void LiveDisplay::showLevel() {
  const auto heard = [](double db) { return std::isfinite(db) ? std::optional(db) : std::nullopt; };
  m_state.levelText = asciiMinus(m_level.rmsText());
  m_state.rmsDb = heard(m_level.rmsDb());
  m_state.peakDb = heard(m_level.heldDb());
  m_state.isClipped = m_level.isClipping();
}

void LiveDisplay::redraw() {
  if (m_readingMs >= 0 && m_clock.elapsed() - m_readingMs > kHoldMs) {
    m_presenter.rest();
    m_level.rest();
  }
  showNote();
  showLevel();
  m_state.records = m_records->texts();
  Canvas canvas(m_width, m_height);
  layOutDisplay(canvas, m_state);
  emitBytes(canvas.toTerminal(m_options.hasColor));
  m_tickets.clear();
}

void LiveDisplay::emitBytes(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return;  // the terminal is gone; SIGHUP ends the program
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace tunescope::cli
