// SPDX-License-Identifier: GPL-3.0-or-later
// Tuning and instrument in the window as hands use them: searched, typed, tabbed, clicked, dropped, left with Escape.
#include "ui/tuningrig.h"

#include <QDropEvent>
#include <QMimeData>
#include <QTest>

#include <cmath>
#include <string>

using namespace tunescope;
using namespace tunescope::ui;

class TuningSheets : public TuningRig {
  Q_OBJECT

 private Q_SLOTS:
  void init() { begin(); }
  void cleanup() { end(); }

  void aTemperamentIsSearchedAndChosenByReturn() {
    m_rig->press(Qt::Key_T);
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    m_rig->type("werck iii");
    QCOMPARE(tuning().temperaments()->count(), 1);
    m_rig->press(Qt::Key_Return);
    QCOMPARE(m_rig->settings.values().temperament, std::string("werckmeister-3"));
    QCOMPARE(text("tuning", "tuningTitle"), QStringLiteral("Werckmeister III (1691)"));
    m_rig->press(Qt::Key_Escape);  // the search is emptied first
    QVERIFY(m_rig->isOpen("tuning"));
    QVERIFY(tuning().temperaments()->count() > 64);
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("tuning"));
    const AppSettings again(m_folder->path() + QStringLiteral("/settings.ini"));
    QCOMPARE(again.values().temperament, std::string("werckmeister-3"));  // it is remembered
  }

  void theListIsGoneThroughByArrows() {
    m_rig->press(Qt::Key_T);
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    m_rig->press(Qt::Key_Down);
    m_rig->press(Qt::Key_Down);
    m_rig->press(Qt::Key_Return);
    QCOMPARE(m_rig->settings.values().temperament, std::string("pythagorean"));
    QVERIFY(m_rig->isFocusSeen());
    m_rig->press(Qt::Key_Tab);  // the list is one stop
    QCOMPARE(m_rig->focused("objectName").toString(), QStringLiteral("openScale"));
  }

  void whatIsNotThereIsTold() {
    m_rig->press(Qt::Key_T);
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    m_rig->type("zzz");
    m_rig->press(Qt::Key_Return);
    QCOMPARE(m_rig->settings.values().temperament, std::string("equal"));
  }

  void theKeyIsChosenByArrowsAndClicks() {
    m_rig->press(Qt::Key_T);
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    tuning().choose(QStringLiteral("vallotti"));
    QVERIFY(m_rig->tabTo("lowKeys"));
    m_rig->press(Qt::Key_Right);
    m_rig->press(Qt::Key_Right);
    QCOMPARE(m_rig->settings.values().key, std::string("D"));
    tuning().setKey(10);
    QCOMPARE(m_rig->settings.values().key, std::string("Bb"));
    QVERIFY(!tuning().isPlain());
  }

  void theReferenceIsTyped() {
    m_rig->press(Qt::Key_T);
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    QVERIFY(m_rig->tabTo("referenceNote"));
    select();
    m_rig->type("C4");
    m_rig->press(Qt::Key_Tab);
    QVERIFY(m_rig->tabTo("referenceHz"));
    select();
    m_rig->type("256");
    m_rig->press(Qt::Key_Return);
    QCOMPARE(m_rig->settings.values().reference, std::string("C4:256.00"));
    QCOMPARE(tuning().referenceNote(), QStringLiteral("C4"));
    QCOMPARE(tuning().referenceHz(), 256.0);
    QVERIFY(tuning().setReference(QStringLiteral("A4"), 442));  // A4 is the pitch of the settings
    QVERIFY(m_rig->settings.values().reference.empty());
    QCOMPARE(m_rig->settings.a4Hz(), 442.0);
    QVERIFY(tuning().setReference(QStringLiteral("C4"), 256));
    m_rig->settings.setA4Hz(415);  // the newest holds
    QVERIFY(m_rig->settings.values().reference.empty());
    QCOMPARE(m_rig->settings.a4Hz(), 415.0);
    QVERIFY(!tuning().setReference(QStringLiteral("H9"), 442));
    QVERIFY(!tuning().setReference(QStringLiteral("A4"), 4));
  }

  void aFileIsOpenedFromItsFolder() {
    m_rig->press(Qt::Key_T);
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    QVERIFY(m_rig->tabTo("openScale"));
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(m_rig->isOpen("scaleFiles"));
    m_rig->type("bad.scl");
    m_rig->press(Qt::Key_Return);
    QVERIFY(m_rig->isOpen("scaleFiles"));
    QVERIFY2(text("scaleFiles", "fileMessage").contains(QStringLiteral("bad.scl, line 3: '697//441'")),
             qPrintable(text("scaleFiles", "fileMessage")));
    QVERIFY(m_rig->settings.values().scale.empty());  // what was in force stays
    m_rig->type("five");
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(m_rig->isAway("scaleFiles"));
    QVERIFY(tuning().hasScale() && tuning().message().isEmpty());
    QCOMPARE(tuning().title(), QStringLiteral("Five equal steps"));
    QCOMPARE(tuning().table()->count(), 5);
    tuning().choose(QStringLiteral("equal"));
    QVERIFY(!tuning().hasScale() && tuning().isPlain());
  }

  void filesAreDropped() {
    drop("five.scl");
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    QVERIFY(tuning().hasScale());
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("tuning"));
    drop("bad.scl");
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    QVERIFY(text("tuning", "tuningMessage").contains(QStringLiteral("line 3")));
    QCOMPARE(tuning().title(), QStringLiteral("Five equal steps"));
    tuning().reset();
    QVERIFY(tuning().openFile(url("map.kbm")) && tuning().hasKeymap());
    QCOMPARE(tuning().referenceHz(), 440.0);  // the map's own pitch is not the settings'
    const AppSettings again(m_folder->path() + QStringLiteral("/settings.ini"));
    QVERIFY(!again.values().keymap.empty());
  }

  // A map that does not fit is reported like any other bad file, and the tuning stays.
  void aMapThatDoesNotFitIsReportedWithItsLine() {
    write("bell.scl", "bell\n2\n700.0\n-1200.0\n");
    write("unfit.kbm", "! unfit.kbm\n4\n0\n127\n60\n60\n262\n0\n0\n1\n! two more\n2\n3\n");
    QVERIFY(tuning().openFile(url("bell.scl")));
    drop("unfit.kbm");
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    const QString message = text("tuning", "tuningMessage");
    QVERIFY2(message.startsWith(QStringLiteral("unfit.kbm, line 13: it does not fit the scale, because degree 3")),
             qPrintable(message));
    QVERIFY(!message.contains(QLatin1Char('\n')));
    QCOMPARE(tuning().title(), QStringLiteral("bell"));
    QVERIFY(!tuning().hasKeymap());
    write("unmapped.kbm", "1\n0\n127\n60\n69\n440\n0\nx\n");
    QVERIFY(!tuning().openFile(url("unmapped.kbm")));
    QVERIFY2(tuning().message().startsWith(QStringLiteral("unmapped.kbm, line 5: ")), qPrintable(tuning().message()));
  }

  // Source and link of an .ascl are shown, and saved again with its names and its range: as it is, and in another key.
  void theSourceOfAScaleIsShownAndSaved() {
    QByteArray twelve = "Well, 12\n12\n";
    for (int i = 1; i <= 12; ++i) twelve += QByteArray::number(100 * i + (i == 4 ? -6 : 0)) + ".0\n";
    const QByteArray lines =
        "! @ABL NOTE_RANGE_BY_INDEX 0 0 7 11\n! @ABL SOURCE <b>A book</b>, p. 7\n! @ABL LINK https://example.org/x\n";
    write("twelve.ascl",
          twelve + "! @ABL NOTE_NAMES do b2 re b3 mi fa b5 sol b6 la b7 si\n! @ABL REFERENCE_PITCH 3 9 442\n" + lines);
    QVERIFY(tuning().openFile(url("twelve.ascl")));
    m_rig->press(Qt::Key_T);
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    QCOMPARE(text("tuning", "tuningSource"), QStringLiteral("Source: <b>A book</b>, p. 7\nhttps://example.org/x"));
    QString saved = tuning().share()->scaleFile();
    QVERIFY2(saved.endsWith(QString::fromUtf8("! @ABL NOTE_NAMES do b2 re b3 mi fa b5 sol b6 la b7 si\n"
                                              "! @ABL REFERENCE_PITCH 4 9 442.000000\n"
                                              "! @ABL NOTE_RANGE_BY_INDEX 1 0 8 11\n! @ABL SOURCE <b>A book</b>, p. 7\n"
                                              "! @ABL LINK https://example.org/x\n")),
             qPrintable(saved));
    tuning().setKey(2);  // from D on: the reference is the sixth above it, B4
    saved = tuning().share()->scaleFile();
    QVERIFY2(saved.contains(QStringLiteral("NOTE_NAMES b7 si do b2 re b3 mi fa b5 sol b6 la\n")), qPrintable(saved));
    QVERIFY2(saved.contains(QStringLiteral("REFERENCE_PITCH 4 11 442.000000\n! @ABL NOTE_RANGE_BY_INDEX 1 2 9 1\n")),
             qPrintable(saved));
    write("five.ascl", kFive + lines);  // of other than twelve notes: to the letter
    QVERIFY(tuning().openFile(url("five.ascl")));
    QVERIFY(tuning().share()->scaleFile().endsWith(QString::fromUtf8(lines)));
    tuning().choose(QStringLiteral("vallotti"));
    QVERIFY(text("tuning", "tuningSource").isEmpty());
  }

  void theCircleShowsEachFifth() {
    tuning().choose(QStringLiteral("werckmeister-3"));
    const IntervalTable& table = *tuning().table();
    QVERIFY(table.isCircle());
    QCOMPARE(table.count(), 12);
    const auto at = [&table](int row, int role) { return table.data(table.index(row), role).toString(); };
    QCOMPARE(at(0, IntervalTable::NoteRole), QStringLiteral("C"));
    QCOMPARE(at(1, IntervalTable::NoteRole), QStringLiteral("G"));
    QCOMPARE(at(0, IntervalTable::FifthRole), QStringLiteral("\u22125.87"));
    QCOMPARE(at(0, IntervalTable::ThirdRole), QStringLiteral("+3.91"));
    QCOMPARE(at(1, IntervalTable::DeviationRole), QStringLiteral("\u22123.91"));
    QCOMPARE(at(4, IntervalTable::FifthRole), QStringLiteral("0.00"));  // E to B
  }

  void namesAreChosen() {
    m_rig->press(Qt::Key_T);
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    QVERIFY(m_rig->tabTo("movableNames"));
    m_rig->press(Qt::Key_Right);
    QCOMPARE(m_rig->settings.notation(), AppSettings::Notation::Sargam);
    QVERIFY(m_rig->tabTo("octaves"));
    m_rig->press(Qt::Key_Right);
    QCOMPARE(m_rig->settings.octaves(), 1);
    QVERIFY(m_rig->tabTo("accidentals"));
    m_rig->press(Qt::Key_Right);
    QCOMPARE(m_rig->settings.accidentals(), 1);
    m_rig->settings.setNotation(AppSettings::Notation::English);
    play(466.1637615, 2);
    QCOMPARE(m_rig->controller.readings()->tuner()->noteName(), QStringLiteral("bb'"));
  }

  void anInstrumentIsChosenAndItsStringLockedByAClick() {
    m_rig->press(Qt::Key_I);
    QTRY_VERIFY(m_rig->isOpen("instrument"));
    m_rig->type("violin");
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(m_rig->isAway("instrument"));
    QCOMPARE(m_rig->settings.values().instrument, std::string("violin"));
    InstrumentModel& instrument = *m_rig->controller.readings()->instrument();
    QCOMPARE(instrument.stringNames(),
             (QStringList{QStringLiteral("G3"), QStringLiteral("D4"), QStringLiteral("A4"), QStringLiteral("E5")}));
    QQuickItem* string = descendant(m_rig->window->contentItem(), QStringLiteral("string2"));
    QVERIFY(string && string->isVisible());
    m_rig->click(string, {string->width() / 2, string->height() / 2});
    QCOMPARE(instrument.locked(), 2);
    analysis::NotedPitch noted;
    noted.pitch.hertz = 460;
    const auto aimed = instrument.aimed(noted);
    QCOMPARE(core::asciiNoteName(*aimed.note), std::string("A4"));
    QVERIFY(std::abs(aimed.note->cents - 76.96) < 0.01);
    m_rig->click(string, {string->width() / 2, string->height() / 2});
    QCOMPARE(instrument.locked(), -1);
    instrument.setCapo(2);
    QCOMPARE(instrument.stringNames().first(), QStringLiteral("A3"));
    noted.string = 1;
    instrument.show(noted);
    QCOMPARE(instrument.sounding(), 3);
    instrument.choose({});
    QVERIFY(instrument.stringNames().isEmpty());
    QTRY_VERIFY(!descendant(m_rig->window->contentItem(), QStringLiteral("string2")));
  }

  void theBarShowsTheA4ThatSounds() {
    const auto shown = [this] {
      const QQuickItem* button = descendant(m_rig->window->contentItem(), QStringLiteral("a4Button"));
      return button->property("text").toString();
    };
    QCOMPARE(shown(), QStringLiteral("A4 440 Hz"));
    QVERIFY(tuning().setReference(QStringLiteral("C4"), 256));
    QCOMPARE(shown(), QStringLiteral("A4 430.54 Hz"));
    QVERIFY(tuning().openFile(url("map.kbm")));
    QCOMPARE(shown(), QStringLiteral("A4 432 Hz"));
    m_rig->press(Qt::Key_A);
    QTRY_VERIFY(m_rig->isOpen("settings"));
    m_rig->type("442");
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(m_rig->isAway("settings"));
    QCOMPARE(shown(), QStringLiteral("A4 442 Hz"));
    QVERIFY(tuning().hasKeymap());
  }

  void anInstrumentOfOnesOwnIsTypedAndRemembered() {
    m_rig->press(Qt::Key_I);
    QTRY_VERIFY(m_rig->isOpen("instrument"));
    QVERIFY(tabTo("instrument", "ownInstrument"));
    m_rig->type("My lute: G2 C3 H9");
    m_rig->press(Qt::Key_Return);
    QVERIFY(text("instrument", "instrumentMessage").contains(QStringLiteral("'H9'")));
    select();
    m_rig->type("My lute: G2 C3+C4 F3");
    m_rig->press(Qt::Key_Return);
    InstrumentModel& instrument = *m_rig->controller.readings()->instrument();
    QCOMPARE(instrument.title(), QStringLiteral("My lute"));
    QCOMPARE(instrument.stringNames(),
             (QStringList{QStringLiteral("G2"), QStringLiteral("C3 C4"), QStringLiteral("F3")}));
    instrument.toggleLock(1);
    analysis::NotedPitch noted;
    noted.pitch.hertz = 262;  // the upper string of the course
    QCOMPARE(core::asciiNoteName(*instrument.aimed(noted).note), std::string("C4"));
    AppSettings again(m_folder->path() + QStringLiteral("/settings.ini"));
    InstrumentModel next(again);
    QCOMPARE(next.title(), QStringLiteral("My lute"));
    QCOMPARE(next.locked(), 1);
    QVERIFY(next.isOwn());
    QVERIFY(tabTo("instrument", "removeInstrument"));
    m_rig->press(Qt::Key_Return);
    QVERIFY(!instrument.isOwn() && instrument.title().isEmpty() && instrument.locked() == -1);
    QVERIFY(tabTo("instrument", "undoRemoval"));
    m_rig->press(Qt::Key_Return);
    QCOMPARE(instrument.title(), QStringLiteral("My lute"));
    QVERIFY(instrument.isOwn() && instrument.removedTitle().isEmpty());
  }

  void anInstrumentIsEdited() {
    InstrumentModel& instrument = *m_rig->controller.readings()->instrument();
    instrument.choose(QStringLiteral("violin"));
    m_rig->press(Qt::Key_I);
    QTRY_VERIFY(m_rig->isOpen("instrument"));
    QVERIFY(tabTo("instrument", "editInstrument"));
    m_rig->press(Qt::Key_Return);
    QCOMPARE(text("instrument", "ownInstrument"), QStringLiteral("My Violin: G3 D4 A4 E5"));
    m_rig->press(Qt::Key_End);
    m_rig->press(Qt::Key_Backspace);
    m_rig->type("6");  // the built-in one stays as it is
    m_rig->press(Qt::Key_Return);
    QCOMPARE(instrument.title(), QStringLiteral("My Violin"));
    QCOMPARE(instrument.stringNames().last(), QStringLiteral("E6"));
    QVERIFY(tabTo("instrument", "editInstrument"));
    m_rig->press(Qt::Key_Return);
    m_rig->press(Qt::Key_End);
    m_rig->type(" B6");
    m_rig->press(Qt::Key_Return);
    QCOMPARE(instrument.stringNames().size(), 5);
    QVERIFY(instrument.isOwn());
    instrument.choose(QStringLiteral("My Violin: G3 D4 A4 E6"));  // what it was is gone
    QVERIFY(!instrument.isOwn());
  }

  void instrumentsAreDroppedAsAFile() {
    write("mine.instruments", "# of the house\nOne: E2 A2\nTwo: transpose 2\n");
    write("bad.instruments", "One: E2 A2\nTwo E2\n");
    drop("mine.instruments");
    QTRY_VERIFY(m_rig->isOpen("instrument"));
    InstrumentModel& instrument = *m_rig->controller.readings()->instrument();
    QCOMPARE(instrument.title(), QStringLiteral("One"));
    instrument.choose(QStringLiteral("Two: transpose 2"));
    QVERIFY(instrument.isOwn());
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("instrument"));
    drop("bad.instruments");
    QTRY_VERIFY(m_rig->isOpen("instrument"));
    QVERIFY(text("instrument", "instrumentMessage").contains(QStringLiteral("bad.instruments, line 2")));
    QCOMPARE(instrument.title(), QStringLiteral("Two"));
  }

  void theNextStringIsLockedOnceOneIsInTune() {
    InstrumentModel& instrument = *m_rig->controller.readings()->instrument();
    instrument.choose(QStringLiteral("violin"));
    instrument.toggleLock(2);
    for (double t = 0; t < 3; t += 0.01) instrument.follow(t, true);
    QCOMPARE(instrument.locked(), 2);  // only if wanted
    m_rig->press(Qt::Key_I);
    QTRY_VERIFY(m_rig->isOpen("instrument"));
    QVERIFY(tabTo("instrument", "nextString"));
    m_rig->press(Qt::Key_Space);
    QVERIFY(instrument.isStepping());
    for (double t = 3; t < 3.9; t += 0.01) instrument.follow(t, true);
    instrument.follow(3.9, false);  // it must last
    for (double t = 4; t < 4.9; t += 0.01) instrument.follow(t, true);
    QCOMPARE(instrument.locked(), 2);
    for (double t = 4.9; t < 5.2; t += 0.01) instrument.follow(t, true);
    QCOMPARE(instrument.locked(), 3);
    for (double t = 5.2; t < 6.5; t += 0.01) instrument.follow(t, true);
    QCOMPARE(instrument.locked(), -1);  // that was the last one
    AppSettings again(m_folder->path() + QStringLiteral("/settings.ini"));
    QVERIFY(InstrumentModel(again).isStepping());
  }

  void theSettingsLeadThere() {
    QVERIFY(m_rig->openSettingsAt("openTuning"));
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("tuning"));
  }

 private:
  void drop(const char* name) const {
    QMimeData data;
    data.setUrls({url(name)});
    const QPoint at(m_rig->window->width() / 2, m_rig->window->height() / 2);
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_rig->window, &enter);
    QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_rig->window, &event);
  }
  void play(double hertz, double seconds) {
    core::Tuning made(core::TuningSettings{});
    for (double t = 0; t < seconds; t += 0.0107) {
      core::PitchReading reading;
      reading.availableS = t;
      reading.hertz = hertz;
      reading.sigmaCents = 0.1;
      reading.confidence = 0.99;
      m_rig->controller.readings()->tuner()->show({reading, made.nearest(hertz)});
    }
  }
};

QTEST_MAIN(TuningSheets)
#include "tst_tuningsheets.moc"
