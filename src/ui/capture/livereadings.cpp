// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/capture/livereadings.h"

#include <utility>

namespace tunescope::ui {

using analysis::AnalysisWorker;
using analysis::Ticket;

LiveReadings::LiveReadings(AppSettings& settings) {
  const auto followNotation = [this, &settings] { m_tuner.setNotation(settings.values().notation); };
  connect(&settings, &AppSettings::a4HzChanged, this, [this] { m_tuner.clear(); });  // the ghost has the old name
  connect(&settings, &AppSettings::notationChanged, this, followNotation);
  followNotation();
}

void LiveReadings::connectTo(AnalysisWorker& worker, CaptureRun& run) {
  m_pitchFeed = worker.feed<analysis::NotedPitch>().subscribe(this, [this, &run](const auto& pitch, Ticket) {
    if (!run.isStopped()) m_tuner.show(pitch);
  });
  m_levelFeed = worker.feed<core::LevelReading>().subscribe(this, [this, &run](const auto& level, Ticket) {
    if (!run.isStopped()) m_level.show(level);
    run.update();
  });
  // A picture is acknowledged when it has been drawn, or dropped.
  const auto showWaveform = [this, &run](const core::WaveformFrame& waveform, Ticket ticket) {
    if (run.isStopped()) return;
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

void LiveReadings::rest() {
  m_tuner.rest();
  m_level.rest();
  m_waveform.rest();
}

}  // namespace tunescope::ui
