// SPDX-License-Identifier: GPL-3.0-or-later
// The screen stays lit while it is wanted: by the portal, else by the screen saver. Runs on a session bus of its own.
#include "app/idleinhibitor.h"

#include <QDBusConnection>
#include <QDBusError>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVirtualObject>
#include <QTest>

using namespace tunescope;

namespace {

// Answers Inhibit, Close and UnInhibit as a desktop does, and counts what is held.
class Desktop final : public QDBusVirtualObject {
 public:
  bool hasPortal = true;
  int held = 0;
  QStringList calls;

  QString introspect(const QString& /*path*/) const override { return {}; }
  bool handleMessage(const QDBusMessage& message, const QDBusConnection& connection) override {
    const QString call = message.interface() + QLatin1Char('.') + message.member();
    calls << call;
    const bool isPortal = message.interface().startsWith(QLatin1String("org.freedesktop.portal."));
    if (isPortal && !hasPortal) return connection.send(message.createErrorReply(QDBusError::UnknownInterface, {}));
    if (message.member() == QLatin1String("Inhibit")) {
      ++held;
      const QVariant portal = QVariant::fromValue(QDBusObjectPath("/org/freedesktop/portal/desktop/request/1"));
      return connection.send(message.createReply(isPortal ? portal : QVariant(7U)));
    }
    const bool isRight = isPortal ? message.path().endsWith(QLatin1String("/request/1"))
                                  : message.arguments() == QVariantList{QVariant(7U)};
    if (isRight) --held;
    return connection.send(message.createReply());
  }
};

}  // namespace

class IdleInhibitorTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theScreenStaysLitWhileItIsWanted_data() {
    QTest::addColumn<bool>("hasPortal");
    QTest::addColumn<QString>("lastCall");
    QTest::newRow("portal") << true << QStringLiteral("org.freedesktop.portal.Inhibit.Inhibit");
    QTest::newRow("screen saver") << false << QStringLiteral("org.freedesktop.ScreenSaver.Inhibit");
  }
  void theScreenStaysLitWhileItIsWanted() {
    QFETCH(const bool, hasPortal);
    QFETCH(const QString, lastCall);
    m_desktop.hasPortal = hasPortal;
    app::IdleInhibitor inhibitor(m_client);
    for (int round = 1; round <= 2; ++round) {
      m_desktop.calls.clear();
      inhibitor.set(true);
      inhibitor.set(true);
      QTRY_COMPARE(m_desktop.held, 1);
      QCOMPARE(m_desktop.calls.constLast(), lastCall);
      QTest::qWait(0);
      inhibitor.set(false);
      QTRY_COMPARE(m_desktop.held, 0);
    }
  }
  void whatIsNoLongerWantedWhenTheAnswerComesIsGivenBack() {
    m_desktop.hasPortal = true;
    app::IdleInhibitor inhibitor(m_client);
    m_desktop.calls.clear();
    inhibitor.set(true);
    inhibitor.set(false);
    QTRY_COMPARE(m_desktop.calls.size(), 2);
    QCOMPARE(m_desktop.held, 0);
  }
  void withoutABusNothingHappens() {
    app::IdleInhibitor inhibitor(QDBusConnection(QStringLiteral("none")));
    inhibitor.set(true);
    inhibitor.set(false);
  }
  void initTestCase() {
    if (!m_service.isConnected()) QSKIP("there is no session bus (dbus-run-session)");
    for (const char* name : {"org.freedesktop.portal.Desktop", "org.freedesktop.ScreenSaver"}) {
      QVERIFY(m_service.registerService(QLatin1String(name)));
    }
    QVERIFY(m_service.registerVirtualObject(QStringLiteral("/org/freedesktop"), &m_desktop, QDBusConnection::SubPath));
  }

 private:
  QDBusConnection m_service = QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("service"));
  QDBusConnection m_client = QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("client"));
  Desktop m_desktop;
};

QTEST_GUILESS_MAIN(IdleInhibitorTest)
#include "tst_idleinhibitor.moc"
