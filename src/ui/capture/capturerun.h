// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/capturesession.h"
#include "ui/capturestate.h"
#include "ui/models/levelmodel.h"
#include "ui/settings/appsettings.h"
#include "ui/windowhost.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include <optional>
#include <string>

namespace tunescope::ui {

// Starts and stops the capture, remembers the request, and describes the state in words. Thread: gui.
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
  Q_PROPERTY(bool isPaused READ isPaused NOTIFY changed)

 public:
  static constexpr double kMutedAfterS = 2;
  static constexpr double kQuietAfterS = 4;

  // request: the initial capture; the settings supply the device if it names none. All references must outlive
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
  bool isPaused() const { return m_isPaused && isDevice(); }  // the device runs, and what it hears is not shown
  bool isPauseWanted() const { return m_isPaused; }
  bool isShown() const { return !isStopped() && !isPaused(); }  // what comes may be shown
  bool isWanted() const { return !m_isStopped; }                // started and not stopped since, in any state
  bool isDevice() const { return m_request.source == audio::SourceKind::Device; }
  bool isListening() const { return isStarted() && isDevice(); }
  const audio::CaptureRequest& request() const { return m_request; }
  const audio::CaptureStatus& status() const { return m_status; }

  Q_INVOKABLE void start();
  Q_INVOKABLE void stop();
  Q_INVOKABLE void toggle() { isStarted() ? stop() : start(); }
  Q_INVOKABLE void act();  // performs the action of this state's button
  Q_INVOKABLE void playDemo();
  void playFile(const QString& path, bool atItsOwnSpeed);  // otherwise as fast as possible
  // Shows a file that is played elsewhere, from that time on, instead of the present source, until unfollow().
  void follow(const QString& path, double fromS);
  void unfollow();                         // goes back to it, running or stopped as it was
  void listenTo(const QString& deviceId);  // empty: the system's default; remembered
  // Analyses another channel of the running stream; no new stream begins. Remembered for a device. Ignored if
  // the stream does not have it.
  void chooseChannel(const audio::ChannelChoice& channel);

  void setStatus(const audio::CaptureStatus& status);
  void setMutedBySystem(bool isMuted);
  void setPaused(bool isPaused);  // while a tone plays that the microphone would hear; a demo or a file goes on
  void setClockPpm(double ppm);   // correction of the pitch of a device
  void update();                  // the words, or anything they depend on

 Q_SIGNALS:
  void changed();
  void statusChanged();  // what request() or status() say
  void begun();          // a stream was asked for
  void rested();         // no readings come for now
  void forgotten();      // clear everything of the last source from the screen
  void chooseInputRequested();
  void stopToneRequested();

 private:
  void restart(const audio::CaptureRequest& request);
  void followFallBack();
  void followPause();
  QString heardDevice() const;
  void recallChannel();
  void setChannel(const audio::ChannelChoice& channel);
  audio::CaptureRequest deviceRequest(const QString& deviceId) const;

  analysis::CaptureSession& m_session;
  AppSettings& m_settings;
  const LevelModel& m_level;
  const WindowHost& m_host;
  const std::string m_api;
  audio::CaptureRequest m_request;
  audio::CaptureRequest m_deviceRequest;  // the last one for a device; a demo or a file may come between
  struct Before {
    audio::CaptureRequest request;
    bool wasStopped;
  };
  std::optional<Before> m_beforeFile;  // what follow() replaced
  audio::CaptureStatus m_status;
  present::CaptureWords m_words;
  double m_clockPpm = 0;
  bool m_isChannelGiven = false;  // for this run, with any input
  QString m_recalledFor;          // the device whose remembered channel applies
  bool m_isStopped = true;
  bool m_wasStarted = false;
  bool m_isMutedBySystem = false;
  bool m_isPaused = false;
};

}  // namespace tunescope::ui
