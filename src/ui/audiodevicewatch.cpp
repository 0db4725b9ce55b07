// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audiodevicewatch.h"

#include <QMediaDevices>

namespace tunescope::ui {

namespace {

QtMessageHandler previousHandler = nullptr;

// The window reports a missing server with a sentence and a helpful button instead of the messages of Qt's backends.
void dropSoundMessages(QtMsgType type, const QMessageLogContext& context, const QString& text) {
  const bool isOfSound = QLatin1String(context.category).startsWith(QLatin1String("qt.multimedia")) ||
                         text.startsWith(QLatin1String("PulseAudioService"));
  if (isOfSound && type != QtFatalMsg) return;
  if (previousHandler) previousHandler(type, context, text);
}

}  // namespace

AudioDeviceWatch::AudioDeviceWatch(QObject* parent) : QObject(parent) {}

AudioDeviceWatch::~AudioDeviceWatch() {
  if (!m_devices) return;
  m_devices.reset();
  qInstallMessageHandler(previousHandler);
}

void AudioDeviceWatch::start() {
  if (m_devices) return;
  previousHandler = qInstallMessageHandler(dropSoundMessages);
  m_devices = std::make_unique<QMediaDevices>();
  connect(m_devices.get(), &QMediaDevices::audioInputsChanged, this, &AudioDeviceWatch::inputsChanged);
}

}  // namespace tunescope::ui
