// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audiodevicewatch.h"

#include "audio/web/microphone.h"

#include <QMetaObject>

// The page's bridge listens to the browser's devicechange.
class QMediaDevices {};

namespace tunescope::ui {

AudioDeviceWatch::AudioDeviceWatch(QObject* parent) : QObject(parent) {}

AudioDeviceWatch::~AudioDeviceWatch() {
  audio::setDevicesChangedHandler({});
}

void AudioDeviceWatch::start() {
  audio::setDevicesChangedHandler([this] { Q_EMIT inputsChanged(); });
}

}  // namespace tunescope::ui
