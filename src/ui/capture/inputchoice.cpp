// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/capture/inputchoice.h"

#include <QFileInfo>

#include <algorithm>

namespace tunescope::ui {

namespace {
constexpr int kListEveryMs = 2000;  // both while the picker is open
constexpr int kLevelsEveryMs = 40;
constexpr int kMaxNamedChannels = 4;  // side by side at 360 px
}  // namespace

InputChoice::InputChoice(analysis::CaptureSession& session, CaptureRun& run, const audio::BackendFactory& factory)
    : m_session(session), m_run(run), m_levels(factory) {
  m_devices.setCurrent(QString::fromStdString(m_run.request().device.text));
  m_listTimer.setInterval(kListEveryMs);
  connect(&m_listTimer, &QTimer::timeout, this, &InputChoice::refresh);
  m_levelTimer.setInterval(kLevelsEveryMs);
  connect(&m_levelTimer, &QTimer::timeout, this, &InputChoice::updateLevels);
  connect(&m_run, &CaptureRun::statusChanged, this, &InputChoice::followStatus);
}

void InputChoice::setOpen(bool isOpen) {
  if (isOpen == m_isOpen) return;
  m_isOpen = isOpen;
  if (isOpen) {
    refresh();
    m_levels.open(m_listed);
    m_listTimer.start();
    m_levelTimer.start();
  } else {
    m_listTimer.stop();
    m_levelTimer.stop();
    m_levels.close();
    m_devices.clearLevels();
  }
  Q_EMIT openChanged();
}

void InputChoice::refresh() {
  m_session.refreshDevices();
}

QString InputChoice::sourceName() const {
  const audio::CaptureRequest& request = m_run.request();
  switch (request.source) {
    case audio::SourceKind::Demo:
      return tr("Demo");
    case audio::SourceKind::File:
    case audio::SourceKind::Recording:
      return QFileInfo(QString::fromStdString(request.path)).fileName();
    case audio::SourceKind::StandardInput:
      return tr("Standard input");
    case audio::SourceKind::Device:
      break;
  }
  const std::string& name = m_run.status().format.source;
  return name.empty() ? tr("Input") : QString::fromStdString(name);
}

IconItem::Icon InputChoice::symbol() const {
  switch (m_run.request().source) {
    case audio::SourceKind::Demo:
      return IconItem::Icon::Note;
    case audio::SourceKind::File:
    case audio::SourceKind::Recording:
    case audio::SourceKind::StandardInput:
      return IconItem::Icon::File;
    case audio::SourceKind::Device:
      break;
  }
  return IconItem::Icon::Microphone;
}

int InputChoice::channelCount() const {
  const audio::CaptureStatus& status = m_run.status();
  const bool isOpen = status.state == audio::CaptureState::Running || status.state == audio::CaptureState::NoData;
  if (!isOpen || m_run.isStopped() || m_run.request().source == audio::SourceKind::Demo) return 0;
  return static_cast<int>(status.format.channels);
}

int InputChoice::channel() const {
  const audio::ChannelChoice& choice = m_run.request().channel;
  return choice.mix ? 0 : static_cast<int>(choice.number);
}

QList<QString> InputChoice::channelTexts() const {
  if (channelCount() > kMaxNamedChannels) return {tr("One"), tr("Mean of all")};
  QList<QString> texts;
  for (int number = 1; number <= channelCount(); ++number) texts << QString::number(number);
  return texts << tr("Mean");
}

void InputChoice::chooseChannel(int channel) {
  if (channel < 0) return;
  m_run.chooseChannel(channel == 0 ? audio::ChannelChoice{.mix = true}
                                   : audio::ChannelChoice{.number = static_cast<unsigned>(channel)});
}

void InputChoice::followStatus() {
  updateCurrent();
  const bool isRunning = m_run.status().state == audio::CaptureState::Running;
  if (isRunning && !m_run.isStopped() && m_isOpen) refresh();
  Q_EMIT sourceChanged();
}

void InputChoice::setListed(const QList<audio::DeviceInfo>& devices, const audio::CaptureError& error) {
  m_listed.assign(devices.begin(), devices.end());
  m_devices.setDevices(m_listed);
  updateCurrent();
  if (m_isOpen) m_levels.open(m_listed);
  m_devices.setMessage(present::describeList(error, devices.isEmpty()));
}

// The input that is captured, whether requested by id, by a part of its name, or not at all.
void InputChoice::updateCurrent() {
  const audio::CaptureRequest& request = m_run.request();
  const audio::CaptureStatus& status = m_run.status();
  QString current = QString::fromStdString(request.device.text);
  if (!m_run.isDevice()) current = sourceName();  // none of the inputs
  const bool isAnother = status.isFallback || !status.movedFrom.empty();
  const bool isListed =
      !isAnother && std::any_of(m_listed.begin(), m_listed.end(), [&request](const audio::DeviceInfo& device) {
        return device.id == request.device.text;
      });
  for (const audio::DeviceInfo& device : m_listed) {
    if (isListed) break;
    const audio::CaptureFormat& heard = status.format;
    if (m_run.isDevice() && status.state == audio::CaptureState::Running && device.name == heard.source &&
        device.api == heard.api && (heard.key.empty() || device.key == heard.key)) {
      current = QString::fromStdString(device.id);
      break;
    }
  }
  m_devices.setCurrent(current);
}

void InputChoice::updateLevels() {
  for (const audio::DeviceLevels::Level& level : m_levels.levels()) {
    if (level.isOpen) m_devices.setLevel(QString::fromStdString(level.id), level.peakDb);
  }
}

}  // namespace tunescope::ui
