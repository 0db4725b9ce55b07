// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/output/toneoutput.h"
#include "ui/capture/capturerun.h"
#include "ui/models/tonekeys.h"
#include "ui/models/tunermodel.h"

#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <optional>
#include <vector>

namespace tunescope::ui {

// The reference tone: which notes of the tuning in force sound, and how; and the tuning by ear. While it plays,
// listening pauses, but with headphones. Level, timbre, octave, way of playing and headphones are remembered. Thread:
// gui. Realtime-safe: no.
class ToneModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(tunescope::ui::ToneKeys* keys READ keys CONSTANT)
  Q_PROPERTY(int octave READ octave WRITE setOctave NOTIFY changed)
  Q_PROPERTY(int minOctave READ minOctave CONSTANT)
  Q_PROPERTY(int maxOctave READ maxOctave CONSTANT)
  Q_PROPERTY(int timbre READ timbre WRITE setTimbre NOTIFY changed)
  Q_PROPERTY(Way way READ way WRITE setWay NOTIFY changed)
  Q_PROPERTY(double levelDb READ levelDb WRITE setLevelDb NOTIFY changed)
  Q_PROPERTY(double minLevelDb READ minLevelDb CONSTANT)
  Q_PROPERTY(double maxLevelDb READ maxLevelDb CONSTANT)
  Q_PROPERTY(bool hasHeadphones READ hasHeadphones WRITE setHeadphones NOTIFY changed)
  Q_PROPERTY(bool isByEar READ isByEar NOTIFY changed)
  Q_PROPERTY(bool isPlaying READ isPlaying NOTIFY changed)
  Q_PROPERTY(QString summary READ summary NOTIFY changed)
  Q_PROPERTY(QString problem READ problem NOTIFY changed)

 public:
  enum class Way { Held, Drone, Chord };  // a note sounds while its key is held; until another; with others
  Q_ENUM(Way)

  static constexpr int kResumeAfterMs = 400;  // until a room has fallen silent

  // All references must outlive this.
  ToneModel(AppSettings& settings, CaptureRun& run, TunerModel& tuner);
  ~ToneModel() override;

  // Without one, nothing can be played, and problem() says so.
  void setOutput(std::unique_ptr<audio::ToneOutput> output);

  ToneKeys* keys() { return &m_keys; }
  int octave() const { return m_octave; }
  void setOctave(int octave);
  static int minOctave() { return 0; }
  static int maxOctave() { return 8; }
  int timbre() const { return int(m_timbre); }  // core::Timbre
  void setTimbre(int timbre);
  Way way() const { return m_way; }
  void setWay(Way way);
  double levelDb() const { return m_levelDb; }  // dBFS, of the peak
  void setLevelDb(double db);
  static double minLevelDb() { return core::kMinToneLevelDb; }
  static double maxLevelDb() { return core::kMaxToneLevelDb; }
  bool hasHeadphones() const { return m_hasHeadphones; }
  void setHeadphones(bool has);
  bool isByEar() const { return m_isByEar; }
  bool isPlaying() const { return !m_notes.empty(); }
  QString summary() const;                       // the notes that sound: "A4, 440.00 Hz"; "C4 E4 G4"; empty: none
  QString problem() const { return m_problem; }  // why nothing is heard, and what helps; empty: nothing is wrong

  Q_INVOKABLE void press(int key);    // of keys()
  Q_INVOKABLE void release(int key);  // of keys(), also when it was pressed no more
  Q_INVOKABLE void toggle();          // ends what sounds, or plays what sounded last; at first A4
  Q_INVOKABLE void stop();
  // Turns it on or off. False: it stays off, as it needs headphones; through speakers the input would hear the beat.
  Q_INVOKABLE bool toggleByEar();

 Q_SIGNALS:
  void changed();

 private:
  core::ToneWish wish() const;
  core::ToneBeat beat() const;
  void play();
  void followSettings();
  void followTuner();
  void followOutput();
  void followPause();
  void setNotes(std::vector<core::TunedNote> notes);
  void load();

  AppSettings& m_settings;
  CaptureRun& m_run;
  const TunerModel& m_tuner;
  std::unique_ptr<audio::ToneOutput> m_output;
  core::Tuning m_tuning;
  core::NameStyle m_names;
  ToneKeys m_keys;
  std::vector<core::TunedNote> m_notes;
  std::vector<core::TunedNote> m_lastNotes;
  core::ToneWish m_played;
  QTimer m_resumeTimer;
  QString m_problem;
  int m_octave = 4;
  int m_shownOctave = -1;  // of m_keys; -1: none yet
  core::Timbre m_timbre = core::Timbre::Sine;
  Way m_way = Way::Drone;
  double m_levelDb = core::kDefaultToneLevelDb;
  bool m_hasHeadphones = false;
  bool m_isByEar = false;
};

}  // namespace tunescope::ui
