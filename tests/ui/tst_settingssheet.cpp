// SPDX-License-Identifier: GPL-3.0-or-later
// The settings as hands use them: typed, tabbed through, clicked, left with Escape; and kept.
#include "support/noted.h"
#include "ui/windowrig.h"

#include <QTest>

#include <cmath>
#include <optional>

using namespace tunescope;
using namespace tunescope::ui;

class SettingsSheetTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { openWindow(m_folder, m_rig); }
  void cleanup() { closeWindow(m_rig); }

  void a4IsTypedAndReturnCommitsIt() {
    m_rig->press(Qt::Key_A);
    QTRY_VERIFY(m_rig->isOpen("settings"));
    for (const char* digit : {"4", "1", "5"}) {
      m_rig->type(digit);
      QCOMPARE(m_rig->settings.a4Hz(), 440.0);
    }
    QCOMPARE(m_rig->focused("text").toString(), QStringLiteral("415"));
    m_rig->press(Qt::Key_Return);
    QCOMPARE(m_rig->settings.a4Hz(), 415.0);
    QTRY_VERIFY(m_rig->isAway("settings"));
  }

  void escapeRestoresA4AndThenClosesTheSettings() {
    m_rig->press(Qt::Key_A);
    QTRY_VERIFY(m_rig->isOpen("settings"));
    m_rig->type("415");
    m_rig->press(Qt::Key_Escape);
    QVERIFY(m_rig->isOpen("settings"));
    QCOMPARE(m_rig->focused("text").toString(), QStringLiteral("440"));
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("settings"));
    QCOMPARE(m_rig->settings.a4Hz(), 440.0);
  }

  // In the smallest window a sheet hardly fits in, too.
  void anA4OutOfRangeIsExplainedWhereItIsTyped() {
    m_rig->window->resize(640, 320);
    m_rig->press(Qt::Key_A);
    QTRY_VERIFY(m_rig->isOpen("settings"));
    const QQuickItem* hint = descendant(m_rig->content("settings"), QStringLiteral("a4Hint"));
    QVERIFY(hint);
    const QString before = hint->property("text").toString();
    m_rig->type("30");
    m_rig->press(Qt::Key_Return);
    QVERIFY(m_rig->isOpen("settings"));
    const QString text = hint->property("text").toString();
    QVERIFY2(text != before && text.contains(QStringLiteral("300")) && text.contains(QStringLiteral("600")),
             qPrintable(text));
    const QRectF box = hint->mapRectToScene(QRectF(0, 0, hint->width(), hint->height()));
    QVERIFY(QRectF(0, 0, 640, 320).contains(box));
    m_rig->press(Qt::Key_Escape);
    QCOMPARE(hint->property("text").toString(), before);
    QCOMPARE(m_rig->settings.a4Hz(), 440.0);
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("settings"));
  }

  void oneEscapeClosesWhereTheNumberIsTheSame() {
    m_rig->press(Qt::Key_A);
    QTRY_VERIFY(m_rig->isOpen("settings"));
    m_rig->type("440.0");
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("settings"));
    QCOMPARE(m_rig->settings.a4Hz(), 440.0);
  }

  void leavingTheFieldCommitsA4() {
    m_rig->press(Qt::Key_A);
    QTRY_VERIFY(m_rig->isOpen("settings"));
    m_rig->type("442.5");
    m_rig->press(Qt::Key_Tab);
    QCOMPARE(m_rig->settings.a4Hz(), 442.5);
    m_rig->press(Qt::Key_Backtab);
    m_rig->type("60");                                             // out of range
    QTest::mouseClick(m_rig->window, Qt::LeftButton, {}, {4, 4});  // beside the sheet, which closes
    QTRY_VERIFY(m_rig->isAway("settings"));
    QCOMPARE(m_rig->settings.a4Hz(), 442.5);
  }

  void theSettingsAreGoneThroughByKeys() {
    m_rig->press(Qt::Key_Comma, Qt::ControlModifier);
    QTRY_VERIFY(m_rig->isOpen("settings"));
    const QQuickItem* notation = descendant(m_rig->content("settings"), QStringLiteral("notation"));
    QVERIFY(notation);
    QVERIFY(m_rig->tabTo("notation"));
    m_rig->press(Qt::Key_Right);
    QCOMPARE(m_rig->settings.notation(), AppSettings::Notation::German);
    QVERIFY(m_rig->isFocusSeen());
    m_rig->press(Qt::Key_Down);
    QCOMPARE(m_rig->settings.notation(), AppSettings::Notation::Latin);
    m_rig->press(Qt::Key_Tab);  // the next row at once
    QVERIFY(!notation->isAncestorOf(m_rig->window->activeFocusItem()));
    QVERIFY(m_rig->tabTo("appearance"));
    m_rig->press(Qt::Key_Right);
    QCOMPARE(m_rig->settings.notation(), AppSettings::Notation::Latin);
    QCOMPARE(m_rig->settings.appearance(), AppSettings::Appearance::Ink);
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("settings"));
  }

  // A row of the table of settings is typed, stepped, explained, restored and kept.
  void theWindowOfInTuneIsTypedAndSteppedAndObeyed() {
    QVERIFY(m_rig->openSettingsAt("in-tune"));
    m_rig->type("0.5");
    QCOMPARE(m_rig->settings.values().inTuneCents, 2.5);
    m_rig->press(Qt::Key_Tab);
    QCOMPARE(m_rig->settings.values().inTuneCents, 0.5);
    QVERIFY(std::abs(m_rig->controller.readings()->tuner()->toleranceCents() - 0.5) < 0.051);
    m_rig->press(Qt::Key_Backtab);
    m_rig->press(Qt::Key_Up);
    QCOMPARE(m_rig->settings.values().inTuneCents, 1.0);
    m_rig->type("11");
    m_rig->press(Qt::Key_Return);
    const QQuickItem* hint = descendant(m_rig->content("settings"), QStringLiteral("in-tuneHint"));
    QVERIFY2(hint->property("text").toString().contains(QStringLiteral("10")), "the range is explained");
    m_rig->press(Qt::Key_Escape);
    QCOMPARE(m_rig->focused("text").toString(), QStringLiteral("1"));
    m_rig->press(Qt::Key_Tab);
    QCOMPARE(m_rig->focused("objectName").toString(), QStringLiteral("in-tuneReset"));
    m_rig->press(Qt::Key_Space);
    QCOMPARE(m_rig->settings.values().inTuneCents, 2.5);
    m_rig->press(Qt::Key_Backtab);
    m_rig->type("3.3");
    m_rig->press(Qt::Key_Return);
    AppSettings again(m_folder->path() + QStringLiteral("/settings.ini"));
    QCOMPARE(again.values().inTuneCents, 3.3);
  }

  void theGhostFadesUnlessMotionIsReduced() {
    TunerModel& tuner = *m_rig->controller.readings()->tuner();
    const QQuickItem* note = descendant(m_rig->window->contentItem(), QStringLiteral("note"));
    showNote(tuner);
    tuner.rest();
    m_rig->window->grabWindow();
    QCOMPARE(note->opacity(), 1.0);
    m_rig->settings.setMotionReduced(false);
    QTRY_VERIFY(note->opacity() < 0.99);
    showNote(tuner);
    QTRY_COMPARE(note->opacity(), 1.0);
    m_rig->settings.setMotionReduced(true);
  }

  void theHoldIsTypedAndTheGhostLeavesAfterIt() {
    QVERIFY(m_rig->openSettingsAt("hold"));
    m_rig->type("0.1");
    m_rig->press(Qt::Key_Return);
    QCOMPARE(m_rig->settings.values().holdS, 0.1);
    TunerModel& tuner = *m_rig->controller.readings()->tuner();
    showNote(tuner);
    tuner.rest();
    QCOMPARE(tuner.presence(), TunerModel::Presence::Ghost);
    QTRY_COMPARE(tuner.presence(), TunerModel::Presence::Resting);
    m_rig->press(Qt::Key_A, Qt::ControlModifier);
    m_rig->type("0");
    m_rig->press(Qt::Key_Return);
    showNote(tuner);
    tuner.rest();
    QCOMPARE(tuner.presence(), TunerModel::Presence::Resting);  // at once
  }

  void theSensitivityIsSwitchedOnAndTypedWithItsSign() {
    m_rig->window->resize(360, 640);
    m_rig->press(Qt::Key_Comma, Qt::ControlModifier);
    QTRY_VERIFY(m_rig->isOpen("settings"));
    QQuickItem* field = descendant(m_rig->content("settings"), QStringLiteral("sensitivity"));
    QVERIFY(field && !field->isVisible());
    QVERIFY(m_rig->tabTo("hasSensitivity"));
    m_rig->press(Qt::Key_Space);
    QVERIFY(field->isVisible());
    QCOMPARE(m_rig->settings.values().sensitivityDb, -50.0);
    QVERIFY(m_rig->tabTo("sensitivity"));
    const QQuickItem* view = descendant(m_rig->content("settings"), QStringLiteral("view"));
    const auto sceneBox = [](const QQuickItem* item) {
      return item->mapRectToScene(QRectF(0, 0, item->width(), item->height()));
    };
    QVERIFY(sceneBox(view).contains(sceneBox(field)));  // scrolled there
    m_rig->type("-63");
    m_rig->press(Qt::Key_Return);
    QCOMPARE(m_rig->settings.values().sensitivityDb, -63.0);
    m_rig->press(Qt::Key_Down);
    QCOMPARE(m_rig->settings.values().sensitivityDb, -64.0);
    m_rig->type("3");
    m_rig->press(Qt::Key_Escape);
    QCOMPARE(m_rig->focused("text").toString(), QStringLiteral("\u221264"));
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("settings"));
  }

  void theRangeIsTypedTabbedAndLeftWithEscape() {
    QVERIFY(m_rig->openSettingsAt("lowest"));
    m_rig->type("80");
    QCOMPARE(m_rig->settings.lowestHz(), 25.0);
    m_rig->press(Qt::Key_Tab);  // the button beside it
    QCOMPARE(m_rig->settings.lowestHz(), 80.0);
    m_rig->press(Qt::Key_Tab);
    QCOMPARE(m_rig->focused("text").toString(), QStringLiteral("5000"));
    m_rig->type("1200");
    m_rig->press(Qt::Key_Escape);
    QVERIFY(m_rig->isOpen("settings"));
    QCOMPARE(m_rig->focused("text").toString(), QStringLiteral("5000"));
    m_rig->type("1100.5");
    m_rig->press(Qt::Key_Return);
    QCOMPARE(m_rig->settings.highestHz(), 1100.5);
    QTRY_VERIFY(m_rig->isAway("settings"));
    QCOMPARE(m_rig->controller.settings()->values().minHz, 80.0);
  }

  void aRangeWithoutAPitchIsExplainedWhereItIsTyped() {
    m_rig->window->resize(360, 480);
    m_rig->settings.setHighestHz(300);
    QVERIFY(m_rig->openSettingsAt("lowest"));
    const QQuickItem* hint = descendant(m_rig->content("settings"), QStringLiteral("rangeHint"));
    QVERIFY(hint);
    const QString before = hint->property("text").toString();
    m_rig->type("300");
    m_rig->press(Qt::Key_Return);
    QVERIFY(m_rig->isOpen("settings"));
    const QString text = hint->property("text").toString();
    QVERIFY2(text.contains(QStringLiteral("10")) && text.contains(QStringLiteral("299")), qPrintable(text));
    m_rig->press(Qt::Key_Escape);
    QCOMPARE(hint->property("text").toString(), before);
    QCOMPARE(m_rig->settings.lowestHz(), 25.0);
    m_rig->press(Qt::Key_Tab);
    m_rig->press(Qt::Key_Space);
    QCOMPARE(m_rig->settings.highestHz(), 5000.0);
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("settings"));
  }

  void theMainsAreChosenByKeysAndByHand() {
    QVERIFY(m_rig->openSettingsAt("mains"));
    m_rig->press(Qt::Key_Right);
    QCOMPARE(m_rig->settings.mains(), AppSettings::Mains::Hz50);
    QVERIFY(m_rig->isFocusSeen());
    const QQuickItem* mains = descendant(m_rig->content("settings"), QStringLiteral("mains"));
    m_rig->click(mains, {mains->width() - 10, mains->height() / 2});
    QCOMPARE(m_rig->settings.mains(), AppSettings::Mains::Off);
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("settings"));
  }

 private:
  static void showNote(TunerModel& tuner) {
    core::PitchReading reading;
    reading.availableS = 1;
    reading.hertz = 440;
    reading.sigmaCents = 0.1;
    reading.confidence = 0.95;
    tuner.show(tests::noted(reading));
  }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
};

QTEST_MAIN(SettingsSheetTests)
#include "tst_settingssheet.moc"
