// SPDX-License-Identifier: GPL-3.0-or-later
// A practice session in the window as hands use it: started, played, cleared and had back, saved, opened, compared.
#include "present/practice/practicefile.h"
#include "ui/items/practicechart.h"
#include "ui/practicesessions.h"
#include "ui/windowrig.h"

#include <QDir>
#include <QDropEvent>
#include <QImage>
#include <QMimeData>
#include <QTemporaryDir>

#include <optional>

using namespace tunescope;
using namespace tunescope::ui;
using tests::playedNote;
using tests::scaleSession;

class TestPractice : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    hasDevices = hasServer = true;
    m_folder.emplace();
    m_rig.emplace(m_folder->path());
    files().userFiles()->setFolder(m_folder->filePath(QStringLiteral("kept")));
    QVERIFY(m_rig->isReady());
    m_rig->press(Qt::Key_5);
    QTRY_VERIFY(item("practice"));
  }
  void cleanup() {
    QVERIFY(m_rig->warnings.isEmpty());
    m_rig.reset();
  }

  void anEmptySessionSaysWhatToDo() {
    QVERIFY(item("practiceHint")->isVisible());
    QVERIFY(text("practiceHint").startsWith(QLatin1String("Press Start below and play")));
    QVERIFY(!item("practiceClear")->isVisible());
    click("practiceRun");
    QVERIFY(practice().isRunning());
    QVERIFY(text("practiceHint").startsWith(QLatin1String("Play.")));
    click("practiceRun");
    QVERIFY(!practice().isRunning());
  }

  void notesAreTakenWhileItRuns() {
    practice().add(playedNote(69, 3, 1, 1));
    QVERIFY(!practice().hasNotes());  // not started
    click("practiceRun");
    practice().add(playedNote(69, 3, 1, 1, 0));
    practice().add(playedNote(64, 5, 1, -8, 0));
    QCOMPARE(practice().session().notes[0].onsetS, 0.0);
    QCOMPARE(practice().session().notes[1].onsetS, 2.0);
    QVERIFY2(text("headline").startsWith(QLatin1String("2 notes, in tune 4")), qPrintable(text("headline")));
    QVERIFY(!item("practiceHint")->isVisible());
    click("practiceRun");
    click("practiceRun");  // goes on, with a second between
    practice().add(playedNote(60, 100, 1, 0));
    QCOMPARE(practice().session().notes[2].onsetS, 4.0);
    click("practiceRun");
    practice().add(playedNote(60, 102, 1, 0));
    QCOMPARE(practice().session().notes.size(), std::size_t{3});
  }

  void fiveNotesTellTheA4() {
    practice().replace(scaleSession(0, 29));
    QVERIFY2(text("practiceDetail").startsWith(QLatin1String("The notes fit A4 = 4")),
             qPrintable(text("practiceDetail")));
    practice().replace({});
    QVERIFY(text("practiceDetail").isEmpty());
  }

  void clearingIsUndoneAndKeepsWhatCameSince() {
    click("practiceRun");
    practice().add(playedNote(69, 3, 1, 1));
    click("practiceClear");
    QVERIFY(!practice().hasNotes());
    QVERIFY(!item("practiceClear")->isVisible());
    practice().add(playedNote(64, 5, 1, -8));
    QVERIFY(item("practiceClear")->isVisible());
    click("practiceUndo");
    QCOMPARE(practice().session().notes.size(), std::size_t{2});
    QCOMPARE(practice().session().notes[0].note.midi, std::optional(69));
    QCOMPARE(practice().session().notes[1].onsetS, 2.0);
    QVERIFY(!item("practiceUndo")->isVisible());
  }

  void theChartIsChosenByHandAndByKeys() {
    practice().replace(scaleSession(0, 29));
    resize({360, 640});
    const QQuickItem* kinds = item("practiceKinds");
    m_rig->click(kinds, {kinds->width() / 2, kinds->height() / 2});
    const auto* chart = qobject_cast<PracticeChart*>(item("practiceChart"));
    QVERIFY(chart && chart->property("isOverTime").toBool());
    m_rig->press(Qt::Key_Right);
    QTRY_VERIFY(item("practiceNotes")->isVisible() && !chart->isVisible());
    m_rig->press(Qt::Key_Home);
    resize({1280, 800});  // the list stands beside
    QTRY_VERIFY(item("practiceNotes")->isVisible() && chart->isVisible());
  }

  void rowsThatHaveNoRoomAreScrolled() {
    practice().replace(scaleSession(0, 29));
    resize({360, 480});
    QQuickItem* view = item("practiceScroll");
    QVERIFY(view->property("interactive").toBool());
    view->parentItem()->forceActiveFocus(Qt::TabFocusReason);
    m_rig->press(Qt::Key_Down);
    QVERIFY(view->property("contentY").toDouble() > 0);
    QCOMPARE(item("practiceChart")->property("offset"), view->property("contentY"));
    m_rig->press(Qt::Key_Up);
    QCOMPARE(view->property("contentY").toDouble(), 0.0);
  }

  void aSessionIsSavedAndOpened() {
    practice().replace(scaleSession(0, 29));
    openSheet();
    QVERIFY(item("noSessions")->isVisible());
    click("practiceSave");
    QVERIFY(!item("noSessions")->isVisible());
    QVERIFY2(files().message().startsWith(QLatin1String("Saved as ")), qPrintable(files().message()));
    click("practiceSave");  // nothing is overwritten
    QCOMPARE(kept("*.practice.json").size(), 2);
    QCOMPARE(files().saved()->count(), 2);
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("practiceFiles"));
    click("practiceClear");
    openSheet();
    QVERIFY(files().message().isEmpty());
    chooseFirst();
    QTRY_VERIFY(m_rig->isAway("practiceFiles"));
    QCOMPARE(practice().session().notes.size(), scaleSession(0, 29).notes.size());
  }

  void anotherSessionIsComparedAndLetGo() {
    practice().replace(scaleSession(-6, 28));
    files().save();
    practice().replace(scaleSession(0, 29));
    openSheet();
    chooseFirst();  // the second of the two purposes is the first choice
    QTRY_VERIFY(m_rig->isAway("practiceFiles"));
    QVERIFY(practice().isCompared());
    QVERIFY(practice().session() == scaleSession(0, 29));
    openSheet();
    click("practiceStopComparing");
    QVERIFY(!practice().isCompared());
  }

  void aBadFileLeavesWhatWasOpen() {
    practice().replace(scaleSession(0, 29));
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("kept")));
    write("kept/bad.practice.json", "{\"format\":\"tunescope-practice\",\"version\":7}");
    openSheet();
    chooseFirst();
    QCOMPARE(text("practiceMessage"),
             QStringLiteral("bad.practice.json cannot be used: it was written by a newer version of Tunescope."));
    QVERIFY(m_rig->isOpen("practiceFiles"));
    QVERIFY(practice().session() == scaleSession(0, 29));
    m_rig->press(Qt::Key_Escape);
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("practiceFiles"));
  }

  void filesAreDropped() {
    write("good.json", present::practiceJson(scaleSession(0, 29)));
    m_rig->press(Qt::Key_1);
    drop("good.json");
    QCOMPARE(practice().session().notes.size(), std::size_t{15});
    QVERIFY(item("practice")->isVisible());
    write("bad.json", "[]");
    drop("bad.json");
    QTRY_VERIFY(m_rig->isOpen("practiceFiles"));
    QCOMPARE(text("practiceMessage"),
             QStringLiteral("bad.json cannot be used: it is not a practice session of Tunescope."));
    QCOMPARE(practice().session().notes.size(), std::size_t{15});
    QVERIFY(practice().canUndo() == false);
    m_rig->press(Qt::Key_Escape);
  }

  void openingAnotherIsUndone() {
    practice().replace(scaleSession(0, 29));
    practice().replace(scaleSession(-6, 28));
    click("practiceUndo");
    QVERIFY(practice().session() == scaleSession(0, 29));
  }

  void notesThatFollowEachOtherStayTogether() {
    click("practiceRun");
    practice().add(playedNote(69, 3, 1, 1));
    practice().add(playedNote(71, 4 - 4e-4, 1, 1));  // legato: its beginning is rounded
    QVERIFY(std::abs(practice().session().notes[1].onsetS - 1) < 1e-3);
    practice().add(playedNote(72, 2, 1, 1));  // another stream
    QVERIFY(practice().session().notes[2].onsetS > 2.5);
  }

  void whatCameAfterASessionWasOpenedIsKeptByUndo() {
    practice().replace(scaleSession(0, 29));
    practice().replace(scaleSession(-6, 28));
    click("practiceRun");
    practice().add(playedNote(69, 3, 1, 1));
    QVERIFY(kept("*").isEmpty());
    click("practiceUndo");
    QVERIFY(practice().session() == scaleSession(0, 29));
    QCOMPARE(kept("*.practice.json").size(), 1);
    QVERIFY(files().open(m_folder->filePath(QStringLiteral("kept/")) + kept("*.practice.json")[0], false));
    QCOMPARE(practice().session().notes.size(), scaleSession(0, 28).notes.size() + 1);
  }

  void undoFillsASessionUpToItsLimit() {
    constexpr std::size_t kMax = present::PracticeSession::kMaxNotes;
    present::PracticeSession session;
    session.notes.assign(kMax - 1, playedNote(69, 0, 0.1, 1));
    practice().replace(session);
    click("practiceRun");
    click("practiceClear");
    for (int i = 0; i < 3; ++i) practice().add(playedNote(69, 3 + i, 0.5, 1));
    practice().undo();
    QCOMPARE(practice().session().notes.size(), kMax);
  }

  void chartsAndFiguresAreExported() {
    practice().replace(scaleSession(0, 29));
    practice().compare(scaleSession(-6, 28));
    openSheet();
    click("practiceChartNotes");
    click("practiceChartTime");
    click("practiceFigures");
    const QStringList pictures = kept("*.png");
    QCOMPARE(pictures.size(), 2);
    for (const QString& name : pictures) {
      const QImage image(m_folder->filePath(QStringLiteral("kept/")) + name);
      QCOMPARE(image.width(), 1600);
      QVERIFY(image.height() > 600);
      if (const QString folder = qEnvironmentVariable("TUNESCOPE_GALLERY"); !folder.isEmpty())
        image.save(folder + QLatin1Char('/') + name);
    }
    QFile file(m_folder->filePath(QStringLiteral("kept/")) + kept("*.csv").value(0));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().count('\n'), 16);
    m_rig->press(Qt::Key_Escape);
  }

  void aFolderThatCannotBeWrittenIsReported() {
    practice().replace(scaleSession(0, 29));
    write("notafolder", "x");
    files().userFiles()->setFolder(m_folder->filePath(QStringLiteral("notafolder/kept")));
    openSheet();
    click("practiceSave");
    QVERIFY(text("practiceMessage").contains(QLatin1String("cannot be made")));
    QVERIFY(practice().hasNotes());
    m_rig->press(Qt::Key_Escape);
  }

  void whatWasNotSavedIsSavedAtTheEnd() {
    click("practiceRun");
    practice().add(playedNote(69, 3, 1, 1));
    QVERIFY(kept("*").isEmpty());
    m_rig.reset();
    QCOMPARE(kept("*.practice.json").size(), 1);
    init();
  }

  void inABrowserFilesAreDownloadsAndItsChooserOpensThem() {
    files().userFiles()->setPage(true);
    m_rig->controller.host()->setTraits({.isPage = true});
    QString name;
    QByteArray bytes;
    connect(files().userFiles(), &UserFiles::downloadRequested, this, [&](const QString& n, const QByteArray& b) {
      name = n;
      bytes = b;
    });
    bool isAsked = false;
    connect(files().userFiles(), &UserFiles::chooseRequested, this, [&isAsked] { isAsked = true; });
    practice().replace(scaleSession(0, 29));
    openSheet();
    click("practiceSave");
    QVERIFY(name.endsWith(QLatin1String(".practice.json")));
    click("practiceChoose");
    QVERIFY(isAsked);
    files().userFiles()->give(QStringLiteral("other.json"), bytes);
    QVERIFY(practice().isCompared());
    QTRY_VERIFY(m_rig->isAway("practiceFiles"));
    files().userFiles()->give(QStringLiteral("other.json"), "x");
    QVERIFY(files().isProblem());
    QVERIFY(kept("*").isEmpty());
  }

  void namesAndInTuneFollowTheSettings() {
    practice().replace(scaleSession(0, 29));
    const QAbstractItemModel* notes = practice().notes();
    const auto value = [notes](int row, PracticeNotes::Role role) { return notes->data(notes->index(row, 0), role); };
    QCOMPARE(value(2, PracticeNotes::NameRole).toString(), QStringLiteral("E4"));
    QCOMPARE(value(2, PracticeNotes::TuningRole).toInt(), int(PracticeNotes::InTune));
    QCOMPARE(value(0, PracticeNotes::TuningRole).toInt(), int(PracticeNotes::Flat));
    QVERIFY(value(0, PracticeNotes::SpokenRole).toString().startsWith(QLatin1String("C4, 7.2 cents flat, in tune ")));
    QVERIFY(value(7, PracticeNotes::DetailRole).toString().contains(QLatin1String("vibrato 5.6 Hz by 21")));
    m_rig->settings.setNotation(AppSettings::Notation::German);
    QCOMPARE(value(8, PracticeNotes::NameRole).toString(), QStringLiteral("H4"));
    const QString before = practice().headline();
    m_rig->settings.setNumber(analysis::kSettings[analysis::settingIndex("in-tune")], 10);
    QCOMPARE(value(0, PracticeNotes::TuningRole).toInt(), int(PracticeNotes::InTune));
    QVERIFY(practice().headline() != before);
  }

 private:
  PracticeModel& practice() { return *m_rig->controller.practice(); }
  PracticeFiles& files() { return *practice().files(); }
  QQuickItem* item(const char* name) const {
    if (QQuickItem* found = descendant(m_rig->window->contentItem(), QLatin1String(name))) return found;
    const QQuickItem* sheet = m_rig->content("practiceFiles");
    return sheet ? descendant(sheet, QLatin1String(name)) : nullptr;
  }
  QString text(const char* name) const { return item(name)->property("text").toString(); }
  void click(const char* name) const {
    const QQuickItem* button = item(name);
    QVERIFY2(button && button->isVisible(), name);
    m_rig->click(button, {button->width() / 2, button->height() / 2});
  }
  void resize(const QSize& size) const {
    m_rig->window->resize(size);
    QTRY_COMPARE(m_rig->window->contentItem()->size().toSize(), size);
    m_rig->window->grabWindow();
  }
  void openSheet() {
    click("practiceFilesButton");
    QTRY_VERIFY(m_rig->isOpen("practiceFiles"));
  }
  void chooseFirst() const {
    QQuickItem* search = item("search");
    QVERIFY(search);
    search->forceActiveFocus(Qt::TabFocusReason);
    m_rig->press(Qt::Key_Return);
  }
  QStringList kept(const char* pattern) const {
    return QDir(m_folder->filePath(QStringLiteral("kept"))).entryList({QLatin1String(pattern)}, QDir::Files);
  }
  void write(const char* name, const QByteArray& bytes) const {
    QFile file(m_folder->filePath(QLatin1String(name)));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
  }
  void drop(const char* name) const {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_folder->filePath(QLatin1String(name)))});
    const QPointF at(100, 100);
    QDragEnterEvent enter(at.toPoint(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_rig->window, &enter);
    QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_rig->window, &event);
  }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
};

QTEST_MAIN(TestPractice)
#include "tst_practice.moc"
