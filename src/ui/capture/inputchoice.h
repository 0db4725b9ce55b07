// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/devicelevels.h"
#include "ui/capture/capturerun.h"
#include "ui/devicelistmodel.h"
#include "ui/iconitem.h"

#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace tunescope::ui {

// The inputs that there are, which of them is heard, and how loud each is while the picker is open. The place of a
// choice of channels, too. Thread: gui. Realtime-safe: no.
class InputChoice : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(tunescope::ui::DeviceListModel* devices READ devices CONSTANT)
  Q_PROPERTY(QString sourceName READ sourceName NOTIFY sourceChanged)
  Q_PROPERTY(tunescope::ui::IconItem::Icon symbol READ symbol NOTIFY sourceChanged)
  Q_PROPERTY(bool showsLevels READ showsLevels CONSTANT)  // of each input of the list
  Q_PROPERTY(bool isOpen READ isOpen WRITE setOpen NOTIFY openChanged)

 public:
  // The session is not used before the first call.
  InputChoice(analysis::CaptureSession& session, CaptureRun& run, const audio::BackendFactory& factory);

  DeviceListModel* devices() { return &m_devices; }
  QString sourceName() const;
  IconItem::Icon symbol() const;  // a microphone is an input only
  bool showsLevels() const { return audio::DeviceLevels::isSupported(); }
  bool isOpen() const { return m_isOpen; }
  void setOpen(bool isOpen);  // while it is open, the inputs are listed again and their levels measured

  Q_INVOKABLE void choose(const QString& deviceId) { m_run.listenTo(deviceId); }  // empty: the system's default
  void refresh();                                                                 // something was plugged in or out
  void setListed(const QList<audio::DeviceInfo>& devices, const audio::CaptureError& error);

 Q_SIGNALS:
  void sourceChanged();
  void openChanged();

 private:
  void followStatus();
  void updateCurrent();
  void updateLevels();

  analysis::CaptureSession& m_session;
  CaptureRun& m_run;
  DeviceListModel m_devices;
  bool m_isOpen = false;
  QTimer m_listTimer;   // lists the inputs again
  QTimer m_levelTimer;  // shows their levels
  std::vector<audio::DeviceInfo> m_listed;
  audio::DeviceLevels m_levels;
};

}  // namespace tunescope::ui
