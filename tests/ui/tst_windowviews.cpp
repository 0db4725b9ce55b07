// SPDX-License-Identifier: GPL-3.0-or-later
// The bar, the tabs of the views and the keys of both, by hand.
#include "ui/buttonboxes.h"
#include "ui/views/metersmodel.h"
#include "ui/windowrig.h"

#include <cmath>
#include <map>
#include <optional>

using namespace tunescope;
using namespace tunescope::ui;

class WindowViews : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { openWindow(m_folder, m_rig); }
  void cleanup() { closeWindow(m_rig); }

  void eachButtonOfTheBarOpensItsSheetAndEscapeClosesIt() {
    const std::map<QString, const char*> sheets = {{QStringLiteral("D"), "devices"},
                                                   {QStringLiteral("A"), "settings"},
                                                   {QStringLiteral("Ctrl+,"), "settings"},
                                                   {QStringLiteral("?"), "keys"}};
    for (const auto& [key, sheet] : sheets) {
      const QQuickItem* button = withKey(m_rig->window->contentItem(), key);
      QVERIFY2(button, qPrintable(key));
      m_rig->click(button, {20, 20});
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
    QCOMPARE(keys.join(QLatin1Char(' ')), QStringLiteral("Shift+1 Space D 1 A Ctrl+, ?"));
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
    // A trace that is not visible gets no data.
    QTRY_COMPARE(m_rig->controller.readings()->waveform()->columns(), 0);
    m_rig->press(Qt::Key_1);
    QVERIFY(isSeen("tuner") && !isSeen("scope"));
    QTRY_VERIFY(m_rig->controller.readings()->waveform()->columns() > 0);
    m_rig->click(tab("tab1"), {20, 20});
    QCOMPARE(views.currentIndex(), 1);
    tab("tab1")->forceActiveFocus(Qt::TabFocusReason);
    for (int i = 0; i < ViewRegistry::count(); ++i) m_rig->press(Qt::Key_Right);  // it stays at the end
    QCOMPARE(views.currentIndex(), ViewRegistry::count() - 1);
    while (views.currentIndex() > 0) m_rig->press(Qt::Key_Left);
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

  // Keys choose the scale and reset while the meters are seen; what was chosen is remembered; buttons do the same.
  void theMetersObeyKeysAndButtons() {
    m_rig->press(Qt::Key_M);  // not seen yet: nothing to choose
    m_rig->press(Qt::Key_3);
    const QQuickItem* bars = descendant(m_rig->window->contentItem(), QStringLiteral("meterBars"));
    QVERIFY(bars && bars->isVisible());
    auto* model = qobject_cast<MetersModel*>(bars->property("meters").value<QObject*>());
    QVERIFY(model);
    QCOMPARE(model->scaleName(), QStringLiteral("Level"));
    QStringList scales;
    for (int i = 0; i < 9; ++i) {
      m_rig->press(Qt::Key_M);
      scales << model->scaleName();
    }
    QCOMPARE(scales.join(QLatin1Char(',')),
             QStringLiteral("Peak,VU,PPM I (DIN),PPM IIa (BBC),PPM IIb (EBU),K-12,K-14,K-20,Level"));
    core::MetersReading reading;
    reading.timeS = 1;
    reading.channelCount = 2;
    reading.loudness.integrated = -23.04;
    reading.perChannel[1].rmsDb = -12.3;
    model->show(reading);
    QCOMPARE(model->loudness()->integratedText(), QStringLiteral("\u221223.0"));
    QCOMPARE(model->data(model->index(1), MetersModel::ValueRole).toString(), QStringLiteral("\u221212.3"));
    m_rig->press(Qt::Key_Z);
    QCOMPARE(model->loudness()->integratedText(), QStringLiteral("\u2013"));
    QCOMPARE(model->channelCount(), 0);
    const auto click = [this](const char* name, double part) {
      const QQuickItem* item = descendant(m_rig->window->contentItem(), QLatin1String(name));
      m_rig->click(item, {item->width() * part, 20});
    };
    click("meterFamilies", 0.9);  // K
    click("meterVariants", 0.5);
    QCOMPARE(model->scaleName(), QStringLiteral("K-14"));
    QVERIFY(m_rig->settings.values().kScale == core::KScale::K14);
    QCOMPARE(AppSettings(m_folder->filePath(QStringLiteral("settings.ini"))).kept(QStringLiteral("meter")).toString(),
             QStringLiteral("k"));
    model->show(reading);
    click("resetMeters", 0.5);
    QCOMPARE(model->channelCount(), 0);
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

  // In the bar those of two short lines, in the sheet also the stage's one of 42 letters.
  void namesOfInputsAreWholeOnAPhone() {
    m_rig->window->resize(360, 640);
    QTRY_COMPARE(m_rig->controller.inputs()->sourceName(), QStringLiteral("USB Audio CODEC"));
    QTest::qWait(0);
    const QQuickItem* button = descendant(m_rig->window->contentItem(), QStringLiteral("deviceButton"));
    QCOMPARE(cutTexts(button), QStringList());
    checkButtons(*m_rig->window, QSize(360, 640));
    QVERIFY(QMetaObject::invokeMethod(m_rig->loader("devices"), "open"));
    QTRY_VERIFY(m_rig->isOpen("devices"));
    QTRY_COMPARE(m_rig->controller.inputs()->devices()->count(), 3);
    QTest::qWait(0);
    QCOMPARE(cutTexts(m_rig->content("devices")), QStringList());
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("devices"));
  }

  void theKeySheetListsWhatIsOffered() {
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
  static QStringList cutTexts(const QQuickItem* item) {
    QStringList cut;
    if (item->isVisible() && item->property("truncated").toBool()) cut << item->property("text").toString();
    for (const QQuickItem* child : item->childItems()) cut << cutTexts(child);
    return cut;
  }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
};

QTEST_MAIN(WindowViews)
#include "tst_windowviews.moc"
