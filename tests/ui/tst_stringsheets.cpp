// SPDX-License-Identifier: GPL-3.0-or-later
// Piano and intonation in the window as hands use them: keys are measured, the curve is used, undone, saved and opened;
// a string is played step by step.
#include "support/noted.h"
#include "ui/models/intonationmodel.h"
#include "ui/windowrig.h"

#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <optional>

using namespace tunescope;
using namespace tunescope::ui;

namespace {

analysis::StruckReading struck(int midi, double b) {
  core::StruckNote note{.f1Hz = 440 * std::exp2((midi - 69) / 12.0), .sigmaCents = 0.1, .b = b, .sigmaLnB = 0.02};
  note.partials = 12;
  note.misfitCents = 0.3;
  return {.timeS = 1,
          .state = analysis::StruckReading::State::Measured,
          .progress = 1,
          .note = core::Tuning().key(midi),
          .midi = midi,
          .heard = note};
}

}  // namespace

class StringSheets : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    hasDevices = hasServer = true;
    m_folder.emplace();
    qputenv("HOME", m_folder->path().toLocal8Bit());
    m_rig.emplace(m_folder->path());
    QVERIFY(m_rig->isReady());
  }
  void cleanup() {
    QVERIFY(m_rig->warnings.isEmpty());
    m_rig.reset();
  }

  void keysAreMeasuredAndTheCurveIsUsed() {
    m_rig->press(Qt::Key_W);
    QTRY_VERIFY(m_rig->isOpen("piano"));
    QVERIFY(piano().isActive());
    QVERIFY2(text("piano", "pianoGuidance").contains(QStringLiteral("A4")), qPrintable(text("piano", "pianoGuidance")));
    QVERIFY(!item("piano", "useStretch")->isEnabled());
    piano().show({.timeS = 1,
                  .state = analysis::StruckReading::State::Listening,
                  .progress = 0.5,
                  .note = {},
                  .midi = 69,
                  .heard = {}});
    QCOMPARE(item("piano", "pianoProgress")->property("progress").toDouble(), 0.5);
    piano().show(struck(69, 0.0008));
    QCOMPARE(piano().measuredCount(), 1);
    QVERIFY2(text("piano", "pianoHeard").startsWith(QStringLiteral("A4: B 0.000800, 12 partials")),
             qPrintable(text("piano", "pianoHeard")));
    QCOMPARE(piano().nextKey(), QStringLiteral("A3"));
    QVERIFY(tabTo("piano", "useStretch"));
    m_rig->press(Qt::Key_Space);
    QVERIFY(piano().isInForce());
    QVERIFY(m_rig->settings.values().stretch.find("\nA4 0.000800000 0.0200\n") != std::string::npos);
    piano().show(struck(57, 0.0004));  // what follows is used at once
    QVERIFY(m_rig->settings.values().stretch.find("\nA3 0.0004") != std::string::npos);
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("piano"));
    QVERIFY(!piano().isActive());
    const QQuickItem* mark = descendant(m_rig->window->contentItem(), QStringLiteral("stretchMark"));
    QVERIFY(mark && mark->isVisible());
    QCOMPARE(mark->property("text").toString(), QStringLiteral("Stretch 4:2"));
    const AppSettings again(m_folder->path() + QStringLiteral("/settings.ini"));
    QCOMPARE(again.values().stretch, m_rig->settings.values().stretch);  // it is remembered
    m_rig->click(mark, QPointF(mark->width() / 2, mark->height() / 2));
    QTRY_VERIFY(m_rig->isOpen("piano"));
  }

  void everyChangeCanBeUndone() {
    m_rig->press(Qt::Key_W);
    QTRY_VERIFY(m_rig->isOpen("piano"));
    piano().show(struck(69, 0.0008));
    piano().show(struck(57, 0.0004));
    piano().use();
    const std::string used = m_rig->settings.values().stretch;
    QVERIFY(!used.empty());
    QVERIFY(tabTo("piano", "octaveTypes"));
    m_rig->press(Qt::Key_Right);
    QCOMPARE(piano().octave(), 2);
    QVERIFY(m_rig->settings.values().stretch.find("octave 6:3") != std::string::npos);
    click("piano", "useStretch");
    QVERIFY(!piano().isInForce());
    click("piano", "clearStretch");
    QCOMPARE(piano().measuredCount(), 0);
    for (int i = 0; i < 3; ++i) click("piano", "undoStretch");
    QCOMPARE(piano().octave(), 1);
    QCOMPARE(m_rig->settings.values().stretch, used);
    click("piano", "undoStretch");
    QVERIFY(!piano().isInForce() && piano().measuredCount() == 2);
    click("piano", "undoStretch");
    click("piano", "undoStretch");
    QVERIFY(piano().measuredCount() == 0 && !piano().canUndo());
  }

  void whatCannotBeMeasuredIsTold() {
    m_rig->press(Qt::Key_W);
    QTRY_VERIFY(m_rig->isOpen("piano"));
    auto reading = struck(69, 0.0008);
    reading.heard.reset();
    reading.state = analysis::StruckReading::State::TooShort;
    piano().show(reading);
    QVERIFY(piano().isProblem() && piano().measuredCount() == 0);
    QCOMPARE(text("piano", "pianoHeard"), QStringLiteral("A4 ended too early. Let it ring."));
    reading.state = analysis::StruckReading::State::NoPartials;
    piano().show(reading);
    QVERIFY(piano().isProblem());
    click("piano", "skipKey");
    QCOMPARE(piano().nextKey(), QStringLiteral("A3"));
  }

  void aStretchIsSavedAndOpened() {
    m_rig->press(Qt::Key_W);
    QTRY_VERIFY(m_rig->isOpen("piano"));
    piano().show(struck(69, 0.0008));
    click("piano", "stretchFiles");
    QTRY_VERIFY(m_rig->isOpen("stretchFilesSheet"));
    m_rig->press(Qt::Key_A, Qt::ControlModifier);
    m_rig->type("grand");
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(m_rig->isAway("stretchFilesSheet"));
    const QString path = m_folder->filePath(QStringLiteral("grand.stretch"));
    QVERIFY(QFile::exists(path));
    QCOMPARE(text("piano", "pianoHeard"), QStringLiteral("Saved as grand.stretch."));
    const QByteArray saved = bytesOf(path);
    piano().show(struck(57, 0.0004));
    QVERIFY(piano().saveFile(QStringLiteral("grand.stretch")));
    QCOMPARE(bytesOf(path), saved);  // nothing is overwritten
    QVERIFY(bytesOf(m_folder->filePath(QStringLiteral("grand 2.stretch"))).contains("\nA3 0.0004"));
    QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("grand 2.stretch"))));
    piano().clear();
    click("piano", "stretchFiles");
    QTRY_VERIFY(m_rig->isOpen("stretchFilesSheet"));
    QVERIFY(tabTo("stretchFilesSheet", "search"));
    m_rig->type("grand");
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(m_rig->isAway("stretchFilesSheet"));
    QVERIFY(piano().isInForce());
    QCOMPARE(piano().measuredCount(), 1);
    QVERIFY(!piano().saveFile(QStringLiteral("  ")) && !piano().message().isEmpty());
    QVERIFY(!piano().saveFile(QStringLiteral("a/b")));
  }

  void aFileIsDropped() {
    write("bad.stretch", "tunescope-stretch 1\noctave 4:2\nA9 0.1 0.1\n");
    write("good.stretch", "tunescope-stretch 1\noctave 2:1\nA3 0.0004 0.1\n");
    drop("good.stretch");
    QTRY_VERIFY(m_rig->isOpen("piano"));
    QVERIFY(piano().isInForce() && piano().octave() == 0);
    const std::string before = m_rig->settings.values().stretch;
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("piano"));
    drop("bad.stretch");
    QTRY_VERIFY(m_rig->isOpen("piano"));
    QCOMPARE(text("piano", "pianoMessage"), QStringLiteral("bad.stretch, line 3: 'A9' is no key from A0 to C8."));
    QCOMPARE(m_rig->settings.values().stretch, before);
  }

  void aStringIsPlayedStepByStep() {
    m_rig->controller.readings()->instrument()->choose(QStringLiteral("guitar"));
    m_rig->press(Qt::Key_N);
    QTRY_VERIFY(m_rig->isOpen("intonation"));
    QCOMPARE(helper().strings().size(), 6);
    QVERIFY(tabTo("intonation", "intonationStrings"));
    m_rig->press(Qt::Key_Right);
    QCOMPARE(helper().string(), 1);
    QVERIFY(text("intonation", "intonationInstruction").contains(QStringLiteral("A2")));
    play(146.8);  // D3
    QVERIFY(text("intonation", "intonationProblem").contains(QStringLiteral("A2")));
    play(110.1);
    QCOMPARE(helper().step(), int(IntonationModel::Harmonic));
    play(110.1);
    QVERIFY(text("intonation", "intonationProblem").startsWith(QStringLiteral("That was the open string.")));
    play(220.2);
    play(220.2 * std::exp2(6 / 1200.0));
    QCOMPARE(helper().step(), int(IntonationModel::Done));
    QCOMPARE(text("intonation", "intonationDifference"),
             QStringLiteral("The fretted note is 6.0 cents sharp, \u00B1 0.1"));
    QCOMPARE(text("intonation", "intonationAdvice"),
             QStringLiteral("Move the saddle 2.3 mm away from the nut, \u00B1 0.1 mm."));
    QVERIFY(tabTo("intonation", "redo2"));
    m_rig->press(Qt::Key_Return);
    QCOMPARE(helper().step(), int(IntonationModel::Fretted));
    play(220.2 * std::exp2(-6 / 1200.0));
    QVERIFY(text("intonation", "intonationAdvice").contains(QStringLiteral("towards the nut")));
    QVERIFY(tabTo("intonation", "redo2"));
    m_rig->press(Qt::Key_Space);
    play(220.25);
    QVERIFY(helper().isGood());
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("intonation"));
    QVERIFY(!helper().isActive());
  }

  void notesThatAreTooShortOrMoveAreRefused() {
    m_rig->press(Qt::Key_N);
    QTRY_VERIFY(m_rig->isOpen("intonation"));
    QVERIFY(helper().strings().isEmpty());
    play(110, 0.4);
    QVERIFY(text("intonation", "intonationProblem").contains(QStringLiteral("too short")));
    play(110, 1.5, 30);
    QVERIFY(text("intonation", "intonationProblem").contains(QStringLiteral("moved")));
    play(110);
    click("intonation", "skipHarmonic");
    QCOMPARE(helper().step(), int(IntonationModel::Fretted));
    play(220);
    QVERIFY(helper().isGood());
  }

  void theScaleLengthIsTypedAndRemembered() {
    m_rig->press(Qt::Key_N);
    QTRY_VERIFY(m_rig->isOpen("intonation"));
    QVERIFY(tabTo("intonation", "scaleLength"));
    m_rig->press(Qt::Key_A, Qt::ControlModifier);
    m_rig->type("600");
    m_rig->press(Qt::Key_Return);
    QCOMPARE(helper().scaleMm(), 600.0);
    QCOMPARE(helper().preset(), -1);
    const AppSettings again(m_folder->path() + QStringLiteral("/settings.ini"));
    QCOMPARE(again.kept(QStringLiteral("intonation/scaleMm")).toDouble(), 600.0);
    click("intonation", "scalePreset3");
    QCOMPARE(helper().preset(), 3);
  }

 private:
  PianoModel& piano() { return *m_rig->controller.readings()->piano(); }
  IntonationModel& helper() {
    return *m_rig->loader("intonation")
                ->property("sheet")
                .value<QObject*>()
                ->property("helper")
                .value<IntonationModel*>();
  }
  QQuickItem* item(const char* sheet, const char* name) {
    return descendant(m_rig->content(sheet), QLatin1String(name));
  }
  QString text(const char* sheet, const char* name) {
    const QQuickItem* found = item(sheet, name);
    return found && found->isVisible() ? found->property("text").toString() : QString();
  }
  void click(const char* sheet, const char* name) {
    QQuickItem* found = item(sheet, name);
    QVERIFY2(found && found->isVisible() && found->isEnabled(), name);
    found->forceActiveFocus();  // it is scrolled into sight
    m_rig->click(found, QPointF(found->width() / 2, found->height() / 2));
  }
  bool tabTo(const char* sheet, const char* name) {
    const QQuickItem* wanted = item(sheet, name);
    for (int i = 0; i < 60; ++i) {
      for (const QQuickItem* up = m_rig->window->activeFocusItem(); up; up = up->parentItem()) {
        if (up == wanted) return true;
      }
      m_rig->press(Qt::Key_Tab);
    }
    return false;
  }
  // A note, and the silence behind it.
  void play(double hertz, double seconds = 1.5, double moveCents = 0) {
    constexpr double kHopS = 0.0107;
    for (double t = 0; t < seconds + 0.3; t += kHopS) {
      analysis::NotedPitch noted;
      noted.pitch.timeS = m_timeS + t;
      noted.pitch.noteBegan = t == 0;
      if (t < seconds) {
        noted.pitch.hertz = hertz * std::exp2(moveCents * t / 1200);
        noted.pitch.sigmaCents = 0.05;
      }
      helper().show(noted);
    }
    m_timeS += seconds + 1;
  }
  void write(const char* name, const QByteArray& bytes) {
    QFile file(m_folder->filePath(QLatin1String(name)));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
  }
  static QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  void drop(const char* name) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_folder->filePath(QLatin1String(name)))});
    const QPoint place(200, 200);
    QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_rig->window, &enter);
    QDropEvent event(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_rig->window, &event);
  }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
  double m_timeS = 0;
};

QTEST_MAIN(StringSheets)
#include "tst_stringsheets.moc"
