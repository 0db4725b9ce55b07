// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/devices/devicelevels.h"
#include "ui/capture/capturerun.h"
#include "ui/items/iconitem.h"
#include "ui/models/devicelistmodel.h"

#include <QList>
#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace tunescope::ui {

// The available inputs, the captured one with its channel, and the level of each while the picker
// is open. Thread: gui. Realtime-safe: no.
class InputChoice : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(tunescope::ui::DeviceListModel* devices READ devices CONSTANT)
  Q_PROPERTY(QString sourceName READ sourceName NOTIFY sourceChanged)
  Q_PROPERTY(tunescope::ui::IconItem::Icon symbol READ symbol NOTIFY sourceChanged)
  Q_PROPERTY(bool showsLevels READ showsLevels CONSTANT)  // of each input of the list
  Q_PROPERTY(int channelCount READ channelCount NOTIFY sourceChanged)
  Q_PROPERTY(int channel READ channel NOTIFY sourceChanged)
  Q_PROPERTY(QList<QString> channelTexts READ channelTexts NOTIFY sourceChanged)
  Q_PROPERTY(bool isOpen READ isOpen WRITE setOpen NOTIFY openChanged)

 public:
  // The session is not used before the first call.
  InputChoice(analysis::CaptureSession& session, CaptureRun& run, const audio::BackendFactory& factory);

  DeviceListModel* devices() { return &m_devices; }
  QString sourceName() const;
  IconItem::Icon symbol() const;  // a microphone is an input only
  bool showsLevels() const { return audio::DeviceLevels::isSupported(); }
  int channelCount() const;             // of the running stream; 0: none runs, or it is the demo
  int channel() const;                  // the analysed one, from 1 on; 0: the mean of all
  QList<QString> channelTexts() const;  // the choices: each and the mean; of more than four: one, or the mean
  bool isOpen() const { return m_isOpen; }
  void setOpen(bool isOpen);  // while it is open, inputs are listed regularly and their levels measured

  Q_INVOKABLE void choose(const QString& deviceId) { m_run.listenTo(deviceId); }  // empty: the system's default
  Q_INVOKABLE void chooseChannel(int channel);  // as channel(); in the stream that runs
  void refresh();                               // something was plugged in or out
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
