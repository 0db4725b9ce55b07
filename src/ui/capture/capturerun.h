// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/capturesession.h"
#include "ui/appsettings.h"
#include "ui/capturestate.h"
#include "ui/levelmodel.h"
#include "ui/windowhost.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include <string>

namespace tunescope::ui {

// Starts and stops the capture, remembers what it was asked for, and says in words how it stands. Thread: gui.
// Realtime-safe: no.
class CaptureRun : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(tunescope::present::CaptureState::State state READ state NOTIFY changed)
  Q_PROPERTY(tunescope::present::CaptureState::Action action READ action NOTIFY changed)
  Q_PROPERTY(QString sentence READ sentence NOTIFY changed)
  Q_PROPERTY(QString actionText READ actionText NOTIFY changed)
  Q_PROPERTY(bool isProblem READ isProblem NOTIFY changed)
  Q_PROPERTY(bool isStarted READ isStarted NOTIFY changed)

 public:
  static constexpr double kMutedAfterS = 2;
  static constexpr double kQuietAfterS = 4;

  // request: what is captured at first; the settings say which device when it names none. All references must outlive
  // this; the session is not used before the first start.
  CaptureRun(analysis::CaptureSession& session, AppSettings& settings, const LevelModel& level, const WindowHost& host,
             audio::CaptureRequest request);

  CaptureState::State state() const { return m_words.state; }
  CaptureState::Action action() const { return m_words.action; }
  QString sentence() const { return m_words.sentence; }
  QString actionText() const { return m_words.actionText; }
  bool isProblem() const { return m_words.isProblem; }
  bool isStarted() const;  // it listens or will by itself; false: only a start helps
  bool isStopped() const { return m_isStopped; }
  bool isWanted() const { return !m_isStopped; }  // started and not stopped since, whatever became of it
  bool isDevice() const { return m_request.source == audio::SourceKind::Device; }
  bool isListening() const { return isStarted() && isDevice(); }
  const audio::CaptureRequest& request() const { return m_request; }
  const audio::CaptureStatus& status() const { return m_status; }

  Q_INVOKABLE void start();
  Q_INVOKABLE void stop();
  Q_INVOKABLE void toggle() { isStarted() ? stop() : start(); }
  Q_INVOKABLE void act();  // does what the button of this state says
  Q_INVOKABLE void playDemo();
  void playFile(const QString& path, bool atItsOwnSpeed);  // else as fast as it is analysed
  void listenTo(const QString& deviceId);                  // empty: the system's default; remembered

  void setStatus(const audio::CaptureStatus& status);
  void setMutedBySystem(bool isMuted);
  void setClockPpm(double ppm);  // by which the pitch of a device is corrected
  void update();                 // the words, after anything they depend on

 Q_SIGNALS:
  void changed();
  void statusChanged();  // what request() or status() say
  void begun();          // a stream was asked for
  void rested();         // no readings come for now
  void forgotten();      // nothing of the last source may stay on screen
  void chooseInputRequested();

 private:
  void restart(const audio::CaptureRequest& request);
  void followFallBack();
  audio::CaptureRequest deviceRequest(const QString& deviceId) const;

  analysis::CaptureSession& m_session;
  AppSettings& m_settings;
  const LevelModel& m_level;
  const WindowHost& m_host;
  const std::string m_api;
  audio::CaptureRequest m_request;
  audio::CaptureRequest m_deviceRequest;  // the last one for a device; a demo or a file may come between
  audio::CaptureStatus m_status;
  present::CaptureWords m_words;
  double m_clockPpm = 0;
  bool m_isStopped = true;
  bool m_wasStarted = false;
  bool m_isMutedBySystem = false;
};

}  // namespace tunescope::ui
