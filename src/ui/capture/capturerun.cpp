// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/capture/capturerun.h"

#include <utility>

namespace tunescope::ui {

CaptureRun::CaptureRun(analysis::CaptureSession& session, AppSettings& settings, const LevelModel& level,
                       const WindowHost& host, audio::CaptureRequest request)
    : m_session(session),
      m_settings(settings),
      m_level(level),
      m_host(host),
      m_api(request.device.api),
      m_request(std::move(request)) {
  m_request.fallBack = m_request.fallBack || m_settings.isFallbackAllowed();
  if (isDevice()) m_deviceRequest = m_request;
  m_deviceRequest.fallBack = m_request.fallBack;
  m_deviceRequest.giveUpAfter = m_request.giveUpAfter;
  if (m_deviceRequest.device.text.empty()) m_deviceRequest = deviceRequest(m_settings.deviceId());
  if (isDevice()) m_request = m_deviceRequest;
  connect(&m_settings, &AppSettings::fallbackAllowedChanged, this, &CaptureRun::followFallBack);
  connect(&m_host, &WindowHost::changed, this, &CaptureRun::update);
  update();
}

// Only what stands in for another input has to begin anew.
void CaptureRun::followFallBack() {
  m_request.fallBack = m_deviceRequest.fallBack = m_settings.isFallbackAllowed();
  m_session.setFallBack(m_request.fallBack);
  const bool isAway = m_status.isFallback || m_status.state == audio::CaptureState::Waiting;
  if (isDevice() && isAway && !m_isStopped) restart(m_request);
}

audio::CaptureRequest CaptureRun::deviceRequest(const QString& deviceId) const {
  audio::CaptureRequest request = m_deviceRequest;  // keeps channel, rate and buffer
  request.device = {};
  request.device.api = m_api;
  // An input that is remembered of another sound system than the one that was asked for is not in that one.
  const std::string id = deviceId.toStdString();
  if (m_api.empty() || id.starts_with(m_api + ':')) request.device.text = id;
  request.waitForDevice = true;  // plug it in, and it is heard
  request.fallBack = request.fallBack || m_settings.isFallbackAllowed();
  return request;
}

bool CaptureRun::isStarted() const {
  if (m_isStopped) return false;
  switch (m_words.state) {
    case CaptureState::State::NoDevice:
    case CaptureState::State::NoPermission:
    case CaptureState::State::Dismissed:
    case CaptureState::State::Insecure:
    case CaptureState::State::Unsupported:
    case CaptureState::State::Ended:
      return false;
    default:
      return m_status.state != audio::CaptureState::Failed;
  }
}

void CaptureRun::start() {
  restart(m_request);
}

void CaptureRun::restart(const audio::CaptureRequest& request) {
  m_request = request;
  if (isDevice()) m_deviceRequest = request;
  m_isStopped = false;
  m_wasStarted = true;
  m_status = {};
  m_status.state = audio::CaptureState::Opening;
  Q_EMIT begun();
  Q_EMIT rested();
  m_session.start(m_request);
  Q_EMIT statusChanged();
  update();
}

void CaptureRun::stop() {
  m_isStopped = true;
  m_session.stop();
  Q_EMIT rested();
  update();
}

void CaptureRun::listenTo(const QString& deviceId) {
  m_settings.setDeviceId(deviceId);
  Q_EMIT forgotten();
  restart(deviceRequest(deviceId));
}

void CaptureRun::playDemo() {
  audio::CaptureRequest request;
  request.source = audio::SourceKind::Demo;
  request.realtime = true;
  Q_EMIT forgotten();
  restart(request);
}

void CaptureRun::playFile(const QString& path, bool atItsOwnSpeed) {
  audio::CaptureRequest request;
  request.source = audio::SourceKind::File;
  request.path = path.toStdString();
  request.realtime = atItsOwnSpeed;
  Q_EMIT forgotten();
  restart(request);
}

void CaptureRun::act() {
  using Action = CaptureState::Action;
  switch (m_words.action) {
    case Action::Start:
    case Action::TryAgain:
    case Action::PlayAgain:
      start();
      break;
    case Action::ChooseInput:
      Q_EMIT chooseInputRequested();
      break;
    case Action::UseDefaultInput:
      listenTo(QString());
      break;
    case Action::PlayDemo:
      playDemo();
      break;
    case Action::Listen:
      Q_EMIT forgotten();
      restart(m_deviceRequest);
      break;
    case Action::None:
      break;
  }
}

void CaptureRun::setStatus(const audio::CaptureStatus& status) {
  m_status = status;
  Q_EMIT statusChanged();
  if (status.state != audio::CaptureState::Running) Q_EMIT rested();
  update();
}

void CaptureRun::setMutedBySystem(bool isMuted) {
  m_isMutedBySystem = isMuted;
  update();
}

void CaptureRun::setClockPpm(double ppm) {
  m_clockPpm = ppm;
  update();
}

void CaptureRun::update() {
  present::CaptureSituation situation;
  situation.status = m_status;
  situation.source = m_request.source;
  situation.wantedDevice = QString::fromStdString(m_request.device.text);
  situation.isMutedBySystem = m_isMutedBySystem;
  situation.isMuted = m_level.isMutedFor(kMutedAfterS);
  situation.isQuiet = m_level.isQuietFor(kQuietAfterS);
  situation.isStopped = m_isStopped;
  situation.isUnasked = m_host.isPage() && !m_wasStarted;
  situation.clockPpm = isDevice() ? m_clockPpm : 0;
  const present::CaptureWords words = present::describe(situation);
  if (words == m_words) return;
  m_words = words;
  if (m_words.isProblem) Q_EMIT forgotten();  // its sentence stands in the place of the note
  Q_EMIT changed();
}

}  // namespace tunescope::ui
