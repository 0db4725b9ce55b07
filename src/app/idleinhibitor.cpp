// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/idleinhibitor.h"

#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QGuiApplication>

#include <utility>

namespace tunescope::app {

namespace {
constexpr uint kPortalIdle = 8;  // of org.freedesktop.portal.Inhibit: the session does not become idle
const QString kScreenSaver = QStringLiteral("org.freedesktop.ScreenSaver");
const QString kScreenSaverPath = QStringLiteral("/org/freedesktop/ScreenSaver");
const QString kPortal = QStringLiteral("org.freedesktop.portal.Desktop");

QString reason() {
  return QStringLiteral("Listening to an instrument");
}

QDBusMessage request(bool toPortal) {
  if (toPortal) {
    QDBusMessage call =
        QDBusMessage::createMethodCall(kPortal, QStringLiteral("/org/freedesktop/portal/desktop"),
                                       QStringLiteral("org.freedesktop.portal.Inhibit"), QStringLiteral("Inhibit"));
    call << QString() << kPortalIdle << QVariantMap{{QStringLiteral("reason"), reason()}};
    return call;
  }
  QDBusMessage call =
      QDBusMessage::createMethodCall(kScreenSaver, kScreenSaverPath, kScreenSaver, QStringLiteral("Inhibit"));
  call << QGuiApplication::applicationDisplayName() << reason();
  return call;
}
}  // namespace

IdleInhibitor::IdleInhibitor(QDBusConnection bus, QObject* parent) : QObject(parent), m_bus(std::move(bus)) {}

// The inhibition ends with the connection, which a test may keep.
IdleInhibitor::~IdleInhibitor() {
  set(false);
}

void IdleInhibitor::set(bool isWanted) {
  m_isWanted = isWanted;
  if (!isWanted && m_held.isValid()) release(m_service, std::exchange(m_held, QVariant()));
  if (isWanted && !m_held.isValid() && !m_isAsking && m_bus.isConnected()) ask(Service::Portal);
}

void IdleInhibitor::ask(Service service) {
  m_isAsking = true;
  auto* watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(request(service == Service::Portal)), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, service, watcher] {
    watcher->deleteLater();
    m_isAsking = false;
    const QDBusMessage reply = watcher->reply();
    const bool isHeld = reply.type() == QDBusMessage::ReplyMessage && !reply.arguments().isEmpty();
    if (isHeld) {
      answered(service, reply.arguments().constFirst());
    } else if (service == Service::Portal && m_isWanted) {
      ask(Service::ScreenSaver);
    }
  });
}

void IdleInhibitor::answered(Service service, const QVariant& answer) {
  if (!m_isWanted) return release(service, answer);  // it is no longer
  m_service = service;
  m_held = answer;
}

void IdleInhibitor::release(Service service, const QVariant& answer) {
  if (service == Service::Portal) {
    m_bus.asyncCall(QDBusMessage::createMethodCall(kPortal, answer.value<QDBusObjectPath>().path(),
                                                   QStringLiteral("org.freedesktop.portal.Request"),
                                                   QStringLiteral("Close")));
    return;
  }
  QDBusMessage call =
      QDBusMessage::createMethodCall(kScreenSaver, kScreenSaverPath, kScreenSaver, QStringLiteral("UnInhibit"));
  call << answer;
  m_bus.asyncCall(call);
}

}  // namespace tunescope::app
