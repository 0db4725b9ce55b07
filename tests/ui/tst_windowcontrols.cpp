// SPDX-License-Identifier: GPL-3.0-or-later
// The window's controls as hands use them: typed, tabbed through, clicked, left with Escape.
#include "support/noted.h"
#include "ui/buttonboxes.h"
#include "ui/windowrig.h"

#include <QTest>

#include <cmath>
#include <optional>

using namespace tunescope;
using namespace tunescope::ui;

class WindowControls : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { openWindow(m_folder, m_rig); }
  void cleanup() { closeWindow(m_rig); }

  // The window opens under a pointer that has not moved.
  void aTooltipIsForAPointerThatMoves() {
    const QQuickItem* button = withKey(m_rig->window->contentItem(), QStringLiteral("D"));
    const QObject* tip = tipOf(*button);
    hover(*button, 20);
    QTest::qWait(tip->property("delay").toInt() + 200);
    QVERIFY(!tip->property("visible").toBool());
    hover(*button, 22);
    QTRY_VERIFY(tip->property("visible").toBool());
    QVERIFY(tip->property("timeout").toInt() > 0);
    QTest::mouseMove(m_rig->window, {4, 4});
    QTRY_VERIFY(!tip->property("visible").toBool());
  }

  void theArrowKeysGoThroughTheInputs() {
    m_rig->press(Qt::Key_D);
    QTRY_VERIFY(m_rig->isOpen("devices"));
    QTRY_COMPARE(m_rig->controller.inputs()->devices()->count(), 3);
    QTRY_COMPARE(m_rig->focused("name").toString(), QStringLiteral("USB Audio CODEC"));
    QVERIFY(m_rig->isFocusSeen());
    m_rig->press(Qt::Key_Down);
    QCOMPARE(m_rig->focused("name").toString(), QStringLiteral("Built-in Audio Analog Stereo"));
    QVERIFY(m_rig->isFocusSeen());
    m_rig->press(Qt::Key_Down);
    m_rig->press(Qt::Key_Up);
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(m_rig->isAway("devices"));
    QCOMPARE(m_rig->settings.deviceId(), QStringLiteral("pulse:Built-in Audio Analog Stereo"));
    // Opened once more it begins with the chosen one; by mouse without a ring, until a key is pressed.
    QVERIFY(QMetaObject::invokeMethod(m_rig->loader("devices"), "open"));
    QTRY_VERIFY(m_rig->isOpen("devices"));
    QTRY_COMPARE(m_rig->focused("name").toString(), QStringLiteral("Built-in Audio Analog Stereo"));
    QVERIFY(!m_rig->isFocusSeen());
    m_rig->press(Qt::Key_Up);
    QVERIFY(m_rig->isFocusSeen());
    m_rig->press(Qt::Key_Tab);  // beyond the list
    QVERIFY(m_rig->focused("name").toString().isEmpty());
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("devices"));
    QCOMPARE(m_rig->settings.deviceId(), QStringLiteral("pulse:Built-in Audio Analog Stereo"));
  }

  void eachKeyBelongsToOneButton() {
    QStringList keys;
    collect(m_rig->window->contentItem(), "key", keys);
    QCOMPARE(keys.size(), 5 + ViewRegistry::count() + DisplayChoice::count());  // five buttons, views, displays
    QCOMPARE(keys.removeDuplicates(), 0);
  }

  void aRecordingIsSeenInTheBar() {
    QQuickItem* button = descendant(m_rig->window->contentItem(), QStringLiteral("recordingButton"));
    QVERIFY(button && !button->isVisible());
    m_rig->controller.toggleRecording();
    QVERIFY(m_rig->controller.recording()->isRecording());
    QVERIFY(button->isVisible());
    for (const QSize& size : {QSize(320, 320), QSize(360, 640), QSize(640, 360), QSize(1280, 800)}) {
      m_rig->window->resize(size);
      QTest::qWait(0);
      checkButtons(*m_rig->window, size);
    }
    button->setProperty("text", QStringLiteral("1:02:03"));
    m_rig->window->resize(360, 640);
    QTest::qWait(0);
    checkButtons(*m_rig->window, QSize(360, 640));
    for (const char* name : {"a4Button", "keysButton"}) {
      QVERIFY2(descendant(m_rig->window->contentItem(), QLatin1String(name))->isVisible(), name);
    }
    m_rig->click(button, {20, 20});
    QTRY_VERIFY(m_rig->isOpen("signalPath"));
    m_rig->controller.toggleRecording();
    QVERIFY(!button->isVisible());
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("signalPath"));
  }

  void quittingAsksWhileARecordingRuns() {
    m_rig->controller.toggleRecording();
    m_rig->press(Qt::Key_Q, Qt::ControlModifier);
    QTRY_VERIFY(m_rig->isOpen("quit"));
    QVERIFY(m_rig->window->isVisible() && m_rig->isFocusSeen());
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("quit"));
    QVERIFY(m_rig->window->isVisible() && m_rig->controller.recording()->isRecording());
    m_rig->window->close();
    QTRY_VERIFY(m_rig->isOpen("quit"));
    m_rig->press(Qt::Key_Tab);
    QCOMPARE(m_rig->focused("objectName").toString(), QStringLiteral("keepRecording"));
    m_rig->press(Qt::Key_Space);
    QTRY_VERIFY(m_rig->isAway("quit"));
    QVERIFY(m_rig->window->isVisible() && m_rig->controller.recording()->isRecording());
    m_rig->window->close();
    QTRY_VERIFY(m_rig->isOpen("quit"));
    QCOMPARE(m_rig->focused("objectName").toString(), QStringLiteral("stopAndQuit"));
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(!m_rig->window->isVisible());
    QVERIFY(!m_rig->controller.recording()->isRecording());
  }

  void quittingAsksNothingOtherwise() {
    m_rig->press(Qt::Key_Q, Qt::ControlModifier);
    QTRY_VERIFY(!m_rig->window->isVisible());
  }

  void ctrlQQuitsFromEverySheet_data() {
    QTest::addColumn<QByteArray>("sheet");
    for (const char* sheet : {"devices", "settings", "keys", "signalPath"}) QTest::newRow(sheet) << QByteArray(sheet);
  }
  void ctrlQQuitsFromEverySheet() {
    QFETCH(QByteArray, sheet);
    QVERIFY(QMetaObject::invokeMethod(m_rig->loader(sheet.constData()), "openByKey"));
    QTRY_VERIFY(m_rig->isOpen(sheet.constData()));
    m_rig->press(Qt::Key_Q, Qt::ControlModifier);
    QTRY_VERIFY(!m_rig->window->isVisible());
  }

  void ctrlQQuitsWhileASheetCloses() {
    m_rig->settings.setMotionReduced(false);
    m_rig->press(Qt::Key_D);
    QTRY_VERIFY(m_rig->isOpen("devices"));
    m_rig->press(Qt::Key_Escape);
    QVERIFY(!m_rig->isAway("devices"));
    m_rig->press(Qt::Key_Q, Qt::ControlModifier);
    QTRY_VERIFY(!m_rig->window->isVisible());
  }

  void ctrlQAsksOverASheetWhileARecordingRuns() {
    m_rig->controller.toggleRecording();
    m_rig->press(Qt::Key_D);
    QTRY_VERIFY(m_rig->isOpen("devices"));
    m_rig->press(Qt::Key_Q, Qt::ControlModifier);
    QTRY_VERIFY(m_rig->isOpen("quit"));
    QVERIFY(m_rig->window->isVisible());
    QCOMPARE(m_rig->focused("objectName").toString(), QStringLiteral("stopAndQuit"));
    m_rig->press(Qt::Key_Q, Qt::ControlModifier);  // no answer to the question
    QVERIFY(m_rig->window->isVisible() && m_rig->controller.recording()->isRecording());
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(!m_rig->window->isVisible());
    QVERIFY(!m_rig->controller.recording()->isRecording());
  }

  void theDemoIsOfferedWhereNoInputOpens() {
    const QQuickItem* button = descendant(m_rig->window->contentItem(), QStringLiteral("panelDemo"));
    QVERIFY(button && !button->isVisible());
    m_rig->controller.run()->stop();
    hasServer = false;
    m_rig->controller.run()->start();
    QTRY_VERIFY(button->isVisible());
    hasServer = true;  // the stage's demo comes from there, too
    m_rig->click(button, {20, 20});
    QTRY_COMPARE(m_rig->controller.run()->action(), CaptureState::Action::Listen);
  }

  void theUnitsShowOnlyWithNumbers() {
    const QQuickItem* readout = descendant(m_rig->window->contentItem(), QStringLiteral("readout"));
    QVERIFY(readout && !readout->isVisible());
    core::PitchReading reading;
    reading.availableS = 1;
    reading.hertz = 440;
    reading.sigmaCents = 0.1;
    reading.confidence = 0.95;
    m_rig->controller.readings()->tuner()->show(tests::noted(reading));
    QVERIFY(readout->isVisible());
    m_rig->controller.readings()->tuner()->rest();
    QVERIFY(!readout->isVisible());
  }

  void sheetsBeginAtTheirTopAndSayThatThereIsMore_data() {
    QTest::addColumn<QSize>("size");
    QTest::newRow("a phone on its side") << QSize(640, 360);
    QTest::newRow("a taller one") << QSize(640, 400);
    QTest::newRow("the smallest") << QSize(320, 320);
  }
  void sheetsBeginAtTheirTopAndSayThatThereIsMore() {
    QFETCH(QSize, size);
    m_rig->window->resize(size);
    for (const char* sheet : {"devices", "settings", "keys", "signalPath"}) {
      for (int time = 0; time < 2; ++time) {
        QVERIFY(QMetaObject::invokeMethod(m_rig->loader(sheet), "open"));
        QTRY_VERIFY(m_rig->isOpen(sheet));
        const QQuickItem* view = descendant(m_rig->content(sheet), QStringLiteral("view"));
        QVERIFY2(view, sheet);
        QTRY_VERIFY2(view->property("contentHeight").toDouble() > view->height(), sheet);
        QCOMPARE(view->property("contentY").toDouble(), 0.0);
        const auto isShown = [&](const char* name) {
          const QQuickItem* hint = descendant(m_rig->content(sheet), QLatin1String(name));
          return hint && hint->isVisible();
        };
        QVERIFY2(isShown("moreBelow") && isShown("scrollBar") && !isShown("moreAbove"), sheet);
        for (int i = 0; i < 60 && !view->property("atYEnd").toBool(); ++i) m_rig->press(Qt::Key_PageDown);
        QVERIFY2(view->property("atYEnd").toBool(), sheet);
        QVERIFY2(!isShown("moreBelow") && isShown("moreAbove"), sheet);
        m_rig->press(Qt::Key_Escape);
        QTRY_VERIFY2(m_rig->isAway(sheet), sheet);
      }
    }
  }

 private:
  void hover(const QQuickItem& item, double at) const {
    QTest::mouseMove(m_rig->window, item.mapToScene({at, at}).toPoint());
    QTest::qWait(20);
  }
  static const QObject* tipOf(const QQuickItem& item) {
    for (const QObject* child : item.findChildren<QObject*>()) {
      if (child->inherits("QQuickToolTip")) return child;
    }
    return nullptr;
  }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
};

QTEST_MAIN(WindowControls)
#include "tst_windowcontrols.moc"
