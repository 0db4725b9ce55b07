// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QObject>
#include <QString>

namespace tunescope::app {

// Keeps the screen lit on request: asks the desktop portal and, if there is none,
// org.freedesktop.ScreenSaver. If neither answers, the screen dims as usual. Never waits for an answer. Thread: gui.
class IdleInhibitor : public QObject {
 public:
  explicit IdleInhibitor(QDBusConnection bus = QDBusConnection::sessionBus(), QObject* parent = nullptr);
  ~IdleInhibitor() override;

  void set(bool isWanted);

 private:
  enum class Service { Portal, ScreenSaver };

  void ask(Service service);
  void answered(Service service, const QVariant& answer);
  void release(Service service, const QVariant& answer);

  QDBusConnection m_bus;
  bool m_isWanted = false;
  bool m_isAsking = false;
  Service m_service = Service::Portal;
  QVariant m_held;  // the portal's request or the screen saver's cookie; invalid: not inhibited
};

}  // namespace tunescope::app
