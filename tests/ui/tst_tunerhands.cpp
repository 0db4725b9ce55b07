// SPDX-License-Identifier: GPL-3.0-or-later
// The tuner by its own controls, and what is then on the screen: the needle's place and its word, which way to turn a
// string, capo, flats, degrees of other scales, a link that is dropped, A4 from a fork, and a note read from afar.
#include "support/noted.h"
#include "ui/models/tuninglink.h"
#include "ui/tuningrig.h"

#include <QClipboard>
#include <QDropEvent>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace tunescope;
using namespace tunescope::ui;

class TunerHands : public TuningRig {
  Q_OBJECT

 private Q_SLOTS:
  void init() { begin(); }
  void cleanup() { end(); }

  void theNeedleComesByItsKeyAndPointsToTheCents() {
    for (const Qt::Key other : {Qt::Key_2, Qt::Key_3, Qt::Key_4}) {
      m_rig->press(other, Qt::ShiftModifier);
      const bool isScale = other == Qt::Key_4;  // the projector has one, too
      QCOMPARE(isSeen("needle", false), isScale);
      m_rig->press(Qt::Key_1, Qt::ShiftModifier);
      QVERIFY(isSeen("needle", false));
      QVERIFY(!isSeen("strobePanel") && !isSeen("historyRibbon"));
    }
    for (const double cents : {-31.0, -8.0, 0.0, 17.0}) {
      sound(440 * std::exp2(cents / 1200));
      QVERIFY(isSeen("needle"));
      const QQuickItem& needle = *item("needle");
      const QQuickItem& scale = *needle.parentItem();
      const double centre = needle.x() + needle.width() / 2 - scale.width() / 2;
      const double pixels = scale.property("pixelsPerCent").toDouble();
      QVERIFY2(std::abs(centre / pixels - cents) < 0.2, qPrintable(QString::number(centre / pixels)));
      QVERIFY(std::abs(number(shown("cents")) - cents) < 0.11);
    }
  }

  void aStringIsTunedUpOrDown() {
    sound(110 * std::exp2(-20 / 1200.0));
    QCOMPARE(shown("word"), QStringLiteral("Flat"));  // no instrument
    m_rig->press(Qt::Key_I);
    QTRY_VERIFY(m_rig->isOpen("instrument"));
    m_rig->type("guitar, standard");
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(m_rig->isAway("instrument"));
    for (const double cents : {-40.0, -20.0, -4.0, 0.0, 4.0, 23.0}) {
      sound(110 * std::exp2(cents / 1200), 5);
      const bool isOff = std::abs(cents) > 2.5;
      QCOMPARE(shown("word").contains(QStringLiteral("tune up")), isOff && cents < 0);
      QCOMPARE(shown("word").contains(QStringLiteral("tune down")), isOff && cents > 0);
      QCOMPARE(shown("word").startsWith(QStringLiteral("Flat")), shown("cents").startsWith(QChar(0x2212)) && isOff);
      const QQuickItem& needle = *item("needle");
      const double side = needle.x() + needle.width() / 2 - needle.parentItem()->width() / 2;
      if (isOff) QCOMPARE(side < 0, shown("word").contains(QStringLiteral("tune up")));
    }
    sound(130.81 * std::exp2(20 / 1200.0), 5);  // C3, the third fret of that string
    QCOMPARE(shown("word"), QStringLiteral("Sharp"));
    m_rig->click(item("string5"), {20, 20});  // of the locked string every note is off
    sound(110 * std::exp2(-52 / 1200.0), 5);
    QCOMPARE(shown("word"), QStringLiteral("Flat, tune up"));
    m_rig->window->resize(320, 480);
    QTRY_COMPARE(m_rig->window->contentItem()->width(), 320.0);
    m_rig->window->grabWindow();
    const QQuickItem& word = *item("word");
    const QRectF box = word.mapRectToScene({0, 0, word.width(), word.height()});
    QVERIFY2(box.left() >= 0 && box.right() <= 320, "the word is cut");
  }

  void theCapoIsTypedAndStepped() {
    m_rig->press(Qt::Key_I);
    QTRY_VERIFY(m_rig->isOpen("instrument"));
    m_rig->type("guitar, standard");
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(m_rig->isAway("instrument"));
    m_rig->press(Qt::Key_I);
    QTRY_VERIFY(m_rig->isOpen("instrument"));
    QVERIFY(tabTo("instrument", "capo", 60));
    select();
    m_rig->type("3");
    m_rig->press(Qt::Key_Escape);  // the number, not the sheet
    QVERIFY(m_rig->isOpen("instrument"));
    QCOMPARE(instrument().capo(), 0);
    select();
    m_rig->type("3");
    m_rig->press(Qt::Key_Return);
    QCOMPARE(instrument().capo(), 3);
    m_rig->press(Qt::Key_Down);
    QCOMPARE(instrument().capo(), 2);
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("instrument"));
    const auto* label = item("string6")->property("contentItem").value<QQuickItem*>();
    QVERIFY(label && label->isVisible());
    QCOMPARE(label->property("text").toString(), QStringLiteral("F#2"));
    sound(82.407 * std::exp2(2 / 12.0), 6);
    QCOMPARE(instrument().sounding(), 0);
    const AppSettings again(m_folder->path() + QStringLiteral("/settings.ini"));
    QCOMPARE(again.values().capo, 2.0);
  }

  void flatsAreChosenByKeys() {
    sound(466.164);
    QCOMPARE(glyph(), QStringLiteral("A\u266F4"));
    m_rig->press(Qt::Key_T);
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    QVERIFY(tabTo("tuning", "accidentals", 60));
    m_rig->press(Qt::Key_Right);
    QCOMPARE(glyph(), QStringLiteral("B\u266D4"));
    m_rig->press(Qt::Key_Right);  // by key: C has sharps
    QCOMPARE(glyph(), QStringLiteral("A\u266F4"));
    QVERIFY(tabTo("tuning", "highKeys", 90));
    m_rig->press(Qt::Key_Right);
    for (int i = 0; i < 3; ++i) m_rig->press(Qt::Key_Right);
    QCOMPARE(m_rig->settings.values().key, std::string("Bb"));
    QTRY_COMPARE(glyph(), QStringLiteral("B\u266D4"));
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("tuning"));
  }

  void otherScalesShowTheirDegrees() {
    m_rig->press(Qt::Key_T);
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    m_rig->type("19 equal");
    m_rig->press(Qt::Key_Return);
    m_rig->press(Qt::Key_Escape);
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("tuning"));
    QCOMPARE(m_rig->settings.values().temperament, std::string("edo-19"));
    const core::Tuning edo(analysis::tuningSettingsOf(m_rig->settings.values()));
    for (const int degree : {0, 7, 18}) {
      sound(edo.note(degree, 4).targetHz);
      QCOMPARE(item("note")->property("letter").toString(), QString::number(degree));
      QCOMPARE(item("note")->property("octave").toString(), QStringLiteral("4"));
      QVERIFY(inkHeight() > 0.1 * m_rig->window->height());
    }
    write("seven.scl", "Seven\n7\n9/8\n5/4\n4/3\n3/2\n5/3\n15/8\n2/1\n");
    drop(url("seven.scl"));
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("tuning"));
    const core::Tuning seven(analysis::tuningSettingsOf(m_rig->settings.values()));
    sound(seven.note(4, 4).targetHz);
    QCOMPARE(glyph(), QStringLiteral("44"));  // degree 4 of period 4
    sound(seven.note(6, 3).targetHz);
    QCOMPARE(glyph(), QStringLiteral("63"));
  }

  void aLinkIsCopiedAndDropped() {
    m_rig->press(Qt::Key_T);
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    m_rig->type("vallotti");
    m_rig->press(Qt::Key_Return);
    QVERIFY(tabTo("tuning", "webAddress", 60));
    m_rig->type("https://tuner.example/app/");
    m_rig->press(Qt::Key_Tab);
    QVERIFY(tabTo("tuning", "copyLink", 60));
    m_rig->press(Qt::Key_Return);
    const QUrl link(QGuiApplication::clipboard()->text());
    const analysis::Settings shared = m_rig->settings.values();
    QVERIFY(tabTo("tuning", "resetTuning", 90));
    m_rig->press(Qt::Key_Return);
    QVERIFY(tuning().isPlain());
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("tuning"));
    putOthersInForce();
    drop(link);
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    QVERIFY(isTuningOf(shared));
    QCOMPARE(m_rig->settings.values().temperament, std::string("vallotti"));
    QVERIFY(text("tuning", "tuningTitle").startsWith(QStringLiteral("Vallotti")));
    for (const char* bad :
         {"https://tuner.example/?temperament=nonsense", "https://tuner.example/?a4=9", "https://x.y"}) {
      m_rig->press(Qt::Key_Escape);
      QTRY_VERIFY(m_rig->isAway("tuning"));
      drop(QUrl(QString::fromLatin1(bad)));
      QTRY_VERIFY(m_rig->isOpen("tuning"));
      QVERIFY2(text("tuning", "tuningMessage").startsWith(QStringLiteral("The link ")), bad);
      QCOMPARE(m_rig->settings.values().temperament, std::string("vallotti"));
    }
  }

  // Its link names neither A4 nor a reference.
  void aLinkToAScaleWithItsOwnPitchIsDropped() {
    write("pitched.ascl", "Pitched\n2\n500.0\n2/1\n! @ABL REFERENCE_PITCH 3 1 300.0\n");
    QVERIFY(tuning().openFile(url("pitched.ascl")));
    tuning().share()->setAddress(QStringLiteral("https://tuner.example/"));
    const QUrl link(tuning().share()->link());
    const analysis::Settings shared = m_rig->settings.values();
    const double referenceHz = tuning().referenceHz();
    putOthersInForce();
    const analysis::Settings before = m_rig->settings.values();
    QVERIFY(!isTuningOf(shared) && tuning().referenceHz() != referenceHz);
    drop(link);
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    QCOMPARE(text("tuning", "tuningMessage"), QString());
    QVERIFY(isTuningOf(shared));
    QCOMPARE(tuning().referenceHz(), referenceHz);
    QVERIFY(m_rig->settings.values().instrument != before.instrument);
    tuning().undo()->undo();
    QVERIFY(isTuningOf(before));
    QCOMPARE(m_rig->settings.values().instrument, before.instrument);
    QCOMPARE(m_rig->settings.values().capo, before.capo);
  }

  void aLinkWhoseMapDoesNotFitIsReported() {
    putOthersInForce();
    const analysis::Settings before = m_rig->settings.values();
    const auto encoded = [](const char* text) {
      return QString::fromLatin1(QUrl::toPercentEncoding(QLatin1String(text)));
    };
    drop(QUrl(QStringLiteral("https://tuner.example/?scale=%1&keymap=%2")
                  .arg(encoded("bell\n2\n700.0\n-1200.0\n"), encoded("4\n0\n127\n60\n60\n262\n0\n0\n1\n2\n3\n"))));
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    const QString message = text("tuning", "tuningMessage");
    QVERIFY2(message.startsWith(QStringLiteral("The link cannot be used. Its keyboard map, line 11: it does not fit")),
             qPrintable(message));
    QVERIFY(isTuningOf(before));
  }

  // Two forks, the second a tenth as loud, and the room's noise: they beat, and the louder one is A4.
  void aForkThatBeatsSetsA4() {
    m_rig->press(Qt::Key_Comma, Qt::ControlModifier);
    QTRY_VERIFY(m_rig->isOpen("settings"));
    QVERIFY(tabTo("settings", "openA4", 60));
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(m_rig->isOpen("a4Sheet"));
    m_rig->press(Qt::Key_Return);
    const A4Listener& listener = *tuning().listener();
    std::mt19937 random(3);
    std::normal_distribution<double> noise(0, 0.001);
    constexpr std::size_t kBlockFrames = 1024, kMaxFrames = 14 * 48000UL;
    std::vector<float> block(2 * kBlockFrames);
    for (std::size_t at = 0; at < kMaxFrames && listener.stage() == A4Listener::Stage::Listening; at += kBlockFrames) {
      for (std::size_t i = 0; i < kBlockFrames; ++i) {
        const double t = 2 * M_PI * double(at + i) / 48000;
        block[2 * i] = block[2 * i + 1] = float(0.1 * std::sin(441.3 * t) + 0.01 * std::sin(443.1 * t) + noise(random));
      }
      QVERIFY(QTest::qWaitFor([&] { return StageBackend::play(block); }));
      QTest::qWait(1);
    }
    QTRY_COMPARE(listener.stage(), A4Listener::Stage::Found);
    const QStringList parts = text("a4Sheet", "a4Result").split(QLatin1Char(' '));  // "A4 = 441.30 ± 0.01 Hz"
    QCOMPARE(parts.size(), 6);
    const double sigma = parts[4].toDouble();
    QVERIFY2(sigma > 0 && sigma < 0.1, qPrintable(parts.join(QLatin1Char(' '))));
    QVERIFY2(std::abs(parts[2].toDouble() - 441.3) < 0.05 + 3 * sigma, qPrintable(parts.join(QLatin1Char(' '))));
    QCOMPARE(m_rig->settings.a4Hz(), 440.0);
    QVERIFY(tabTo("a4Sheet", "acceptA4"));
    m_rig->press(Qt::Key_Return);
    QCOMPARE(m_rig->settings.a4Hz(), parts[2].toDouble());
  }

  // At ten metres, letters of 5 minutes of arc are 14.5 mm high, and twice that is read at ease: of a screen of 170 mm
  // (1280 by 800, 13 inches) that is 17 % of the height. Where the window is narrow, its width sets the size.
  void aProjectedNoteIsReadFromTenMetres_data() {
    QTest::addColumn<QSize>("size");
    for (const QSize size : {QSize(1280, 800), QSize(640, 480), QSize(800, 600), QSize(1920, 1080), QSize(480, 800)}) {
      QTest::addRow("%d by %d", size.width(), size.height()) << size;
    }
  }
  void aProjectedNoteIsReadFromTenMetres() {
    QFETCH(QSize, size);
    m_rig->press(Qt::Key_P);
    m_rig->window->resize(size);
    QTRY_COMPARE(m_rig->window->contentItem()->size().toSize(), size);
    sound(466.164 * std::exp2(-42.3 / 1200));
    const double least = 0.17 * std::min(size.height(), size.width());
    // A fraction of a row has no ink of its own.
    QVERIFY2(inkHeight() >= std::floor(least), qPrintable(QStringLiteral("%1 of %2").arg(inkHeight()).arg(least)));
    const int digits = item("cents")->property("pixelSize").toInt();  // a figure is 0.73 of it
    QVERIFY2(0.73 * digits >= 0.6 * least, qPrintable(QString::number(digits)));
  }

 private:
  QQuickItem* item(const char* name) const { return descendant(m_rig->window->contentItem(), QLatin1String(name)); }
  // Without isSounding: its place is, though no note may sound.
  bool isSeen(const char* name, bool isSounding = true) const {
    const QQuickItem* found = item(name);
    return found && (isSounding ? found : found->parentItem())->isVisible();
  }
  QString shown(const char* name) const {
    const QQuickItem* found = item(name);
    return found && found->isVisible() ? found->property("text").toString() : QString();
  }
  static double number(QString text) { return text.replace(QChar(0x2212), QLatin1Char('-')).toDouble(); }
  QString glyph() const {
    const QQuickItem& note = *item("note");
    return note.property("letter").toString() + note.property("accidental").toString() +
           note.property("octave").toString();
  }
  InstrumentModel& instrument() { return *m_rig->controller.readings()->instrument(); }
  // Each other than its default.
  void putOthersInForce() {
    analysis::Settings values = m_rig->settings.values();
    values.a4Hz = 415;
    values.reference = "C4:250";
    values.temperament = "kirnberger-3";
    values.key = "D";
    values.transposition = 2;
    values.instrument = "guitar";
    values.capo = 3;
    m_rig->settings.change(values, kLinkedRows);
  }
  bool isTuningOf(const analysis::Settings& values) const {
    return std::ranges::all_of(kLinkedRows, [&](std::size_t row) {
      return analysis::isSame(analysis::kSettings[row], values, m_rig->settings.values());
    });
  }
  // The rows of the picture that have ink of the note.
  int inkHeight() const {
    const QImage picture = m_rig->window->grabWindow();
    const QQuickItem& note = *item("note");
    const QRect box = note.mapRectToScene({0, 0, note.width(), note.height()}).toRect() & picture.rect();
    int rows = 0;
    for (int y = box.top(); y < box.bottom(); ++y) {
      int ink = 0;
      for (int x = box.left(); x < box.right(); ++x)
        ink += qAbs(qGray(picture.pixel(x, y)) - qGray(picture.pixel(2, 2))) > 60;
      rows += ink > 1;
    }
    return rows;
  }
  // That frequency, as the worker's readings come, with the string that it finds.
  void sound(double hertz, int string = 0, double seconds = 3) {
    LiveReadings& live = *m_rig->controller.readings();
    const core::Tuning made(analysis::tuningSettingsOf(m_rig->settings.values()));
    for (const double end = m_timeS + seconds; m_timeS < end; m_timeS += 0.0107) {
      core::PitchReading reading;
      reading.availableS = m_timeS;
      reading.hertz = hertz;
      reading.sigmaCents = 0.02;
      reading.confidence = 0.99;
      analysis::NotedPitch noted = tests::noted(reading, made);
      if (string > 0) noted.string = string;
      live.instrument()->show(noted);
      live.tuner()->show(live.instrument()->aimed(noted));
    }
    m_rig->window->grabWindow();
  }
  void drop(const QUrl& dropped) const {
    QMimeData data;
    data.setUrls({dropped});
    const QPoint at(m_rig->window->width() / 2, m_rig->window->height() / 2);
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_rig->window, &enter);
    QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_rig->window, &event);
  }

  double m_timeS = 0;
};

QTEST_MAIN(TunerHands)
#include "tst_tunerhands.moc"
