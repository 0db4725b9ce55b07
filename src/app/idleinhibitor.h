// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QObject>
#include <QString>

namespace tunescope::app {

// Keeps the screen lit while it is wanted: asks the desktop portal and, where there is none,
// org.freedesktop.ScreenSaver. Where neither answers, the screen dims as usual. Never waits for an answer. Thread: gui.
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
  QVariant m_held;  // the portal's request or the screen saver's cookie; invalid: nothing is held
};

}  // namespace tunescope::app
