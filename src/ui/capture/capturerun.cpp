// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/capture/capturerun.h"

#include "audio/source/channelpicker.h"
#include "ui/settings/inputmemory.h"

#include <QFile>

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
  m_isChannelGiven = m_request.channel != audio::ChannelChoice{};
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

// Only a substitute for another input must be restarted.
void CaptureRun::followFallBack() {
  m_request.fallBack = m_deviceRequest.fallBack = m_settings.isFallbackAllowed();
  m_session.setFallBack(m_request.fallBack);
  const bool isAway = m_status.isFallback || m_status.state == audio::CaptureState::Waiting;
  if (isDevice() && isAway && !m_isStopped) restart(m_request);
}

audio::CaptureRequest CaptureRun::deviceRequest(const QString& deviceId) const {
  audio::CaptureRequest request = m_deviceRequest;  // keeps rate and buffer
  if (!m_isChannelGiven) request.channel = {};      // another input need not have it
  request.device = {};
  request.device.api = m_api;
  // A remembered input of another sound system than the requested one is not in that one.
  const std::string id = deviceId.toStdString();
  if (m_api.empty() || id.starts_with(m_api + ':')) request.device.text = id;
  request.waitForDevice = true;  // it starts when it is plugged in
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
  m_recalledFor.clear();
  m_status = {};
  m_status.state = audio::CaptureState::Opening;
  Q_EMIT begun();
  Q_EMIT rested();
  followPause();
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

void CaptureRun::follow(const QString& path, double fromS) {
  if (!m_beforeFile) m_beforeFile = {m_request, m_isStopped};
  audio::CaptureRequest request;
  request.source = audio::SourceKind::File;
  request.path = QFile::encodeName(path).toStdString();
  request.fromS = fromS;
  request.realtime = true;
  restart(request);
}

void CaptureRun::unfollow() {
  if (!m_beforeFile) return;
  const Before before = *std::exchange(m_beforeFile, std::nullopt);
  if (!before.wasStopped) return restart(before.request);
  m_request = before.request;
  stop();
}

void CaptureRun::listenTo(const QString& deviceId) {
  m_beforeFile.reset();
  m_settings.setDeviceId(deviceId);
  Q_EMIT forgotten();
  restart(deviceRequest(deviceId));
}

void CaptureRun::playDemo() {
  m_beforeFile.reset();
  audio::CaptureRequest request;
  request.source = audio::SourceKind::Demo;
  request.realtime = true;
  Q_EMIT forgotten();
  restart(request);
}

void CaptureRun::playFile(const QString& path, bool atItsOwnSpeed) {
  m_beforeFile.reset();
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
    case Action::StopTone:
      Q_EMIT stopToneRequested();
      break;
    case Action::None:
      break;
  }
}

// As the list of inputs names it.
QString CaptureRun::heardDevice() const {
  return QString::fromStdString(m_status.format.api + ':' + m_status.format.source);
}

void CaptureRun::chooseChannel(const audio::ChannelChoice& channel) {
  if (!audio::ChannelPicker::suits(channel, m_status.format.channels)) return;
  m_isChannelGiven = false;
  if (isDevice()) rememberChannel(m_settings, heardDevice(), channel);
  setChannel(channel);
  Q_EMIT statusChanged();
}

void CaptureRun::setChannel(const audio::ChannelChoice& channel) {
  if (channel == m_request.channel) return;
  m_request.channel = channel;
  if (isDevice()) m_deviceRequest.channel = channel;
  m_session.setChannel(channel);
}

// When another input is captured, its remembered channel applies again.
void CaptureRun::recallChannel() {
  const bool isHeard = isDevice() && m_status.state == audio::CaptureState::Running;
  if (!isHeard || m_isChannelGiven || m_recalledFor == heardDevice()) return;
  m_recalledFor = heardDevice();
  const audio::ChannelChoice channel = rememberedChannel(m_settings, m_recalledFor).value_or(audio::ChannelChoice{});
  if (audio::ChannelPicker::suits(channel, m_status.format.channels)) setChannel(channel);
}

void CaptureRun::setStatus(const audio::CaptureStatus& status) {
  m_status = status;
  recallChannel();
  Q_EMIT statusChanged();
  if (status.state != audio::CaptureState::Running) Q_EMIT rested();
  update();
}

void CaptureRun::setMutedBySystem(bool isMuted) {
  m_isMutedBySystem = isMuted;
  update();
}

void CaptureRun::setPaused(bool isPaused) {
  if (isPaused == m_isPaused) return;
  m_isPaused = isPaused;
  followPause();
  if (this->isPaused()) Q_EMIT rested();
  update();
}

void CaptureRun::followPause() {
  m_session.worker().setHeld(isPaused());
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
  situation.isPaused = isPaused();
  situation.isUnasked = m_host.isPage() && !m_wasStarted;
  situation.clockPpm = isDevice() ? m_clockPpm : 0;
  const present::CaptureWords words = present::describe(situation);
  if (words == m_words) return;
  m_words = words;
  if (m_words.isProblem) Q_EMIT forgotten();  // its sentence replaces the note
  Q_EMIT changed();
}

}  // namespace tunescope::ui
