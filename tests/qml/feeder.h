// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/noted.h"
#include "ui/models/devicelistmodel.h"
#include "ui/models/levelmodel.h"
#include "ui/models/tunermodel.h"
#include "ui/models/waveformmodel.h"

#include <QObject>

#include <cmath>

// Gives view models their readings, for tests that are written in QML.
class Feeder : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  // A steady tone for a second.
  Q_INVOKABLE void playTone(tunescope::ui::TunerModel* tuner, double hertz, double sigmaCents) {
    for (int i = 0; i < 94; ++i) {
      tunescope::core::PitchReading reading;
      reading.availableS = m_timeS += 512 / 48000.0;
      reading.hertz = hertz;
      reading.sigmaCents = sigmaCents;
      reading.confidence = 0.98;
      tuner->show(tunescope::tests::noted(reading));
    }
  }
  Q_INVOKABLE void fallSilent(tunescope::ui::TunerModel* tuner) { tuner->rest(); }
  Q_INVOKABLE void forget(tunescope::ui::TunerModel* tuner) { tuner->clear(); }

  Q_INVOKABLE void showLevel(tunescope::ui::LevelModel* level, double rmsDb, double peakDb, int clipped) {
    level->show({m_timeS += 0.2, rmsDb, peakDb, unsigned(clipped)});
  }
  Q_INVOKABLE void showSine(tunescope::ui::WaveformModel* model, double amplitude) {
    tunescope::core::WaveformFrame frame;
    frame.timeS = m_timeS += 0.2;
    frame.spanS = 0.025;
    for (int i = 0; i < 100; ++i) {
      const auto y = float(amplitude * std::sin(0.3 * i));
      frame.columns.push_back({y, y});
    }
    model->show(frame);
  }

 private:
  double m_timeS = 0;
};
