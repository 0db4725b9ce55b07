// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/capture/capturecontroller.h"

#include <cmath>
#include <utility>

namespace tunescope::ui {

namespace {
constexpr double kJumpS = 0.5;  // more than the time between two positions of what is played
}

CaptureController::CaptureController(audio::BackendFactory factory, AppSettings& settings,
                                     audio::CaptureRequest request, QObject* parent)
    : QObject(parent),
      m_settings(settings),
      m_host(settings),
      m_readings(settings),
      m_run(m_session, settings, *m_readings.level(), m_host, std::move(request)),
      m_inputs(m_session, m_run, factory),
      m_signalPath(m_session, settings, m_run, settings.values().clockPpm),
      m_viewExport(m_userFiles),
      m_soundLevel(m_session, settings, m_run, m_userFiles),
      m_practice(settings, m_userFiles),
      m_sound(settings),
      m_playback(settings),
      m_tone(settings, m_run, *m_readings.tuner()),
      m_session(std::move(factory)) {
  connect(&m_settings, &AppSettings::valuesChanged, this, &CaptureController::applySettings);
  connect(&m_signalPath, &SignalPathWatch::clockPpmChanged, this, [this](double ppm) {
    applySettings();
    m_run.setClockPpm(ppm);
  });
  m_run.setClockPpm(m_signalPath.clockPpm());
  connect(&m_soundLevel, &SoundLevel::microphoneChanged, this, &CaptureController::applySettings);
  connect(&m_run, &CaptureRun::changed, this,
          [this] { m_host.actions()->of(AppAction::Id::Run)->setOn(m_run.isStarted()); });
  connect(&m_recording, &RecordingModel::changed, this,
          [this] { m_host.actions()->of(AppAction::Id::Record)->setOn(m_recording.isRecording()); });
  connect(&m_recording, &RecordingModel::finished, &m_sound, &SoundFile::openRecording);
  connect(m_host.views(), &ViewRegistry::splitChanged, this,
          [this] { m_host.actions()->of(AppAction::Id::Beside)->setOn(m_host.views()->isSplit()); });
  connect(&m_tone, &ToneModel::changed, this,
          [this] { m_host.actions()->of(AppAction::Id::ByEar)->setOn(m_tone.isByEar()); });
  connect(&m_sound, &SoundFile::requested, this, [this] { m_host.views()->show(QStringLiteral("timeline")); });
  connect(&m_playback, &Playback::moved, this, &CaptureController::followPlayback);
  connect(&m_playback, &Playback::changed, this, [this] {
    if (m_playback.isPlaying()) return;
    m_followedS.reset();
    m_run.unfollow();
  });
  connectSession();
}

// The views show what is heard; where it jumps, the file begins anew for them.
void CaptureController::followPlayback() {
  const double timeS = m_playback.timeS();
  if (!m_followedS || std::abs(timeS - *m_followedS) > kJumpS) m_run.follow(m_sound.path(), timeS);
  m_followedS = timeS;
}

CaptureController::~CaptureController() = default;

void CaptureController::connectSession() {
  m_readings.connectTo(m_session.worker(), m_run);
  m_practice.connectTo(m_session.worker(), m_run);
  connect(&m_session, &analysis::CaptureSession::statusChanged, &m_run, &CaptureRun::setStatus);
  connect(&m_session, &analysis::CaptureSession::devicesChanged, &m_inputs, &InputChoice::setListed);
  applySettings();
}

void CaptureController::applySettings() {
  m_analysis = m_settings.values();
  m_analysis.clockPpm = m_signalPath.clockPpm();  // of the input
  m_analysis.micCalibration = m_soundLevel.micText();
  m_session.applySettings(m_analysis);
  analysis::AnalysisSettings ofFiles = m_settings.values();  // no input, no microphone
  ofFiles.clockPpm = 0;
  ofFiles.channel = {};
  m_sound.setAnalysis(ofFiles);
}

void CaptureController::toggleRecording() {
  if (m_recording.isRecording()) {
    m_recording.stop();
  } else {
    analysis::AnalysisSettings settings = m_analysis;
    settings.channel = m_run.request().channel;  // as the session has it
    m_recording.start(m_session.worker(), settings, m_signalPath.figures()->text());
  }
}

}  // namespace tunescope::ui
