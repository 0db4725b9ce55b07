// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/feeder.h"

#include <QQmlEngine>
#include <QtQuickTest>

class Setup : public QObject {
  Q_OBJECT

 public Q_SLOTS:
  void qmlEngineAvailable(QQmlEngine* engine) {
    engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
    qmlRegisterType<Feeder>("Tunescope.Tests", 1, 0, "Feeder");
  }
};

QUICK_TEST_MAIN_WITH_SETUP(tunescope, Setup)
#include "tst_qml.moc"
