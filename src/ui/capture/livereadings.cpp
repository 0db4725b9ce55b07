// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/capture/livereadings.h"

#include "analysis/tuningof.h"

#include <cmath>
#include <utility>

namespace tunescope::ui {

using analysis::AnalysisWorker;
using analysis::Ticket;

LiveReadings::LiveReadings(AppSettings& settings) : m_tuning(settings), m_instrument(settings), m_piano(settings) {
  const auto follow = [this, &settings] {
    m_tuner.setNames(analysis::nameStyleOf(settings.values()));
    m_tuner.setInTuneCents(settings.values().inTuneCents);
    m_tuner.setHoldMs(int(std::lround(settings.values().holdS * 1000)));
  };
  connect(&settings, &AppSettings::a4HzChanged, this, [this] { m_tuner.clear(); });  // the ghost has the old name
  const auto markA4 = [this, &settings, before = settings.soundingA4Hz()]() mutable {
    const double hertz = settings.soundingA4Hz();
    if (std::exchange(before, hertz) == hertz) return;
    m_history.mark(tr("A4 %1 Hz").arg(std::round(hertz * 100) / 100));
  };
  connect(&settings, &AppSettings::valuesChanged, this, follow);
  connect(&settings, &AppSettings::valuesChanged, this, markA4);
  follow();
}

void LiveReadings::connectTo(AnalysisWorker& worker, CaptureRun& run) {
  m_longHistory.connectTo(worker);
  m_pitchFeed = worker.feed<analysis::NotedPitch>().subscribe(this, [this, &run](const auto& pitch, Ticket) {
    if (!run.isShown()) return;
    m_tuning.listener()->show(pitch);
    m_instrument.show(pitch);
    m_tuner.show(m_instrument.aimed(pitch));
    m_instrument.follow(pitch.pitch.availableS, m_tuner.tuning() == TunerModel::Tuning::InTune);
    m_history.add(pitch.pitch.availableS, m_tuner);
  });
  connect(&m_piano, &PianoModel::activeChanged, this, [this, &worker, &run] {
    m_pianoFeed.cancel();
    if (!m_piano.isActive()) return;
    m_pianoFeed = worker.feed<analysis::StruckReading>().subscribe(this, [this, &run](const auto& struck, Ticket) {
      if (!run.isStopped()) m_piano.show(struck);
    });
  });
  m_levelFeed = worker.feed<core::LevelReading>().subscribe(this, [this, &run](const auto& level, Ticket) {
    if (run.isShown()) m_level.show(level);
    run.update();
  });
  // A picture is acknowledged when it has been drawn or dropped.
  const auto showWaveform = [this, &run](const core::WaveformFrame& waveform, Ticket ticket) {
    if (!run.isShown()) return;
    m_waveformTicket = std::move(ticket);
    m_waveform.show(waveform);
  };
  connect(&m_waveform, &WaveformModel::consumed, this, [this] { m_waveformTicket.acknowledge(); });
  connect(&m_waveform, &WaveformModel::columnsChanged, this, [this, &worker, showWaveform](int columns) {
    m_waveformFeed.cancel();
    if (columns <= 0) return;
    m_waveformFeed = worker.feed<core::WaveformFrame>().subscribe(this, showWaveform,
                                                                  {.spanS = WaveformModel::kSpanS, .columns = columns});
  });
  connect(&worker, &AnalysisWorker::streamStarted, this, &LiveReadings::rest);
  connect(&run, &CaptureRun::rested, this, &LiveReadings::rest);
  connect(&run, &CaptureRun::forgotten, this, [this] { m_tuner.clear(); });
}

bool LiveReadings::isInstruments(const QUrl& url) const {
  return url.fileName().endsWith(QLatin1String(".instruments"), Qt::CaseInsensitive);
}

bool LiveReadings::isStretch(const QUrl& url) const {
  return url.fileName().endsWith(QLatin1String(".stretch"), Qt::CaseInsensitive);
}

bool LiveReadings::openTuning(const QUrl& url) {
  bool isOpen = false;
  if (isInstruments(url)) {
    isOpen = m_instrument.openFile(url);
    m_openMessage = m_instrument.message();
  } else if (isStretch(url)) {
    isOpen = m_piano.openFile(url);
    m_openMessage = m_piano.message();
  } else {
    isOpen = m_tuning.openFile(url);
    m_openMessage = m_tuning.message();
  }
  Q_EMIT openMessageChanged();
  return isOpen;
}

bool LiveReadings::openListed(const QString& path) {
  if (!m_tuning.goInto(path)) return openTuning(QUrl::fromLocalFile(path));
  m_openMessage.clear();
  Q_EMIT openMessageChanged();
  return false;
}

void LiveReadings::rest() {
  m_tuner.rest();
  m_level.rest();
  m_waveform.rest();
}

}  // namespace tunescope::ui
