// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/capturesession.h"
#include "audio/devicelevels.h"
#include "ui/appsettings.h"
#include "ui/capturestate.h"
#include "ui/devicelistmodel.h"
#include "ui/levelmodel.h"
#include "ui/recordingmodel.h"
#include "ui/signalpathmodel.h"
#include "ui/tunermodel.h"
#include "ui/waveformmodel.h"
#include "ui/windowhost.h"

#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// The window's side of one capture: starts and stops it, hands its readings to the view models and acknowledges them,
// and says in words how it stands. Thread: gui. Realtime-safe: no.
class CaptureController : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the program")
  Q_PROPERTY(tunescope::ui::TunerModel* tuner READ tuner CONSTANT)
  Q_PROPERTY(tunescope::ui::LevelModel* level READ level CONSTANT)
  Q_PROPERTY(tunescope::ui::WaveformModel* waveform READ waveform CONSTANT)
  Q_PROPERTY(tunescope::ui::DeviceListModel* devices READ devices CONSTANT)
  Q_PROPERTY(tunescope::ui::SignalPathModel* signalPath READ signalPath CONSTANT)
  Q_PROPERTY(tunescope::ui::RecordingModel* recording READ recording CONSTANT)
  Q_PROPERTY(QString clockActionText READ clockActionText NOTIFY clockChanged)
  Q_PROPERTY(tunescope::ui::AppSettings* settings READ settings CONSTANT)
  Q_PROPERTY(tunescope::ui::WindowHost* host READ host CONSTANT)
  Q_PROPERTY(tunescope::ui::CaptureState::State state READ state NOTIFY changed)
  Q_PROPERTY(tunescope::ui::CaptureState::Action action READ action NOTIFY changed)
  Q_PROPERTY(QString sentence READ sentence NOTIFY changed)
  Q_PROPERTY(QString actionText READ actionText NOTIFY changed)
  Q_PROPERTY(bool isProblem READ isProblem NOTIFY changed)
  Q_PROPERTY(bool isStarted READ isStarted NOTIFY changed)
  Q_PROPERTY(QString sourceName READ sourceName NOTIFY changed)
  Q_PROPERTY(bool hasFileAccess READ hasFileAccess NOTIFY changed)
  Q_PROPERTY(bool showsInputLevels READ showsInputLevels CONSTANT)  // of each input of the list
  Q_PROPERTY(bool isPickerOpen READ isPickerOpen WRITE setPickerOpen NOTIFY pickerOpenChanged)
  Q_PROPERTY(bool isSignalPathOpen READ isSignalPathOpen WRITE setSignalPathOpen NOTIFY signalPathOpenChanged)

 public:
  static constexpr double kMutedAfterS = 2;
  static constexpr double kQuietAfterS = 4;

  // What is captured at first; the settings say which device when the request names none. settings must outlive this.
  // Its api, if any, holds for all inputs, and of analysis all but a4, which is that of the settings.
  CaptureController(audio::BackendFactory factory, AppSettings& settings, audio::CaptureRequest request,
                    const analysis::AnalysisSettings& analysis = {}, QObject* parent = nullptr);
  ~CaptureController() override;  // stops and waits for a bounded time

  TunerModel* tuner() { return &m_tuner; }
  LevelModel* level() { return &m_level; }
  WaveformModel* waveform() { return &m_waveform; }
  DeviceListModel* devices() { return &m_devices; }
  SignalPathModel* signalPath() { return &m_signalPath; }
  RecordingModel* recording() { return &m_recording; }
  // What can be done about the input's clock: correct the pitch by what was measured, or no longer; empty: nothing.
  QString clockActionText() const;
  AppSettings* settings() { return &m_settings; }
  WindowHost* host() { return &m_host; }
  CaptureState::State state() const { return m_words.state; }
  CaptureState::Action action() const { return m_words.action; }
  QString sentence() const { return m_words.sentence; }
  QString actionText() const { return m_words.actionText; }
  bool isProblem() const { return m_words.isProblem; }
  bool isStarted() const;                         // it listens or will by itself; false: only a start helps
  bool isWanted() const { return !m_isStopped; }  // started and not stopped since, whatever became of it
  bool isListening() const { return isStarted() && m_request.source == audio::SourceKind::Device; }
  void setMutedBySystem(bool isMuted);
  QString sourceName() const;
  // Whether somebody answers openFileRequested and saveReadingsRequested (a browser's page).
  bool hasFileAccess() const { return m_hasFileAccess; }
  void setFileAccess(bool hasAccess);
  analysis::CaptureSession& session() { return m_session; }
  bool showsInputLevels() const { return audio::DeviceLevels::isSupported(); }
  bool isPickerOpen() const { return m_isPickerOpen; }
  bool isSignalPathOpen() const { return m_signalPathTimer.isActive(); }
  void setSignalPathOpen(bool isOpen);  // while it is open, its figures are live
  void setPickerOpen(bool isOpen);      // while it is open, the inputs are listed again and their levels measured

  Q_INVOKABLE void start();
  Q_INVOKABLE void stop();
  Q_INVOKABLE void toggle() { isStarted() ? stop() : start(); }
  Q_INVOKABLE void chooseDevice(const QString& deviceId);  // empty: the system's default; remembered
  Q_INVOKABLE void actOnClock();
  Q_INVOKABLE void toggleRecording();
  Q_INVOKABLE void playDemo();
  void playFile(const QString& path, bool atItsOwnSpeed);  // else as fast as it is analysed
  Q_INVOKABLE void act();                                  // does what the button of this state says
  void refreshDevices();                                   // something was plugged in or out

 Q_SIGNALS:
  void changed();
  void pickerOpenChanged();
  void signalPathOpenChanged();
  void clockChanged();
  void chooseInputRequested();  // the button wants the picker
  void openFileRequested();
  void saveReadingsRequested();

 private:
  void connectSession();
  void applyAnalysis();
  void restart(const audio::CaptureRequest& request);
  audio::CaptureRequest deviceRequest(const QString& deviceId) const;
  void onStatus(const audio::CaptureStatus& status);
  void onDevices(const QList<audio::DeviceInfo>& devices, const audio::CaptureError& error);
  void updatePicker();
  void updateFigures();
  void useClockOf(const audio::CaptureFormat& format);
  void setClockPpm(double ppm);
  void updateCurrent();
  void restViews();
  void updateWords();

  AppSettings& m_settings;
  const std::string m_api;
  analysis::AnalysisSettings m_analysis;
  const bool m_isClockFixed;  // by the command line
  TunerModel m_tuner;
  LevelModel m_level;
  WaveformModel m_waveform;
  DeviceListModel m_devices;
  SignalPathModel m_signalPath;
  RecordingModel m_recording;
  WindowHost m_host;
  std::optional<audio::ClockEstimate> m_clock;  // sure enough to correct by
  audio::CaptureRequest m_deviceRequest;        // the last one for a device; a demo or a file may come between
  audio::CaptureRequest m_request;
  audio::CaptureStatus m_status;
  CaptureWords m_words;
  bool m_isStopped = true;
  bool m_wasStarted = false;
  bool m_isMutedBySystem = false;
  bool m_isPickerOpen = false;
  bool m_hasFileAccess = false;
  QTimer m_pickerTimer;  // lists the inputs again
  QTimer m_levelTimer;   // shows their levels
  QTimer m_signalPathTimer;
  std::vector<audio::DeviceInfo> m_listed;
  audio::DeviceLevels m_levels;
  analysis::CaptureSession m_session;  // last: ends first, nothing arrives after
};

}  // namespace tunescope::ui
