// SPDX-License-Identifier: GPL-3.0-or-later
// The table of actions: no key twice, no other documentation contradicts it, each action is offered where it works.
#include "ui/actions.h"
#include "ui/settings/appsettings.h"
#include "ui/views/viewregistry.h"
#include "ui/windowhost.h"

#include <QDir>
#include <QFile>
#include <QKeySequence>
#include <QRegularExpression>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tunescope::ui;

namespace {

QString textOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

// As it stands in the README.
QString keyTable() {
  QString table = QStringLiteral("| key | does |\n| --- | --- |\n");
  for (const ActionRow& row : Actions::table()) {
    QStringList keys;
    for (const char* key : row.keys) {
      if (key) keys << QStringLiteral("%1").arg(QLatin1String(key));
    }
    QString does = QLatin1String(row.does);
    if (row.places == ActionRow::Desktop) does += QStringLiteral(" (not in a browser)");
    table += QStringLiteral("| %1 | %2 |\n").arg(keys.join(QStringLiteral(", ")), does);
  }
  return table;
}

}  // namespace

class ActionsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void eachKeyIsOfOneAction() {
    QSet<QString> seen;
    for (const ActionRow& row : Actions::table()) {
      QVERIFY(row.does && row.tip && row.keys[0]);
      for (const char* key : row.keys) {
        if (!key) continue;
        const QKeySequence sequence(QLatin1String{key});
        QVERIFY2(sequence.count() == 1 && sequence[0].key() != Qt::Key_unknown, key);
        QVERIFY2(!seen.contains(sequence.toString()), key);
        seen << sequence.toString();
      }
    }
  }

  void eachViewHasAnAction() {
    int view = 0;
    for (const ActionRow& row : Actions::table()) {
      if (row.id != AppAction::Id::ShowView) continue;
      QCOMPARE(row.view, view);
      QCOMPARE(QLatin1String(row.keys[0]), QString::number(++view));
    }
    QCOMPARE(view, ViewRegistry::count());
  }

  void theReadmeHasTheTable() {
    const QString readme = textOf(QStringLiteral(TUNESCOPE_SOURCE_DIR "/README.md"));
    QVERIFY2(readme.contains(keyTable()), qPrintable(QStringLiteral("README.md must have\n") + keyTable()));
  }

  // "(key S" and "(press S" mean the signal path in all documents.
  void theDocsNameKeysOfTheTable() {
    QStringList keys;
    for (const ActionRow& row : Actions::table()) {
      for (const char* key : row.keys) keys << QString::fromLatin1(key);
    }
    QStringList files = {QStringLiteral("README.md"), QStringLiteral("CHANGELOG.md")};
    for (const QString& name : QDir(QStringLiteral(TUNESCOPE_SOURCE_DIR "/docs")).entryList({QStringLiteral("*.md")})) {
      files << QStringLiteral("docs/") + name;
    }
    const QRegularExpression mention(QStringLiteral("\\((?:key|press) ([^\\s,)]+)"));
    int count = 0;
    for (const QString& name : files) {
      auto matches = mention.globalMatch(textOf(QStringLiteral(TUNESCOPE_SOURCE_DIR "/") + name));
      while (matches.hasNext()) {
        const QString key = matches.next().captured(1);
        QVERIFY2(keys.contains(key), qPrintable(name + QStringLiteral(" tells a key ") + key));
        QCOMPARE(key, Actions::keyOf(AppAction::Id::SignalPath));  // no other key is mentioned that way
        ++count;
      }
    }
    QVERIFY(count >= 3);
  }

  void aPageKeepsItsOwnKeysAndIsNotQuit() {
    const QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("page.ini")));
    WindowHost host(settings);
    const AppAction* quit = host.actions()->of(AppAction::Id::Quit);
    const AppAction* run = host.actions()->of(AppAction::Id::Run);
    QVERIFY(quit->isOffered() && quit->isEnabled() && run->isOffered() && run->isEnabled());
    host.setTraits({.isPage = true});
    QVERIFY(!quit->isOffered() && !quit->isEnabled() && run->isEnabled());
    host.setTraits({.isPage = true, .hasShortcuts = false});
    QVERIFY(run->isOffered() && !run->isEnabled());
  }

  void aSheetHasTheKeyboardAndCtrlQStillQuits() {
    const QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("sheet.ini")));
    WindowHost host(settings);
    host.setSheetOpen(true);
    for (const AppAction* action : host.actions()->all()) {
      QCOMPARE(action->isEnabled(), action->kind() == AppAction::Id::Quit);
    }
  }

  void escapeIsTheWindowsOnlyInFullScreen() {
    const QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("screen.ini")));
    WindowHost host(settings);
    const AppAction* leave = host.actions()->of(AppAction::Id::Leave);
    QVERIFY(!leave->isEnabled());
    host.setFullScreen(true);
    QVERIFY(leave->isEnabled());
    host.setSheetOpen(true);
    QVERIFY(!leave->isEnabled());
  }

  void aTriggeredActionIsReportedOnce() {
    const QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("trigger.ini")));
    WindowHost host(settings);
    QSignalSpy triggered(host.actions(), &Actions::triggered);
    host.actions()->of(AppAction::Id::Settings)->trigger(Qt::TabFocusReason);
    QCOMPARE(triggered.count(), 1);
    QCOMPARE(triggered[0][0].value<AppAction*>()->kind(), AppAction::Id::Settings);
    QCOMPARE(triggered[0][1].toInt(), int(Qt::TabFocusReason));
  }

  void theViewIsRemembered() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("view.ini"));
    {
      AppSettings settings(path);
      ViewRegistry views(settings);
      QCOMPARE(views.currentIndex(), 0);
      views.setCurrentIndex(1);
      views.setCurrentIndex(ViewRegistry::count());
      views.setCurrentIndex(-1);
      QCOMPARE(views.currentIndex(), 1);
    }
    AppSettings settings(path);
    QCOMPARE(ViewRegistry(settings).currentIndex(), 1);
    settings.setView(QStringLiteral("of another version"));
    QCOMPARE(ViewRegistry(settings).currentIndex(), 0);
  }
};

QTEST_GUILESS_MAIN(ActionsTest)
#include "tst_actions.moc"
