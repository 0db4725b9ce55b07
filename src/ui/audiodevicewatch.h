// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

class QMediaDevices;

namespace tunescope::ui {

// Notices that an input was plugged in or out, by Qt Multimedia, which only says that something changed: what there is,
// is asked of the capture itself. Started late and on its own, so that a machine without sound starts as quickly as
// any. While it runs, what Qt Multimedia writes to standard error about sound servers is dropped. One at a time.
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
