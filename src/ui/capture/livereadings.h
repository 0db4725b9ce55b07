// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/capture/capturerun.h"
#include "ui/models/historykeeper.h"
#include "ui/models/historymodel.h"
#include "ui/models/instrumentmodel.h"
#include "ui/models/levelmodel.h"
#include "ui/models/pianomodel.h"
#include "ui/models/tunermodel.h"
#include "ui/models/tuningmodel.h"
#include "ui/models/waveformmodel.h"

#include <QObject>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// The view models that several views share, subscribed to the worker's feeds. A view creates the models that only it
// needs. Thread: gui. Realtime-safe: no.
class LiveReadings : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(tunescope::ui::TunerModel* tuner READ tuner CONSTANT)
  Q_PROPERTY(tunescope::ui::HistoryModel* history READ history CONSTANT)
  Q_PROPERTY(tunescope::ui::HistoryKeeper* longHistory READ longHistory CONSTANT)
  Q_PROPERTY(tunescope::ui::TuningModel* tuning READ tuning CONSTANT)
  Q_PROPERTY(tunescope::ui::InstrumentModel* instrument READ instrument CONSTANT)
  Q_PROPERTY(tunescope::ui::PianoModel* piano READ piano CONSTANT)
  Q_PROPERTY(tunescope::ui::LevelModel* level READ level CONSTANT)
  Q_PROPERTY(tunescope::ui::WaveformModel* waveform READ waveform CONSTANT)
  Q_PROPERTY(QString openMessage READ openMessage NOTIFY openMessageChanged)

 public:
  explicit LiveReadings(AppSettings& settings);

  TunerModel* tuner() { return &m_tuner; }
  HistoryModel* history() { return &m_history; }
  HistoryKeeper* longHistory() { return &m_longHistory; }
  TuningModel* tuning() { return &m_tuning; }
  InstrumentModel* instrument() { return &m_instrument; }
  // A scale, a keymap, instruments or a piano's stretch, by the name's ending. False: the model's message() says why
  // not.
  Q_INVOKABLE bool openTuning(const QUrl& url);
  // What was chosen of tuning()->files(): goes into a folder (false), or opens a file (true where that can be used).
  Q_INVOKABLE bool openListed(const QString& path);
  QString openMessage() const { return m_openMessage; }  // why the last file cannot be used; empty: it can
  Q_INVOKABLE bool isInstruments(const QUrl& url) const;
  Q_INVOKABLE bool isStretch(const QUrl& url) const;

  PianoModel* piano() { return &m_piano; }
  LevelModel* level() { return &m_level; }
  WaveformModel* waveform() { return &m_waveform; }

  // run must live until the worker has ended.
  void connectTo(analysis::AnalysisWorker& worker, CaptureRun& run);

 Q_SIGNALS:
  void openMessageChanged();

 private:
  void rest();

  QString m_openMessage;
  TuningModel m_tuning;
  InstrumentModel m_instrument;
  PianoModel m_piano;
  TunerModel m_tuner;
  HistoryModel m_history;
  HistoryKeeper m_longHistory;
  LevelModel m_level;
  WaveformModel m_waveform;
  analysis::Subscription m_pitchFeed;
  analysis::Subscription m_pianoFeed;
  analysis::Subscription m_levelFeed;
  analysis::Subscription m_waveformFeed;
  analysis::Ticket m_waveformTicket;  // of the picture that is being drawn
};

}  // namespace tunescope::ui
