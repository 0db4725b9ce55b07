// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/capturesession.h"
#include "ui/capture/capturerun.h"
#include "ui/capture/inputchoice.h"
#include "ui/capture/livereadings.h"
#include "ui/capture/signalpathwatch.h"
#include "ui/capture/soundfiles.h"
#include "ui/capture/soundlevel.h"
#include "ui/capture/userfiles.h"
#include "ui/models/playback.h"
#include "ui/models/practicefiles.h"
#include "ui/models/practicemodel.h"
#include "ui/models/recordingmodel.h"
#include "ui/models/soundfile.h"
#include "ui/models/tonemodel.h"
#include "ui/settings/appsettings.h"
#include "ui/views/viewexport.h"
#include "ui/windowhost.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace tunescope::ui {

// The window's side of one capture: owns its session and the objects for each aspect of it, and connects
// them. Thread: gui. Realtime-safe: no.
class CaptureController : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the program")
  Q_PROPERTY(tunescope::ui::CaptureRun* run READ run CONSTANT)
  Q_PROPERTY(tunescope::ui::InputChoice* inputs READ inputs CONSTANT)
  Q_PROPERTY(tunescope::ui::LiveReadings* readings READ readings CONSTANT)
  Q_PROPERTY(tunescope::ui::RecordingModel* recording READ recording CONSTANT)
  Q_PROPERTY(tunescope::ui::PracticeModel* practice READ practice CONSTANT)
  Q_PROPERTY(tunescope::ui::ToneModel* tone READ tone CONSTANT)
  Q_PROPERTY(tunescope::ui::SignalPathWatch* signalPath READ signalPath CONSTANT)
  Q_PROPERTY(tunescope::ui::SoundFiles* files READ files CONSTANT)
  Q_PROPERTY(tunescope::ui::SoundFile* sound READ sound CONSTANT)
  Q_PROPERTY(tunescope::ui::Playback* playback READ playback CONSTANT)
  Q_PROPERTY(tunescope::ui::SoundLevel* soundLevel READ soundLevel CONSTANT)
  Q_PROPERTY(tunescope::ui::ViewExport* viewExport READ viewExport CONSTANT)
  Q_PROPERTY(tunescope::ui::AppSettings* settings READ settings CONSTANT)
  Q_PROPERTY(tunescope::ui::WindowHost* host READ host CONSTANT)

 public:
  // The initial capture; the settings supply the device if the request names none. settings must outlive this.
  // The request's api, if any, applies to all inputs.
  CaptureController(audio::BackendFactory factory, AppSettings& settings, audio::CaptureRequest request,
                    QObject* parent = nullptr);
  ~CaptureController() override;  // stops and waits for a bounded time

  CaptureRun* run() { return &m_run; }
  const CaptureRun* run() const { return &m_run; }
  InputChoice* inputs() { return &m_inputs; }
  LiveReadings* readings() { return &m_readings; }
  RecordingModel* recording() { return &m_recording; }
  PracticeModel* practice() { return &m_practice; }
  ToneModel* tone() { return &m_tone; }
  SignalPathWatch* signalPath() { return &m_signalPath; }
  SoundFiles* files() { return &m_files; }
  UserFiles* userFiles() { return &m_userFiles; }
  SoundFile* sound() { return &m_sound; }
  Playback* playback() { return &m_playback; }
  SoundLevel* soundLevel() { return &m_soundLevel; }
  ViewExport* viewExport() { return &m_viewExport; }
  AppSettings* settings() { return &m_settings; }
  WindowHost* host() { return &m_host; }
  analysis::CaptureSession& session() { return m_session; }

  Q_INVOKABLE void toggleRecording();

 private:
  void connectSession();
  void applySettings();
  void followPlayback();

  AppSettings& m_settings;
  std::optional<double> m_followedS;  // the time up to which the views follow what is played
  analysis::AnalysisSettings m_analysis;
  WindowHost m_host;
  LiveReadings m_readings;
  CaptureRun m_run;
  InputChoice m_inputs;
  SignalPathWatch m_signalPath;
  RecordingModel m_recording;
  UserFiles m_userFiles;
  ViewExport m_viewExport;
  SoundLevel m_soundLevel;
  PracticeModel m_practice;
  SoundFiles m_files;
  SoundFile m_sound;
  Playback m_playback;
  ToneModel m_tone;
  analysis::CaptureSession m_session;  // last: destroyed first, nothing arrives after that
};

}  // namespace tunescope::ui
