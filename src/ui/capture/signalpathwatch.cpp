// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/capture/signalpathwatch.h"

#include "ui/settings/inputmemory.h"

#include <cmath>

namespace tunescope::ui {

namespace {
constexpr int kFiguresEveryMs = 500;
constexpr double kClockAfterS = 60;  // a correction needs a clock that was watched that long and is known that well
constexpr double kClockSurePpm = 1;
}  // namespace

SignalPathWatch::SignalPathWatch(analysis::CaptureSession& session, AppSettings& settings, CaptureRun& run,
                                 double clockPpm)
    : m_session(session), m_settings(settings), m_run(run), m_isFixed(std::abs(clockPpm) > 0), m_ppm(clockPpm) {
  m_timer.setInterval(kFiguresEveryMs);
  connect(&m_timer, &QTimer::timeout, this, &SignalPathWatch::update);
  connect(&m_run, &CaptureRun::begun, this, &SignalPathWatch::followBegin);
  connect(&m_run, &CaptureRun::statusChanged, this, &SignalPathWatch::followStatus);
}

void SignalPathWatch::setOpen(bool isOpen) {
  if (isOpen == this->isOpen()) return;
  if (isOpen) {
    update();
    m_timer.start();
  } else {
    m_timer.stop();
  }
  Q_EMIT openChanged();
}

void SignalPathWatch::update() {
  const analysis::SignalPath path = m_session.signalPath();
  m_figures.show(path, m_ppm);
  const auto& clock = path.figures.clock;
  const bool isSure = clock && clock->seconds >= kClockAfterS && clock->sigmaPpm <= kClockSurePpm;
  m_clock = isSure && m_run.isDevice() ? clock : std::nullopt;
  Q_EMIT clockChanged();
}

QString SignalPathWatch::clockActionText() const {
  if (std::abs(m_ppm) > 0) return tr("Stop correcting the clock");
  return m_clock ? tr("Correct the pitch by %1 ppm").arg(QString::number(m_clock->ppm, 'f', 2)) : QString();
}

void SignalPathWatch::actOnClock() {
  const double ppm = std::abs(m_ppm) > 0 || !m_clock ? 0 : m_clock->ppm;
  if (!m_isFixed)
    rememberClockPpm(m_settings, inputKey(m_run.status().format), ppm);  // otherwise it applies to this run
  setClockPpm(ppm);
  update();
}

// A clock is the device's own.
void SignalPathWatch::followBegin() {
  if (!m_run.isDevice() && !m_isFixed) setClockPpm(0);
}

// Nothing is known before the first measurement.
void SignalPathWatch::followStatus() {
  const audio::CaptureStatus& status = m_run.status();
  if (status.state != audio::CaptureState::Running || m_isFixed || !m_run.isDevice()) return;
  setClockPpm(rememberedClockPpm(m_settings, inputKey(status.format)));
}

void SignalPathWatch::setClockPpm(double ppm) {
  m_ppm = ppm;
  Q_EMIT clockPpmChanged(ppm);
  Q_EMIT clockChanged();
}

}  // namespace tunescope::ui
