// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/capturecontroller.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tunescope::ui {

namespace {
constexpr int kListEveryMs = 2000;  // both while the picker is open
constexpr int kLevelsEveryMs = 40;
constexpr int kFiguresEveryMs = 500;
constexpr double kClockAfterS = 60;  // a clock that is corrected by was watched so long, and is known so well
constexpr double kClockSurePpm = 1;

// By what the settings know a device's clock.
QString clockOwner(const audio::CaptureFormat& format) {
  QString key = QString::fromStdString(format.api + ":" + format.source);
  if (format.occurrence > 0) key += QLatin1Char('#') + QString::number(format.occurrence + 1);
  return key;
}
using analysis::AnalysisWorker;
}  // namespace

CaptureController::CaptureController(audio::BackendFactory factory, AppSettings& settings,
                                     audio::CaptureRequest request, const analysis::AnalysisSettings& analysis,
                                     QObject* parent)
    : QObject(parent),
      m_settings(settings),
      m_api(request.device.api),
      m_analysis(analysis),
      m_isClockFixed(std::abs(analysis.clockPpm) > 0),
      m_request(std::move(request)),
      m_levels(factory),
      m_session(std::move(factory)) {
  m_tuner.setA4Hz(m_settings.a4Hz());
  m_tuner.setNotation(core::Notation(m_settings.notation()));
  m_request.fallBack = m_request.fallBack || m_settings.isFallbackAllowed();
  const bool isDevice = m_request.source == audio::SourceKind::Device;
  if (isDevice) m_deviceRequest = m_request;
  m_deviceRequest.fallBack = m_request.fallBack;
  m_deviceRequest.giveUpAfter = m_request.giveUpAfter;
  if (m_deviceRequest.device.text.empty()) m_deviceRequest = deviceRequest(m_settings.deviceId());
  if (isDevice) m_request = m_deviceRequest;
  m_devices.setCurrent(QString::fromStdString(m_request.device.text));
  connectSession();
  m_pickerTimer.setInterval(kListEveryMs);
  connect(&m_pickerTimer, &QTimer::timeout, this, &CaptureController::refreshDevices);
  m_levelTimer.setInterval(kLevelsEveryMs);
  connect(&m_levelTimer, &QTimer::timeout, this, &CaptureController::updatePicker);
  m_signalPathTimer.setInterval(kFiguresEveryMs);
  connect(&m_signalPathTimer, &QTimer::timeout, this, &CaptureController::updateFigures);
  connect(&m_settings, &AppSettings::a4HzChanged, this, [this] {
    m_tuner.setA4Hz(m_settings.a4Hz());
    applyAnalysis();
  });
  connect(&m_settings, &AppSettings::notationChanged, this,
          [this] { m_tuner.setNotation(core::Notation(m_settings.notation())); });
  // Only what stands in for another input has to begin anew.
  connect(&m_settings, &AppSettings::fallbackAllowedChanged, this, [this] {
    m_request.fallBack = m_deviceRequest.fallBack = m_settings.isFallbackAllowed();
    m_session.setFallBack(m_request.fallBack);
    const bool isAway = m_status.isFallback || m_status.state == audio::CaptureState::Waiting;
    if (m_request.source == audio::SourceKind::Device && isAway && !m_isStopped) restart(m_request);
  });
  connect(&m_host, &WindowHost::changed, this, &CaptureController::updateWords);
  updateWords();
}

CaptureController::~CaptureController() = default;

// Each view acknowledges what it has used, so that at most one update of a kind waits in the event queue.
void CaptureController::connectSession() {
  AnalysisWorker& worker = m_session.worker();
  connect(&worker, &AnalysisWorker::pitchChanged, this, [this](const core::PitchReading& pitch) {
    if (!m_isStopped) m_tuner.show(pitch);
    m_session.worker().acknowledge(AnalysisWorker::View::Pitch);
  });
  connect(&worker, &AnalysisWorker::levelChanged, this, [this](const core::LevelReading& level) {
    if (!m_isStopped) m_level.show(level);
    m_session.worker().acknowledge(AnalysisWorker::View::Level);
    updateWords();
  });
  connect(&worker, &AnalysisWorker::waveformChanged, this, [this](const core::WaveformFrame& waveform) {
    if (!m_isStopped && m_waveform.columns() > 0) {
      m_waveform.show(waveform);  // acknowledged when it has been drawn
    } else {
      m_session.worker().acknowledge(AnalysisWorker::View::Waveform);
    }
  });
  connect(&m_waveform, &WaveformModel::consumed, this,
          [this] { m_session.worker().acknowledge(AnalysisWorker::View::Waveform); });
  connect(&m_waveform, &WaveformModel::columnsChanged, this, [this](int columns) {
    if (columns > 0) m_session.worker().setWaveformView(WaveformModel::kSpanS, columns);
    m_session.worker().setViewEnabled(AnalysisWorker::View::Waveform, columns > 0);
  });
  connect(&worker, &AnalysisWorker::streamStarted, this, &CaptureController::restViews);
  connect(&m_session, &analysis::CaptureSession::statusChanged, this, &CaptureController::onStatus);
  connect(&m_session, &analysis::CaptureSession::devicesChanged, this, &CaptureController::onDevices);
  worker.setViewEnabled(AnalysisWorker::View::Pitch, true);
  worker.setViewEnabled(AnalysisWorker::View::Level, true);
  applyAnalysis();
}

void CaptureController::applyAnalysis() {
  m_analysis.a4Hz = m_settings.a4Hz();
  m_session.applySettings(m_analysis);
}

audio::CaptureRequest CaptureController::deviceRequest(const QString& deviceId) const {
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

bool CaptureController::isStarted() const {
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

void CaptureController::setMutedBySystem(bool isMuted) {
  m_isMutedBySystem = isMuted;
  updateWords();
}

void CaptureController::start() {
  restart(m_request);
}

void CaptureController::restart(const audio::CaptureRequest& request) {
  m_request = request;
  if (request.source == audio::SourceKind::Device) {
    m_deviceRequest = request;
  } else if (!m_isClockFixed) {
    setClockPpm(0);  // it is the input's
  }
  m_isStopped = false;
  m_wasStarted = true;
  m_status = {};
  m_status.state = audio::CaptureState::Opening;
  restViews();
  m_session.start(m_request);
  updateCurrent();
  updateWords();
}

void CaptureController::stop() {
  m_isStopped = true;
  m_session.stop();
  restViews();
  updateWords();
}

void CaptureController::chooseDevice(const QString& deviceId) {
  m_settings.setDeviceId(deviceId);
  m_tuner.clear();
  restart(deviceRequest(deviceId));
}

void CaptureController::playDemo() {
  audio::CaptureRequest request;
  request.source = audio::SourceKind::Demo;
  request.realtime = true;
  m_tuner.clear();
  restart(request);
}

void CaptureController::setFileAccess(bool hasAccess) {
  if (hasAccess == m_hasFileAccess) return;
  m_hasFileAccess = hasAccess;
  Q_EMIT changed();
}

void CaptureController::playFile(const QString& path, bool atItsOwnSpeed) {
  audio::CaptureRequest request;
  request.source = audio::SourceKind::File;
  request.path = path.toStdString();
  request.realtime = atItsOwnSpeed;
  m_tuner.clear();
  restart(request);
}

void CaptureController::act() {
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
      chooseDevice(QString());
      break;
    case Action::PlayDemo:
      playDemo();
      break;
    case Action::Listen:
      m_tuner.clear();
      restart(m_deviceRequest);
      break;
    case Action::None:
      break;
  }
}

void CaptureController::setPickerOpen(bool isOpen) {
  if (isOpen == m_isPickerOpen) return;
  m_isPickerOpen = isOpen;
  if (isOpen) {
    refreshDevices();
    m_levels.open(m_listed);
    m_pickerTimer.start();
    m_levelTimer.start();
  } else {
    m_pickerTimer.stop();
    m_levelTimer.stop();
    m_levels.close();
    m_devices.clearLevels();
  }
  Q_EMIT pickerOpenChanged();
}

void CaptureController::setSignalPathOpen(bool isOpen) {
  if (isOpen == isSignalPathOpen()) return;
  if (isOpen) {
    updateFigures();
    m_signalPathTimer.start();
  } else {
    m_signalPathTimer.stop();
  }
  Q_EMIT signalPathOpenChanged();
}

void CaptureController::updateFigures() {
  const analysis::SignalPath path = m_session.signalPath();
  m_signalPath.show(path, m_analysis.clockPpm);
  const auto& clock = path.figures.clock;
  const bool isSure = clock && clock->seconds >= kClockAfterS && clock->sigmaPpm <= kClockSurePpm;
  m_clock = isSure && m_request.source == audio::SourceKind::Device ? clock : std::nullopt;
  Q_EMIT clockChanged();
}

QString CaptureController::clockActionText() const {
  if (std::abs(m_analysis.clockPpm) > 0) return tr("Stop correcting the clock");
  return m_clock ? tr("Correct the pitch by %1 ppm").arg(QString::number(m_clock->ppm, 'f', 2)) : QString();
}

void CaptureController::actOnClock() {
  const double ppm = std::abs(m_analysis.clockPpm) > 0 || !m_clock ? 0 : m_clock->ppm;
  if (!m_isClockFixed) m_settings.setClockPpm(clockOwner(m_status.format), ppm);  // else it holds for this run
  setClockPpm(ppm);
  updateFigures();
}

// A clock is the device's own; of what was not measured nothing is known.
void CaptureController::useClockOf(const audio::CaptureFormat& format) {
  if (m_isClockFixed || m_request.source != audio::SourceKind::Device) return;
  setClockPpm(m_settings.clockPpm(clockOwner(format)));
}

void CaptureController::setClockPpm(double ppm) {
  m_analysis.clockPpm = ppm;
  m_session.applySettings(m_analysis);
  updateWords();
  Q_EMIT clockChanged();
}

void CaptureController::toggleRecording() {
  if (m_recording.isRecording()) {
    m_recording.stop();
  } else {
    m_recording.start(m_session.worker(), m_analysis, m_signalPath.text());
    if (m_status.format.sampleRateHz > 0) m_recording.noteDevice(m_status.format, m_request.channel);
  }
}

void CaptureController::refreshDevices() {
  m_session.refreshDevices();
}

QString CaptureController::sourceName() const {
  switch (m_request.source) {
    case audio::SourceKind::Demo:
      return tr("Demo");
    case audio::SourceKind::File:
    case audio::SourceKind::Recording:
      return QFileInfo(QString::fromStdString(m_request.path)).fileName();
    case audio::SourceKind::StandardInput:
      return tr("Standard input");
    case audio::SourceKind::Device:
      break;
  }
  if (!m_status.format.source.empty()) return QString::fromStdString(m_status.format.source);
  return tr("Input");
}

void CaptureController::onStatus(const audio::CaptureStatus& status) {
  m_status = status;
  updateCurrent();
  if (status.state == audio::CaptureState::Running) useClockOf(status.format);
  if (status.state == audio::CaptureState::Running) m_recording.noteDevice(status.format, m_request.channel);
  if (status.state != audio::CaptureState::Running) restViews();
  if (status.state == audio::CaptureState::Running && !m_isStopped && m_isPickerOpen) refreshDevices();
  updateWords();
}

void CaptureController::onDevices(const QList<audio::DeviceInfo>& devices, const audio::CaptureError& error) {
  m_listed.assign(devices.begin(), devices.end());
  m_devices.setDevices(m_listed);
  updateCurrent();
  if (m_isPickerOpen) m_levels.open(m_listed);
  m_devices.setMessage(describeList(error, devices.isEmpty()));
}

// The input that is really heard, however it was asked for: by its id, by a part of its name, or not at all.
void CaptureController::updateCurrent() {
  QString current = QString::fromStdString(m_request.device.text);
  if (m_request.source != audio::SourceKind::Device) current = sourceName();  // none of the inputs
  const bool isAnother = m_status.isFallback || !m_status.movedFrom.empty();
  const bool isListed =
      !isAnother && std::any_of(m_listed.begin(), m_listed.end(),
                                [this](const audio::DeviceInfo& device) { return device.id == m_request.device.text; });
  for (const audio::DeviceInfo& device : m_listed) {
    if (isListed) break;
    const audio::CaptureFormat& heard = m_status.format;
    if (m_request.source == audio::SourceKind::Device && m_status.state == audio::CaptureState::Running &&
        device.name == heard.source && device.api == heard.api && (heard.key.empty() || device.key == heard.key)) {
      current = QString::fromStdString(device.id);
      break;
    }
  }
  m_devices.setCurrent(current);
}

void CaptureController::updatePicker() {
  for (const audio::DeviceLevels::Level& level : m_levels.levels()) {
    if (level.isOpen) m_devices.setLevel(QString::fromStdString(level.id), level.peakDb);
  }
}

void CaptureController::restViews() {
  m_tuner.rest();
  m_level.rest();
  m_waveform.rest();
}

void CaptureController::updateWords() {
  CaptureSituation situation;
  situation.status = m_status;
  situation.source = m_request.source;
  situation.wantedDevice = QString::fromStdString(m_request.device.text);
  situation.isMutedBySystem = m_isMutedBySystem;
  situation.isMuted = m_level.isMutedFor(kMutedAfterS);
  situation.isQuiet = m_level.isQuietFor(kQuietAfterS);
  situation.isStopped = m_isStopped;
  situation.isUnasked = m_host.isPage() && !m_wasStarted;
  situation.clockPpm = m_request.source == audio::SourceKind::Device ? m_analysis.clockPpm : 0;
  const CaptureWords words = describe(situation);
  if (words == m_words) return;
  m_words = words;
  if (m_words.isProblem) m_tuner.clear();  // its sentence stands in the place of the note
  Q_EMIT changed();
}

}  // namespace tunescope::ui
