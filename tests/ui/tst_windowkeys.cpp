// SPDX-License-Identifier: GPL-3.0-or-later
// The window by its keyboard: what has the focus is marked and obeys first, and each key does what the table says.
#include "ui/windowrig.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <optional>

using namespace tunescope;
using namespace tunescope::ui;

class WindowKeys : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    stageChannels = 2;
    openWindow(m_folder, m_rig);
  }
  void cleanup() { closeWindow(m_rig); }

  void spacePressesTheButtonWithTheFocus() {
    QVERIFY(m_rig->tabTo("keysButton"));
    QVERIFY(m_rig->isFocusSeen());
    m_rig->press(Qt::Key_Space);
    QTRY_VERIFY(m_rig->isOpen("keys"));
    QVERIFY(m_rig->controller.run()->isStarted());
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("keys"));
  }

  void spaceChoosesTheTabWithTheFocus() {
    QVERIFY(m_rig->tabTo("tab0"));
    m_rig->press(Qt::Key_Right);
    QCOMPARE(m_rig->controller.host()->views()->currentIndex(), 1);
    m_rig->press(Qt::Key_1);
    QCOMPARE(m_rig->controller.host()->views()->currentIndex(), 0);
    QCOMPARE(m_rig->focused("objectName").toString(), QStringLiteral("tab1"));
    m_rig->press(Qt::Key_Space);
    QCOMPARE(m_rig->controller.host()->views()->currentIndex(), 1);
    QVERIFY(m_rig->controller.run()->isStarted());
  }

  // What was clicked has the focus without showing it.
  void spaceStopsAndStartsWhereNoFocusIsSeen() {
    m_rig->press(Qt::Key_Space);
    QVERIFY(!m_rig->controller.run()->isStarted());
    const QQuickItem* tabs = descendant(m_rig->window->contentItem(), QStringLiteral("barTabs"));
    m_rig->click(tabs, {20, 20});
    m_rig->press(Qt::Key_Space);
    QVERIFY(m_rig->controller.run()->isStarted());
  }

  void theInputSheetShowsItsFocusWithoutAnInput() {
    m_rig->controller.run()->stop();
    hasDevices = hasServer = false;
    for (int time = 0; time < 2; ++time) {
      m_rig->press(Qt::Key_D);
      QTRY_VERIFY(m_rig->isOpen("devices"));
      QTRY_COMPARE(m_rig->focused("objectName").toString(), QStringLiteral("playDemo"));
      QVERIFY(m_rig->isFocusSeen());
      m_rig->press(Qt::Key_Escape);
      QTRY_VERIFY(m_rig->isAway("devices"));
    }
  }

  void aKeyTakesTheTooltipAway() {
    const QQuickItem* button = withKey(m_rig->window->contentItem(), QStringLiteral("D"));
    QObject* tip = nullptr;
    for (QObject* child : button->findChildren<QObject*>()) {
      if (child->inherits("QQuickToolTip")) tip = child;
    }
    QVERIFY(tip && tip->setProperty("timeout", 60000));  // not by itself
    for (const Qt::Key key : {Qt::Key_L, Qt::Key_X}) {   // a shortcut, and a key that does nothing
      for (const double at : {4.0, 10.0, 14.0, 18.0}) {
        QTest::mouseMove(m_rig->window, button->mapToScene({at, at}).toPoint());
        QTest::qWait(20);
      }
      QTRY_VERIFY(tip->property("visible").toBool());
      m_rig->press(key);
      QTRY_VERIFY(!tip->property("visible").toBool());
      QTest::mouseMove(m_rig->window, {4, 4});
    }
  }

  void oneKeyRecordsAndStops() {
    const QQuickItem* button = descendant(m_rig->window->contentItem(), QStringLiteral("recordingButton"));
    const AppAction* action = m_rig->controller.host()->actions()->of(AppAction::Id::Record);
    const QString tip = action->tip();
    m_rig->press(Qt::Key_R, Qt::ShiftModifier);
    QVERIFY(m_rig->controller.recording()->isRecording());
    QVERIFY(button->isVisible());
    QVERIFY(action->tip() != tip);
    m_rig->press(Qt::Key_R, Qt::ShiftModifier);
    QVERIFY(!m_rig->controller.recording()->isRecording());
    QVERIFY(!button->isVisible());
  }

  void aRecordingThatCannotBeginIsSeenInTheBar() {
    QDir(RecordingModel::musicFolder()).removeRecursively();
    QVERIFY(QDir().mkpath(QFileInfo(RecordingModel::musicFolder()).path()));
    QFile inTheWay(RecordingModel::musicFolder());
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    const QQuickItem* button = descendant(m_rig->window->contentItem(), QStringLiteral("recordingButton"));
    m_rig->press(Qt::Key_R, Qt::ShiftModifier);
    QVERIFY(!m_rig->controller.recording()->isRecording());
    QVERIFY(button->isVisible());
    QCOMPARE(button->property("text").toString(), QStringLiteral("Failed"));
    m_rig->press(Qt::Key_S);
    QTRY_VERIFY(m_rig->isOpen("signalPath"));
    QStringList texts;
    collect(m_rig->content("signalPath"), "text", texts);
    QVERIFY(!texts.filter(RecordingModel::musicFolder()).isEmpty());
    m_rig->press(Qt::Key_Escape);  // seen
    QTRY_VERIFY(m_rig->isAway("signalPath"));
    QVERIFY(!button->isVisible());
    QVERIFY(inTheWay.remove());
  }

  void theKeySheetNamesEachKey() {
    m_rig->press(Qt::Key_F1);
    QTRY_VERIFY(m_rig->isOpen("keys"));
    QStringList texts;
    collect(m_rig->content("keys"), "text", texts);
    for (const ActionRow& row : Actions::table()) {
      const QString key = QLatin1String(row.keys[0]);
      QVERIFY(texts.contains(row.keys[1] ? key + QStringLiteral(" or ") + QLatin1String(row.keys[1]) : key));
    }
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("keys"));
  }

  // Steps count at once: there is nothing to restore.
  void oneEscapeClosesTheSettingsAfterASteppedA4() {
    m_rig->press(Qt::Key_A);
    QTRY_VERIFY(m_rig->isOpen("settings"));
    m_rig->press(Qt::Key_Up);
    m_rig->press(Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(m_rig->settings.a4Hz(), 441.1);
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("settings"));
    m_rig->press(Qt::Key_A);
    QTRY_VERIFY(m_rig->isOpen("settings"));
    m_rig->type("442.5");
    m_rig->press(Qt::Key_Tab);
    QCOMPARE(m_rig->settings.a4Hz(), 442.5);
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("settings"));
  }

  void theChannelIsChosenWithoutANewStream() {
    QTRY_COMPARE(m_rig->controller.inputs()->channelCount(), 2);
    const auto epoch = m_rig->controller.run()->status().epoch;
    m_rig->press(Qt::Key_D);
    QTRY_VERIFY(m_rig->isOpen("devices"));
    QTRY_COMPARE(m_rig->focused("name").toString(), QStringLiteral("USB Audio CODEC"));
    QVERIFY(m_rig->tabTo("channels"));
    QVERIFY(m_rig->isFocusSeen());
    m_rig->press(Qt::Key_Right);
    QCOMPARE(m_rig->controller.inputs()->channel(), 2);
    QTRY_COMPARE(heardChannel.load(), 2U);
    m_rig->press(Qt::Key_Right);  // the mean
    QCOMPARE(m_rig->controller.inputs()->channel(), 0);
    QTRY_COMPARE(heardChannel.load(), 0U);
    const QQuickItem* channels = descendant(m_rig->content("devices"), QStringLiteral("channels"));
    m_rig->click(channels, {channels->width() / 2, 20});
    QTRY_COMPARE(heardChannel.load(), 2U);
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("devices"));
    QCOMPARE(m_rig->controller.run()->status().epoch, epoch);
  }

  void oneOfManyChannelsIsTyped() {
    stageChannels = 18;
    m_rig->controller.run()->start();
    QTRY_COMPARE(m_rig->controller.inputs()->channelCount(), 18);
    m_rig->press(Qt::Key_D);
    QTRY_VERIFY(m_rig->isOpen("devices"));
    QTRY_COMPARE(m_rig->focused("name").toString(), QStringLiteral("USB Audio CODEC"));
    QVERIFY(m_rig->tabTo("channelNumber"));
    m_rig->type("12");
    m_rig->press(Qt::Key_Return);
    QTRY_COMPARE(heardChannel.load(), 12U);
    m_rig->press(Qt::Key_A, Qt::ControlModifier);
    m_rig->type("19");  // there is none
    m_rig->press(Qt::Key_Return);
    QCOMPARE(m_rig->controller.inputs()->channel(), 12);
    m_rig->press(Qt::Key_Escape);  // restores the number
    QCOMPARE(m_rig->focused("text").toString(), QStringLiteral("12"));
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("devices"));
  }

  void anInputOfOneChannelOffersNoChoice() {
    stageChannels = 1;
    m_rig->controller.run()->start();
    QTRY_COMPARE(m_rig->controller.inputs()->channelCount(), 1);
    m_rig->press(Qt::Key_D);
    QTRY_VERIFY(m_rig->isOpen("devices"));
    QVERIFY(!descendant(m_rig->content("devices"), QStringLiteral("channels"))->isVisible());
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("devices"));
  }

  void eachInputKeepsItsChannel() {
    InputChoice& inputs = *m_rig->controller.inputs();
    const QString usb = QStringLiteral("pulse:USB Audio CODEC");
    const QString builtIn = QStringLiteral("pulse:Built-in Audio Analog Stereo");
    QTRY_COMPARE(inputs.channelCount(), 2);
    inputs.chooseChannel(2);
    QTRY_COMPARE(heardChannel.load(), 2U);
    inputs.choose(builtIn);
    QTRY_COMPARE(inputs.sourceName(), builtIn.mid(6));
    QCOMPARE(inputs.channel(), 1);
    stageChannels = 1;  // what was chosen is not there any more
    inputs.choose(usb);
    QTRY_COMPARE(inputs.sourceName(), usb.mid(6));
    QCOMPARE(inputs.channel(), 1);
    stageChannels = 2;
    inputs.choose(builtIn);
    QTRY_COMPARE(inputs.sourceName(), builtIn.mid(6));
    inputs.choose(usb);
    QTRY_COMPARE(inputs.sourceName(), usb.mid(6));
    QTRY_COMPARE(inputs.channel(), 2);
    QTRY_COMPARE(heardChannel.load(), 2U);
    inputs.chooseChannel(3);  // it has none
    QCOMPARE(inputs.channel(), 2);
  }

 private:
  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
};

QTEST_MAIN(WindowKeys)
#include "tst_windowkeys.moc"
