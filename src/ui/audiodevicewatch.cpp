// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audiodevicewatch.h"

#include <QMediaDevices>

namespace tunescope::ui {

AudioDeviceWatch::AudioDeviceWatch(QObject* parent) : QObject(parent) {}
AudioDeviceWatch::~AudioDeviceWatch() = default;

void AudioDeviceWatch::start() {
  if (m_devices) return;
  m_devices = std::make_unique<QMediaDevices>();
  connect(m_devices.get(), &QMediaDevices::audioInputsChanged, this, &AudioDeviceWatch::inputsChanged);
}

}  // namespace tunescope::ui
