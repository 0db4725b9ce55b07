// SPDX-License-Identifier: GPL-3.0-or-later
// The user's own instruments, many strings, and courses.
#include "ui/tuningrig.h"
#include "ui/views/coursemodel.h"

#include <QTest>

using namespace tunescope;
using namespace tunescope::ui;

class InstrumentsTest : public TuningRig {
  Q_OBJECT

 private Q_SLOTS:
  void init() { begin(); }
  void cleanup() { end(); }

  void noInstrumentOfOnesOwnIsLost() {
    const QString kept = QStringLiteral("Good: E2 A2\nBad E2\n#1 lute: G2 C3");
    m_rig->settings.keep(QStringLiteral("instruments"), kept);
    AppSettings again(m_folder->path() + QStringLiteral("/settings.ini"));
    InstrumentModel instrument(again);
    instrument.choose(QStringLiteral("#1 lute: G2 C3"));
    QCOMPARE(instrument.title(), QStringLiteral("#1 lute"));
    QVERIFY(instrument.isOwn());
    QVERIFY(instrument.add(QStringLiteral("New: D2")));
    const QStringList lines = again.kept(QStringLiteral("instruments")).toString().split(QLatin1Char('\n'));
    for (const QString& line : kept.split(QLatin1Char('\n'))) QVERIFY2(lines.contains(line), qPrintable(line));
    QVERIFY(lines.contains(QStringLiteral("New: D2")));
  }

  void thereIsRoomForFiveHundredInstruments() {
    QByteArray many;
    for (int i = 1; i <= 501; ++i) many += "Lute " + QByteArray::number(i) + ": E2 A2\n";
    write("many.instruments", many);
    write("first.instruments", many.left(many.indexOf("Lute 499:")));
    InstrumentModel& instrument = *m_rig->controller.readings()->instrument();
    QVERIFY(!instrument.openFile(url("many.instruments")));
    QVERIFY(instrument.message().contains(QStringLiteral("line 501: it has more than 500 instruments")));
    QVERIFY(instrument.openFile(url("first.instruments")) && instrument.message().isEmpty());
    write("more.instruments", "A: E2\nB: E2\nC: E2\n");
    QVERIFY(!instrument.openFile(url("more.instruments")));  // all or none
    QVERIFY(instrument.message().contains(QStringLiteral("room for 500")));
    QCOMPARE(instrument.title(), QStringLiteral("Lute 1"));
    QVERIFY(instrument.add(QStringLiteral("A: E2")) && instrument.add(QStringLiteral("B: E2")));
    QVERIFY(!instrument.add(QStringLiteral("C: E2")));
    QCOMPARE(m_rig->settings.kept(QStringLiteral("instruments")).toString().count(QLatin1Char('\n')), 499);
  }

  void manyStringsAreLargeEnoughAndComeIntoView() {
    m_rig->window->resize(320, 640);
    InstrumentModel& instrument = *m_rig->controller.readings()->instrument();
    instrument.choose(QStringLiteral("koto"));
    QCOMPARE(instrument.stringNames().size(), 13);
    QTRY_VERIFY(descendant(m_rig->window->contentItem(), QStringLiteral("string13")));
    const auto isSeen = [this](int number) {
      m_rig->window->grabWindow();
      const QQuickItem* string =
          descendant(m_rig->window->contentItem(), QStringLiteral("string") + QString::number(number));
      const QRectF place = string->mapRectToScene({0, 0, string->width(), string->height()});
      return place.width() >= 44 && place.height() >= 44 && place.left() >= 0 && place.right() <= 320;
    };
    QTRY_VERIFY(isSeen(13));
    QVERIFY(!isSeen(1));
    analysis::NotedPitch noted;
    noted.string = 1;
    instrument.show(noted);
    QTRY_VERIFY(isSeen(1) && !isSeen(13));
    QQuickItem* last = descendant(m_rig->window->contentItem(), QStringLiteral("string1"));
    m_rig->click(last, {last->width() / 2, last->height() / 2});
    QCOMPARE(instrument.locked(), 12);
    QVERIFY(m_rig->tabTo("string8"));  // by the keyboard too
    QTRY_VERIFY(isSeen(8));
    instrument.choose(QStringLiteral("violin"));
    QTRY_VERIFY(isSeen(1) && isSeen(4));
  }

  void bothStringsOfACourseAreTold() {
    InstrumentModel& instrument = *m_rig->controller.readings()->instrument();
    auto* course = modelIn<CourseModel>(m_rig->window->contentItem());
    QVERIFY(course && !course->hasCourses());
    instrument.choose(QStringLiteral("guitar-12"));
    QVERIFY(course->hasCourses());
    QCOMPARE(instrument.stringNames().last(), QStringLiteral("E4"));  // not twice
    const auto shown = [this] {
      const QQuickItem* text = descendant(m_rig->window->contentItem(), QStringLiteral("courseText"));
      return text && text->isVisible() ? text->property("text").toString() : QString();
    };
    analysis::CourseReading reading{.string = 6, .isOctave = true};
    course->show(reading);
    QCOMPARE(shown(), QStringLiteral("E2 E3: let both strings ring."));
    reading.state = analysis::CourseReading::State::Two;
    reading.isKnown = true;
    reading.beatsPerS = 1.42;
    reading.cents = {-3.21, 4.06};
    course->show(reading);
    QCOMPARE(shown(), QStringLiteral("E2 \u22123.2 and E3 +4.1 cents, 1.4 beats a second"));
    reading.isKnown = false;
    course->show(reading);
    QCOMPARE(shown(), QStringLiteral("E2 E3: 1.4 beats a second. Which string is off cannot be told."));
    reading = {.string = 1, .state = analysis::CourseReading::State::Two, .beatsPerS = 2.04, .cents = {-0.02, 26.4}};
    course->show(reading);
    QCOMPARE(shown(), QStringLiteral("E4: 0.0 and +26 cents, 2.0 beats a second"));
    reading.beatsPerS = 0.6;
    course->show(reading);
    QCOMPARE(shown(), QStringLiteral("E4: 0.6 beats a second. A single string may beat so slowly by itself."));
    reading.state = analysis::CourseReading::State::One;
    reading.minBeatsPerS = 0.42;
    course->show(reading);
    QVERIFY2(shown().contains(QStringLiteral("no beat faster than 0.4 a second")), qPrintable(shown()));
    instrument.choose(QStringLiteral("violin"));
    QVERIFY(!course->hasCourses() && shown().isEmpty());
  }
};

QTEST_MAIN(InstrumentsTest)
#include "tst_instruments.moc"
