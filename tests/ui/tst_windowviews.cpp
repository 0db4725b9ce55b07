// SPDX-License-Identifier: GPL-3.0-or-later
// The bar, the tabs of the views and the keys of both, by hand.
#include "ui/windowrig.h"

#include <QTemporaryDir>

#include <cmath>
#include <map>
#include <optional>

using namespace tunescope;
using namespace tunescope::ui;

class WindowViews : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    hasDevices = hasServer = true;
    m_folder.emplace();
    qputenv("HOME", m_folder->path().toLocal8Bit());  // where recordings go
    m_rig.emplace(m_folder->path());
    QVERIFY(m_rig->isReady());
  }
  void cleanup() {
    QVERIFY(m_rig->warnings.isEmpty());
    m_rig.reset();
  }

  void eachButtonOfTheBarOpensItsSheetAndEscapeClosesIt() {
    const std::map<QString, const char*> sheets = {{QStringLiteral("D"), "devices"},
                                                   {QStringLiteral("A"), "settings"},
                                                   {QStringLiteral("Ctrl+,"), "settings"},
                                                   {QStringLiteral("?"), "keys"}};
    for (const auto& [key, sheet] : sheets) {
      const QQuickItem* button = withKey(m_rig->window->contentItem(), key);
      QVERIFY2(button, qPrintable(key));
      QTest::mouseClick(m_rig->window, Qt::LeftButton, {}, button->mapToScene({20, 20}).toPoint());
      QTRY_VERIFY2(m_rig->isOpen(sheet), sheet);
      m_rig->press(Qt::Key_Escape);
      QTRY_VERIFY2(m_rig->isAway(sheet), sheet);
    }
  }

  void tabGoesThroughTheBar() {
    QStringList keys;
    for (int i = 0; i < 12 && !keys.contains(QStringLiteral("?")); ++i) {
      m_rig->press(Qt::Key_Tab);
      keys << m_rig->focused("key").toString();
      QVERIFY2(m_rig->isFocusSeen(), qPrintable(keys.join(QLatin1Char(' '))));
    }
    QCOMPARE(keys.join(QLatin1Char(' ')), QStringLiteral("Space D 1 A Ctrl+, ?"));
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(m_rig->isOpen("keys"));
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("keys"));
  }

  void keysTabsAndClicksSwitchTheView() {
    ViewRegistry& views = *m_rig->controller.host()->views();
    const auto isSeen = [this](const char* name) {
      const QQuickItem* item = descendant(m_rig->window->contentItem(), QLatin1String(name));
      return item && item->isVisible();
    };
    const auto tab = [this](const char* name) {
      const QQuickItem* tabs = descendant(m_rig->window->contentItem(), QStringLiteral("barTabs"));
      return descendant(tabs, QLatin1String(name));
    };
    QVERIFY(isSeen("tuner") && !isSeen("scope"));
    m_rig->press(Qt::Key_2);
    QVERIFY(!isSeen("tuner") && isSeen("scope"));
    QCOMPARE(m_rig->settings.view(), QStringLiteral("scope"));
    // The trace that is seen is the one that is fed, whichever was hidden last.
    QTRY_COMPARE(m_rig->controller.readings()->waveform()->columns(), columnsOf("scope"));
    m_rig->press(Qt::Key_1);
    QVERIFY(isSeen("tuner") && !isSeen("scope"));
    QTRY_VERIFY(m_rig->controller.readings()->waveform()->columns() > 0);
    QVERIFY(m_rig->controller.readings()->waveform()->columns() < columnsOf("scope"));
    QTest::mouseClick(m_rig->window, Qt::LeftButton, {}, tab("tab1")->mapToScene({20, 20}).toPoint());
    QCOMPARE(views.currentIndex(), 1);
    tab("tab1")->forceActiveFocus(Qt::TabFocusReason);
    m_rig->press(Qt::Key_Right);  // at the end
    QCOMPARE(views.currentIndex(), 1);
    m_rig->press(Qt::Key_Left);
    QCOMPARE(views.currentIndex(), 0);
    QVERIFY(tab("tab0")->hasActiveFocus() && m_rig->isFocusSeen());
    m_rig->press(Qt::Key_Escape);  // nothing to close
    QVERIFY(m_rig->window->isVisible() && views.currentIndex() == 0);
    m_rig->press(Qt::Key_D);  // under a sheet the keys do nothing
    QTRY_VERIFY(m_rig->isOpen("devices"));
    m_rig->press(Qt::Key_2);
    QCOMPARE(views.currentIndex(), 0);
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("devices"));
  }

  void theTabsAreThereAtEverySize() {
    for (const QSize& size :
         {QSize(320, 320), QSize(360, 640), QSize(640, 320), QSize(820, 600), QSize(1280, 800), QSize(2560, 1440)}) {
      m_rig->window->resize(size);
      QTest::qWait(0);
      int shown = 0;
      for (const char* name : {"tabs", "barTabs"}) {
        const QQuickItem* tabs = descendant(m_rig->window->contentItem(), QLatin1String(name));
        if (tabs->isVisible()) ++shown;
      }
      QCOMPARE(shown, 1);
      checkButtons(*m_rig->window, size);
    }
  }

  void theNoteIsLargeWhereTheWindowIsLow_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("least");
    QTest::newRow("a phone on its side") << QSize(640, 320) << 150;
    QTest::newRow("the smallest") << QSize(320, 320) << 60;
  }
  void theNoteIsLargeWhereTheWindowIsLow() {
    QFETCH(QSize, size);
    QFETCH(int, least);
    m_rig->window->resize(size);
    QTest::qWait(0);
    const QQuickItem* note = descendant(m_rig->window->contentItem(), QStringLiteral("note"));
    QVERIFY2(note->height() >= least, qPrintable(QString::number(note->height())));
  }

  void theKeySheetTellsWhatIsOffered() {
    WindowHost& host = *m_rig->controller.host();
    for (const bool isPage : {false, true}) {
      for (const bool hasKeyboard : {true, false}) {
        host.setTraits({.isPage = isPage, .hasKeyboard = hasKeyboard});
        QVERIFY(QMetaObject::invokeMethod(m_rig->loader("keys"), "open"));
        QTRY_VERIFY(m_rig->isOpen("keys"));
        int told = 0;
        countShown(m_rig->content("keys"), QStringLiteral("line"), told);
        int expected = 0;
        for (const AppAction* action : host.actions()->all()) {
          if (action->isOffered() && (hasKeyboard || !action->use().isEmpty())) ++expected;
        }
        QCOMPARE(told, expected);
        m_rig->press(Qt::Key_Escape);
        QTRY_VERIFY(m_rig->isAway("keys"));
      }
    }
  }

 private:
  int columnsOf(const char* name) const {
    return std::min(WaveformModel::kMostColumns,
                    int(std::ceil(descendant(m_rig->window->contentItem(), QLatin1String(name))->width())));
  }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
};

QTEST_MAIN(WindowViews)
#include "tst_windowviews.moc"
