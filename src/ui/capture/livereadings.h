// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/capture/capturerun.h"
#include "ui/levelmodel.h"
#include "ui/tunermodel.h"
#include "ui/waveformmodel.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// The view models that several views share, which subscribe to the worker's feeds. A model of one view alone is made by
// that view. Thread: gui. Realtime-safe: no.
class LiveReadings : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(tunescope::ui::TunerModel* tuner READ tuner CONSTANT)
  Q_PROPERTY(tunescope::ui::LevelModel* level READ level CONSTANT)
  Q_PROPERTY(tunescope::ui::WaveformModel* waveform READ waveform CONSTANT)

 public:
  explicit LiveReadings(AppSettings& settings);

  TunerModel* tuner() { return &m_tuner; }
  LevelModel* level() { return &m_level; }
  WaveformModel* waveform() { return &m_waveform; }

  // run must live until the worker has ended.
  void connectTo(analysis::AnalysisWorker& worker, CaptureRun& run);

 private:
  void rest();

  TunerModel m_tuner;
  LevelModel m_level;
  WaveformModel m_waveform;
  analysis::Subscription m_pitchFeed;
  analysis::Subscription m_levelFeed;
  analysis::Subscription m_waveformFeed;
  analysis::Ticket m_waveformTicket;  // of the picture that is being drawn
};

}  // namespace tunescope::ui
