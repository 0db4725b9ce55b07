// SPDX-License-Identifier: GPL-3.0-or-later
// The tuner by fingers alone: neither a mouse nor a key is used; numbers and words are typed on the screen's keyboard.
#include "ui/fakeoutput.h"
#include "ui/finger.h"
#include "ui/practicesessions.h"
#include "ui/windowrig.h"

#include <QTest>

#include <optional>

using namespace tunescope;
using namespace tunescope::ui;
using Shown = DisplayChoice::Display;

class TouchTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    openWindow(m_folder, m_rig);
    m_finger.emplace(*m_rig->window);
  }
  void cleanup() { closeWindow(m_rig); }

  void a4IsTypedSteppedAndRestored() {
    openSheet("a4Button", "settings");
    Finger::enter(QStringLiteral("415"));  // what was there is selected
    tap("settings", "notation", {0.5, 0.5});
    QCOMPARE(m_rig->settings.a4Hz(), 415.0);
    QCOMPARE(m_rig->settings.notation(), AppSettings::Notation::German);
    tap("settings", "a4", {0.97, 0.5});
    tap("settings", "a4", {0.97, 0.5});
    QCOMPARE(m_rig->settings.a4Hz(), 417.0);
    tap("settings", "a4", {0.03, 0.5});
    QCOMPARE(m_rig->settings.a4Hz(), 416.0);
    tap("settings", "a4Reset");
    QCOMPARE(m_rig->settings.a4Hz(), 440.0);
    tap("settings", "a4");
    Finger::enter(QStringLiteral("442.5"));
    m_finger->tap({4, 4});  // beside the sheet, which closes
    QTRY_VERIFY(m_rig->isAway("settings"));
    QCOMPARE(m_rig->settings.a4Hz(), 442.5);
  }

  void displaysAreChosen() {
    for (const int display : {1, 2, 3, 0}) {
      tap(item(QStringLiteral("display%1").arg(display)));
      QCOMPARE(int(choice().current()), display);
    }
    QVERIFY(descendant(m_rig->window->contentItem(), QStringLiteral("needle"))->parentItem()->isVisible());
    m_rig->window->resize(360, 640);
    QTRY_VERIFY(item("nextDisplay")->isVisible());
    tap(item("nextDisplay"));
    QCOMPARE(choice().current(), Shown::Strobe);
    openSheet("a4Button", "settings");
    tap("settings", "strobeShape", {0.75, 0.5});
    QVERIFY(choice().isCircular());
    tap("settings", "strobeScaled");
    QVERIFY(choice().isScaled());
    tap("settings", "displays", {0.1, 0.5});
    QCOMPARE(choice().current(), Shown::Needle);
    tap("settings", "in-tune", {0.97, 0.5});
    QCOMPARE(m_rig->settings.values().inTuneCents, 3.0);
    tap("settings", "appearance", {0.9, 0.5});
    QCOMPARE(m_rig->settings.appearance(), AppSettings::Appearance::Paper);
    tap("settings", "hasSensitivity");
    QCOMPARE(m_rig->settings.values().sensitivityDb, -50.0);
  }

  void temperamentKeyAndReferenceAreChosen() {
    openSheet("a4Button", "settings");
    tap("settings", "openTuning");
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    tap("tuning", "search");
    Finger::enter(QStringLiteral("vallotti"));
    tapFirstChoice("tuning");
    QCOMPARE(m_rig->settings.values().temperament, std::string("vallotti"));
    tap("tuning", "lowKeys", {2.5 / 6, 0.5});
    QCOMPARE(m_rig->settings.values().key, std::string("D"));
    tap("tuning", "highKeys", {4.5 / 6, 0.5});
    QCOMPARE(m_rig->settings.values().key, std::string("Bb"));
    tap("tuning", "referenceHz", {0.97, 0.5});
    QCOMPARE(m_rig->settings.soundingA4Hz(), 441.0);
    tap("tuning", "accidentals", {0.5, 0.5});
    QCOMPARE(m_rig->settings.accidentals(), 1);
    tap("tuning", "octaves", {0.75, 0.5});
    QCOMPARE(m_rig->settings.octaves(), 1);
    tap("tuning", "undoTuning");
    QCOMPARE(m_rig->settings.soundingA4Hz(), 440.0);
    tap("tuning", "resetTuning");
    QVERIFY(m_rig->controller.readings()->tuning()->isPlain());
  }

  void anInstrumentItsCapoAndItsStringsAreChosen() {
    InstrumentModel& instrument = *m_rig->controller.readings()->instrument();
    openSheet("a4Button", "settings");
    tap("settings", "openInstrument");
    QTRY_VERIFY(m_rig->isOpen("instrument"));
    tap("instrument", "search");
    Finger::enter(QStringLiteral("violin"));
    tapFirstChoice("instrument");
    QTRY_VERIFY(m_rig->isAway("instrument"));
    QCOMPARE(m_rig->settings.values().instrument, std::string("violin"));
    QTRY_VERIFY(item("string3"));
    tap(item("string3"));
    QCOMPARE(instrument.locked(), 1);
    tap(item("string1"));
    QCOMPARE(instrument.locked(), 3);
    tap(item("string1"));
    QCOMPARE(instrument.locked(), -1);
    openSheet("a4Button", "settings");
    tap("settings", "openInstrument");
    QTRY_VERIFY(m_rig->isOpen("instrument"));
    tap("instrument", "capo", {0.97, 0.5});
    tap("instrument", "capo", {0.97, 0.5});
    QCOMPARE(instrument.capo(), 2);
    QCOMPARE(instrument.stringNames().first(), QStringLiteral("A3"));
    tap("instrument", "capo", {0.03, 0.5});
    QCOMPARE(instrument.capo(), 1);
    tap("instrument", "nextString");
    QVERIFY(instrument.isStepping());
  }

  void stringsThatHaveNoRoomAreDraggedIntoView() {
    m_rig->window->resize(320, 640);
    InstrumentModel& instrument = *m_rig->controller.readings()->instrument();
    instrument.choose(QStringLiteral("koto"));
    QTRY_VERIFY(item("string13"));
    tap(item("string13"));
    QCOMPARE(instrument.locked(), 0);
    QVERIFY(!m_finger->isReachable(*item("string2")));
    tap(item("string2"));
    QCOMPARE(instrument.locked(), 11);
  }

  void theReferenceToneIsPlayed() {
    auto made = std::make_unique<FakeOutput>();
    FakeOutput& output = *made;
    ToneModel& tone = *m_rig->controller.tone();
    tone.setOutput(std::move(made));
    openSheet("a4Button", "settings");
    tap("settings", "openTone");
    QTRY_VERIFY(m_rig->isOpen("tone"));
    tap("tone", "toneWay", {0.1, 0.5});
    QCOMPARE(tone.way(), ToneModel::Way::Held);
    m_finger->press(on("tone", "toneKey0"));
    QCOMPARE(output.wishes.back().count, std::size_t(1));
    m_finger->release(on("tone", "toneKey0"));
    QVERIFY(!output.wishes.back().isAudible());
    tap("tone", "toneWay", {0.9, 0.5});
    for (const char* key : {"toneKey0", "toneKey4", "toneKey7"}) tap("tone", key);
    QCOMPARE(output.wishes.back().count, std::size_t(3));
    tap("tone", "toneKey4");
    QCOMPARE(output.wishes.back().count, std::size_t(2));
    const int octave = tone.octave();
    tap("tone", "toneOctave", {0.97, 0.5});
    QCOMPARE(tone.octave(), octave + 1);
    tap("tone", "toneTimbre", {0.9, 0.5});
    QCOMPARE(int(tone.timbre()), 2);
    const double level = tone.levelDb();
    tap("tone", "toneLevel", {0.03, 0.5});
    QVERIFY(tone.levelDb() < level);
    tap("tone", "tonePlay");
    QVERIFY(!output.wishes.back().isAudible());
  }

  void aPracticeSessionIsStartedStoppedClearedAndHadBack() {
    PracticeModel& practice = *m_rig->controller.practice();
    tap(descendant(item("barTabs"), QStringLiteral("tab4")));
    QTRY_VERIFY(item("practice"));
    tap(item("practiceRun"));
    QVERIFY(practice.isRunning());
    practice.add(tests::playedNote(69, 3, 1, 1, 0));
    tap(item("practiceRun"));
    QVERIFY(!practice.isRunning() && practice.hasNotes());
    tap(item("practiceKinds"), {0.75, 0.5});
    QCOMPARE(item("practiceKinds")->property("currentIndex").toInt(), 1);
    tap(item("practiceClear"));
    QVERIFY(!practice.hasNotes());
    tap(item("practiceUndo"));
    QVERIFY(practice.hasNotes());
    tap(item("practiceFilesButton"));
    QTRY_VERIFY(m_rig->isOpen("practiceFiles"));
    tap(closeButton("practiceFiles"));
    QTRY_VERIFY(m_rig->isAway("practiceFiles"));
  }

  void everySheetOpensAndCloses_data() {
    QTest::addColumn<QByteArray>("through");
    QTest::addColumn<QByteArray>("button");
    QTest::addColumn<QByteArray>("sheet");
    QTest::newRow("inputs") << QByteArray() << QByteArray("deviceButton") << QByteArray("devices");
    QTest::newRow("keys") << QByteArray() << QByteArray("keysButton") << QByteArray("keys");
    for (const auto& [button, sheet] :
         std::initializer_list<std::pair<QByteArray, QByteArray>>{{"openA4", "a4Sheet"},
                                                                  {"openTuning", "tuning"},
                                                                  {"openInstrument", "instrument"},
                                                                  {"openTone", "tone"},
                                                                  {"openPiano", "piano"},
                                                                  {"openIntonation", "intonation"}}) {
      QTest::newRow(sheet.constData()) << QByteArray("settings") << button << sheet;
    }
  }
  void everySheetOpensAndCloses() {
    QFETCH(QByteArray, through);
    QFETCH(QByteArray, button);
    QFETCH(QByteArray, sheet);
    for (const bool isBeside : {false, true}) {
      if (through.isEmpty()) {
        tap(item(button.constData()));
      } else {
        openSheet("a4Button", "settings");
        tap("settings", button.constData());
      }
      QTRY_VERIFY(m_rig->isOpen(sheet.constData()));
      if (isBeside)
        m_finger->tap({4, 4});
      else
        tap(closeButton(sheet.constData()));
      QTRY_VERIFY(m_rig->isAway(sheet.constData()));
    }
  }

 private:
  DisplayChoice& choice() { return *m_rig->controller.host()->displays(); }
  QQuickItem* item(const QString& name) const { return descendant(m_rig->window->contentItem(), name); }
  QQuickItem* item(const char* name) const { return item(QString::fromLatin1(name)); }
  QQuickItem* item(const char* sheet, const char* name) const {
    return descendant(m_rig->content(sheet), QString::fromLatin1(name));
  }
  QPointF on(const char* sheet, const char* name) const { return Finger::placeOn(*item(sheet, name)); }
  void tap(const QQuickItem* item, QPointF share = {0.5, 0.5}) const {
    QVERIFY(item);
    QVERIFY2(m_finger->tap(item, share), qPrintable(item->objectName()));
  }
  void tap(const char* sheet, const char* name, QPointF share = {0.5, 0.5}) const {
    QVERIFY2(m_finger->tap(item(sheet, name), share), name);
  }
  void openSheet(const char* button, const char* sheet) const {
    tap(item(button));
    QTRY_VERIFY(m_rig->isOpen(sheet));
  }
  void tapFirstChoice(const char* sheet) const {
    const QQuickItem* list = item(sheet, "choices");
    QTRY_VERIFY(list->property("count").toInt() < 4);
    tap(list, {0.5, 0.5 / list->property("count").toInt()});
  }
  const QQuickItem* closeButton(const char* sheet) const {
    return named(m_rig->content(sheet), QStringLiteral("Close"));
  }
  static const QQuickItem* named(const QQuickItem* item, const QString& name) {
    if (item->property("name").toString() == name) return item;
    for (const QQuickItem* child : item->childItems()) {
      if (const QQuickItem* found = named(child, name)) return found;
    }
    return nullptr;
  }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
  std::optional<Finger> m_finger;
};

QTEST_MAIN(TouchTest)
#include "tst_touch.moc"
