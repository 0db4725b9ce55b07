// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

class QMediaDevices;

namespace tunescope::ui {

// Notices by Qt Multimedia that an input was plugged in or out. Qt Multimedia only reports a change; the list comes
// from the capture itself. It starts late and in its own thread, so that a machine without sound starts as quickly as
// any. While it runs, messages of Qt Multimedia about sound servers on standard error are dropped. One at a time.
// Thread: gui. Realtime-safe: no.
class AudioDeviceWatch : public QObject {
  Q_OBJECT

 public:
  explicit AudioDeviceWatch(QObject* parent = nullptr);
  ~AudioDeviceWatch() override;

  void start();

 Q_SIGNALS:
  void inputsChanged();

 private:
  std::unique_ptr<QMediaDevices> m_devices;
};

}  // namespace tunescope::ui
