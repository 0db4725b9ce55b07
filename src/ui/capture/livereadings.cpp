// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/capture/livereadings.h"

namespace tunescope::ui {

namespace {
using analysis::AnalysisWorker;
}  // namespace

LiveReadings::LiveReadings(AppSettings& settings) {
  const auto followNotation = [this, &settings] { m_tuner.setNotation(core::Notation(settings.notation())); };
  connect(&settings, &AppSettings::a4HzChanged, this, [this] { m_tuner.clear(); });  // the ghost has the old name
  connect(&settings, &AppSettings::notationChanged, this, followNotation);
  followNotation();
}

void LiveReadings::connectTo(AnalysisWorker& worker, CaptureRun& run) {
  connect(&worker, &AnalysisWorker::pitchChanged, this, [this, &worker, &run](const analysis::NotedPitch& pitch) {
    if (!run.isStopped()) m_tuner.show(pitch);
    worker.acknowledge(AnalysisWorker::View::Pitch);
  });
  connect(&worker, &AnalysisWorker::levelChanged, this, [this, &worker, &run](const core::LevelReading& level) {
    if (!run.isStopped()) m_level.show(level);
    worker.acknowledge(AnalysisWorker::View::Level);
    run.update();
  });
  connect(&worker, &AnalysisWorker::waveformChanged, this, [this, &worker, &run](const core::WaveformFrame& waveform) {
    if (!run.isStopped() && m_waveform.columns() > 0) {
      m_waveform.show(waveform);  // acknowledged when it has been drawn
    } else {
      worker.acknowledge(AnalysisWorker::View::Waveform);
    }
  });
  connect(
      &m_waveform, &WaveformModel::consumed, &worker, [&worker] { worker.acknowledge(AnalysisWorker::View::Waveform); },
      Qt::DirectConnection);
  connect(
      &m_waveform, &WaveformModel::columnsChanged, &worker,
      [&worker](int columns) {
        if (columns > 0) worker.setWaveformView(WaveformModel::kSpanS, columns);
        worker.setViewEnabled(AnalysisWorker::View::Waveform, columns > 0);
      },
      Qt::DirectConnection);
  connect(&worker, &AnalysisWorker::streamStarted, this, &LiveReadings::rest);
  connect(&run, &CaptureRun::rested, this, &LiveReadings::rest);
  connect(&run, &CaptureRun::forgotten, this, [this] { m_tuner.clear(); });
  worker.setViewEnabled(AnalysisWorker::View::Pitch, true);
  worker.setViewEnabled(AnalysisWorker::View::Level, true);
}

void LiveReadings::rest() {
  m_tuner.rest();
  m_level.rest();
  m_waveform.rest();
}

}  // namespace tunescope::ui
