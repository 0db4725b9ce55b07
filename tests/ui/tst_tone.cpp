// SPDX-License-Identifier: GPL-3.0-or-later
// The reference tone in the window as hands use it, and what it asks of its output.
#include "ui/fakeoutput.h"
#include "ui/windowrig.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <optional>

using namespace tunescope;
using namespace tunescope::ui;

class ToneTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    hasDevices = hasServer = true;
    m_folder.emplace();
    open();
  }
  void cleanup() {
    QVERIFY(m_rig->warnings.isEmpty());
    m_rig.reset();
  }

  void aNoteIsPlayedByKeysAlone() {
    m_rig->press(Qt::Key_R);
    QTRY_VERIFY(m_rig->isOpen("tone"));
    QVERIFY(m_output->wishes.empty() || !heard().isAudible());
    QVERIFY(tabTo("toneKey0"));
    QVERIFY(m_rig->isFocusSeen());
    m_rig->press(Qt::Key_Space);
    QCOMPARE(heard().count, std::size_t(1));
    QVERIFY(isCents(heard().hertz[0], 440 * std::exp2(-9 / 12.0)));
    QCOMPARE(text("toneSummary"), QStringLiteral("C4, 261.63 Hz"));
    for (int i = 0; i < 9; ++i) m_rig->press(Qt::Key_Right);
    m_rig->press(Qt::Key_Return);  // a drone: another note takes its place
    QCOMPARE(heard().count, std::size_t(1));
    QCOMPARE(heard().hertz[0], 440.0);
    m_rig->press(Qt::Key_Return);
    QVERIFY(!heard().isAudible());
    m_rig->press(Qt::Key_Tab);
    QVERIFY(m_rig->focused("objectName").toString() != QLatin1String("toneKey10"));  // the keys are one stop
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("tone"));
  }

  void clicksMakeAChord() {
    openSheet();
    tone().setWay(ToneModel::Way::Chord);
    for (const int key : {0, 4, 7}) click(QStringLiteral("toneKey%1").arg(key));
    QCOMPARE(heard().count, std::size_t(3));
    QCOMPARE(text("toneSummary"), QStringLiteral("C4 E4 G4"));
    click(QStringLiteral("toneKey4"));
    QCOMPARE(text("toneSummary"), QStringLiteral("C4 G4"));
    click(QStringLiteral("tonePlay"));
    QVERIFY(!heard().isAudible());
    click(QStringLiteral("tonePlay"));  // what sounded last
    QCOMPARE(heard().count, std::size_t(2));
    tone().setWay(ToneModel::Way::Drone);
    QCOMPARE(heard().count, std::size_t(1));
  }

  void aHeldKeyEndsWithTheFinger() {
    openSheet();
    tone().setWay(ToneModel::Way::Held);
    QQuickItem* key = item(QStringLiteral("toneKey9"));
    m_rig->window->grabWindow();
    const QPoint at = key->mapToScene({key->width() / 2, key->height() / 2}).toPoint();
    QTest::mousePress(m_rig->window, Qt::LeftButton, {}, at);
    QCOMPARE(heard().hertz[0], 440.0);
    QTest::mouseRelease(m_rig->window, Qt::LeftButton, {}, at);
    QVERIFY(!heard().isAudible());
    QTest::keyPress(m_rig->window, Qt::Key_Return);
    QVERIFY(heard().isAudible());
    QTest::keyRelease(m_rig->window, Qt::Key_Return);
    QVERIFY(!heard().isAudible());
    QTest::keyPress(m_rig->window, Qt::Key_Return);
    m_rig->press(Qt::Key_Escape);  // it closes while the key is down
    QTRY_VERIFY(m_rig->isAway("tone"));
    QVERIFY(!heard().isAudible());
  }

  void aHeldKeyEndsWhereTheOctaveChanges() {
    openSheet();
    tone().setWay(ToneModel::Way::Held);
    tone().press(9);
    QCOMPARE(heard().hertz[0], 440.0);
    tone().setOctave(5);  // the finger is still down
    QVERIFY(!heard().isAudible() && !tone().isPlaying());
    tone().release(9);
    tone().press(9);
    QCOMPARE(heard().hertz[0], 880.0);
    tone().release(9);
    QVERIFY(!heard().isAudible());
  }

  void aNoteOutOfRangeIsNoTone() {
    analysis::Settings values = m_rig->settings.values();
    values.temperament = "edo-5";
    m_rig->settings.change(values, {analysis::settingIndex("temperament")});
    tone().setOctave(ToneModel::maxOctave());
    tone().setOctave(ToneModel::minOctave());
    for (int key = 0; key < tone().keys()->count(); ++key) {
      tone().press(key);
      QCOMPARE(tone().isPlaying(), heard().isAudible());
    }
  }

  void aPageThatWasLeftIsSilentWhenItComesBack() {
    CaptureRun& run = *m_rig->controller.run();
    QTRY_COMPARE(run.state(), CaptureState::State::Listening);
    tone().toggle();
    QCOMPARE(run.state(), CaptureState::State::Paused);
    m_output->tell({.problem = audio::ToneStatus::Problem::Left});
    QVERIFY(!tone().isPlaying() && tone().problem().isEmpty());
    QTRY_COMPARE(run.state(), CaptureState::State::Listening);
  }

  void theTuningInForceIsPlayed() {
    openSheet();
    click(QStringLiteral("toneKey0"));
    analysis::Settings values = m_rig->settings.values();
    values.temperament = "werckmeister-3";
    values.a4Hz = 415;
    m_rig->settings.change(values, {analysis::settingIndex("temperament"), analysis::settingIndex("a4")});
    const double c4 = core::Tuning(analysis::tuningSettingsOf(m_rig->settings.values())).key(60)->targetHz;
    QCOMPARE(heard().hertz[0], c4);  // the note that sounds follows
    QVERIFY(std::abs(1200 * std::log2(c4 / 415) + 888.27) < 0.01);
    tone().stop();
    values.transposition = 2;
    m_rig->settings.change(values, {analysis::settingIndex("transpose")});
    click(QStringLiteral("toneKey0"));  // a written C sounds as B flat
    QCOMPARE(text("toneSummary").left(2), QStringLiteral("C4"));
    QVERIFY(heard().hertz[0] < 0.95 * c4);
    tone().stop();
    values = {};
    values.temperament = "edo-19";
    m_rig->settings.change(values, {analysis::settingIndex("temperament"), analysis::settingIndex("a4"),
                                    analysis::settingIndex("transpose")});
    QCOMPARE(tone().keys()->count(), 19);
    QVERIFY(!tone().keys()->isPiano());
    click(QStringLiteral("toneKey7"));
    QVERIFY(isCents(heard().hertz[0], 440 * std::exp2(-9 / 12.0 + 7 / 19.0)));
    tone().setOctave(5);
    QCOMPARE(heard().count, std::size_t(1));  // it goes on
  }

  void aScaleOfManyNotesShowsWhatFits() {
    analysis::Settings values = m_rig->settings.values();
    values.temperament = "edo-1200";
    m_rig->settings.change(values, {analysis::settingIndex("temperament")});
    QCOMPARE(tone().keys()->count(), ToneKeys::kMaxKeys);
    QCOMPARE(tone().keys()->left(), 1200 - ToneKeys::kMaxKeys);
  }

  void levelTimbreAndOctaveAreTypedAndRemembered() {
    openSheet();
    tone().toggle();
    QCOMPARE(heard().hertz[0], 440.0);
    QCOMPARE(heard().levelDb, core::kDefaultToneLevelDb);
    QVERIFY(tabTo("toneWay"));
    m_rig->press(Qt::Key_Right);
    QVERIFY(tabTo("toneOctave"));
    select();
    m_rig->type("3");
    QVERIFY(tabTo("toneTimbre"));
    m_rig->press(Qt::Key_Right);
    QCOMPARE(heard().timbre, core::Timbre::Strings);
    QVERIFY(tabTo("toneLevel"));
    select();
    m_rig->type("-24");
    m_rig->press(Qt::Key_Return);
    QCOMPARE(heard().levelDb, -24.0);
    select();
    m_rig->type("-3");  // louder than it goes
    m_rig->press(Qt::Key_Return);
    QCOMPARE(heard().levelDb, -24.0);
    m_rig->press(Qt::Key_Escape);
    QVERIFY(tabTo("toneHeadphones"));
    m_rig->press(Qt::Key_Space);
    tone().stop();
    m_rig.reset();
    open();
    QCOMPARE(tone().levelDb(), -24.0);
    QCOMPARE(tone().octave(), 3);
    QCOMPARE(tone().timbre(), int(core::Timbre::Strings));
    QCOMPARE(tone().way(), ToneModel::Way::Chord);
    QVERIFY(tone().hasHeadphones() && !tone().isPlaying() && !tone().isByEar());
  }

  void listeningPausesAndSaysSo() {
    CaptureRun& run = *m_rig->controller.run();
    QTRY_COMPARE(run.state(), CaptureState::State::Listening);
    tone().toggle();
    QCOMPARE(run.state(), CaptureState::State::Paused);
    QVERIFY(run.sentence().contains(QStringLiteral("Paused")) && run.isStarted() && !run.isProblem());
    sing(440);
    QCOMPARE(tuner().presence(), TunerModel::Presence::Resting);
    run.act();  // the button beside the sentence
    QVERIFY(!heard().isAudible());
    QCOMPARE(run.state(), CaptureState::State::Paused);  // it still fades
    m_output->tell({});
    QTRY_COMPARE(run.state(), CaptureState::State::Listening);
  }

  void theStrumSaysSoToo() {
    QTRY_COMPARE(m_rig->controller.run()->state(), CaptureState::State::Listening);
    m_rig->press(Qt::Key_4);
    const auto seen = [this](const char* name) {
      const QQuickItem* found = descendant(m_rig->window->contentItem(), QString::fromLatin1(name));
      return found && found->isVisible();
    };
    QTRY_VERIFY(seen("hint"));
    QVERIFY(!seen("strumStatus"));
    tone().toggle();
    QTRY_VERIFY(seen("strumStatus"));
    const QQuickItem* status = descendant(m_rig->window->contentItem(), QStringLiteral("strumStatus"));
    const QQuickItem* sentence = descendant(status, QStringLiteral("sentence"));
    QVERIFY(sentence->property("text").toString().contains(QStringLiteral("Paused")));
    tone().stop();
    m_output->tell({});
    QTRY_VERIFY(!seen("strumStatus"));
  }

  void withHeadphonesBothRun() {
    CaptureRun& run = *m_rig->controller.run();
    QTRY_COMPARE(run.state(), CaptureState::State::Listening);
    tone().toggle();
    QCOMPARE(run.state(), CaptureState::State::Paused);
    tone().setHeadphones(true);
    QCOMPARE(run.state(), CaptureState::State::Listening);
    QVERIFY(heard().isAudible());
    tone().setHeadphones(false);
    QCOMPARE(run.state(), CaptureState::State::Paused);
  }

  void theDemoGoesOn() {
    m_rig->controller.run()->playDemo();
    tone().toggle();
    QVERIFY(!m_rig->controller.run()->isPaused());
  }

  void whatIsMissingIsSaid() {
    CaptureRun& run = *m_rig->controller.run();
    QTRY_COMPARE(run.state(), CaptureState::State::Listening);
    m_output->isThere = false;
    openSheet();
    click(QStringLiteral("toneKey0"));
    QVERIFY(text("toneProblem").contains(QStringLiteral("no audio output")));
    QVERIFY(!tone().isPlaying());
    click(QStringLiteral("toneKey0"));  // and again, where nothing has changed
    QVERIFY(text("toneProblem").contains(QStringLiteral("no audio output")));
    QVERIFY(!tone().isPlaying());
    QTRY_COMPARE(run.state(), CaptureState::State::Listening);
    m_output->isThere = true;
    click(QStringLiteral("toneKey0"));
    QVERIFY(text("toneProblem").isEmpty() && tone().isPlaying());
    tone().setOutput(nullptr);
    tone().stop();
    tone().toggle();
    QVERIFY(text("toneProblem").contains(QStringLiteral("Qt Multimedia")) && !tone().isPlaying());
  }

  void byEarNeedsHeadphones() {
    m_rig->press(Qt::Key_B);
    QTRY_VERIFY(m_rig->isOpen("tone"));
    QVERIFY(!tone().isByEar());
    QVERIFY(text("toneByEarHint").contains(QStringLiteral("headphones")));
    QVERIFY(!item(QStringLiteral("toneByEar"))->isEnabled());
    click(QStringLiteral("toneHeadphones"));
    QVERIFY(tone().hasHeadphones());
    click(QStringLiteral("toneByEar"));
    QVERIFY(tone().isByEar());
    click(QStringLiteral("toneHeadphones"));
    QVERIFY(!tone().isByEar());
    QVERIFY(!item(QStringLiteral("toneByEar"))->property("checked").toBool());
    click(QStringLiteral("toneHeadphones"));
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("tone"));
    m_rig->press(Qt::Key_B);
    QVERIFY(tone().isByEar() && m_rig->isAway("tone"));
    m_rig->press(Qt::Key_B);
    QVERIFY(!tone().isByEar());
  }

  void theBeatFollowsTheShownNumber() {
    tone().setHeadphones(true);
    QVERIFY(tone().toggleByEar());
    QVERIFY(!heard().isAudible());  // no note, no beat
    sing(440 * std::exp2(-7 / 1200.0));
    QCOMPARE(heard().beat.hertz, 440.0);
    QVERIFY(std::abs(heard().beat.beatsPerS - 7 * core::kBeatsPerCent) < 0.05 && heard().beat.pan < -0.6);
    QCOMPARE(heard().beat, core::toneBeat(440, tuner().cents(), false));
    sing(440 * std::exp2(15 / 1200.0));
    QVERIFY(heard().beat.pan == 1 && heard().beat.beatsPerS > 2.5);
    sing(440);
    QCOMPARE(tuner().tuning(), TunerModel::Tuning::InTune);
    QCOMPARE(heard().beat, core::toneBeat(440, 0, true));
    tuner().rest();
    QVERIFY(!heard().isAudible());
  }

  void aDamagedFileIsLeftOut() {
    for (const char* key : {"toneLevelDb", "toneTimbre", "toneOctave", "toneWay"}) {
      m_rig->settings.keep(QLatin1String(key), QStringLiteral("-999"));
    }
    m_rig.reset();
    open();
    QCOMPARE(tone().levelDb(), core::kDefaultToneLevelDb);
    QCOMPARE(tone().octave(), 4);
    QCOMPARE(tone().timbre(), 0);
    QCOMPARE(tone().way(), ToneModel::Way::Drone);
  }

 private:
  void open() {
    m_rig.emplace(m_folder->path());
    QVERIFY(m_rig->isReady());
    auto output = std::make_unique<FakeOutput>();
    m_output = output.get();
    tone().setOutput(std::move(output));
  }
  void openSheet() {
    m_rig->press(Qt::Key_R);
    QTRY_VERIFY(m_rig->isOpen("tone"));
  }
  ToneModel& tone() { return *m_rig->controller.tone(); }
  TunerModel& tuner() { return *m_rig->controller.readings()->tuner(); }
  const core::ToneWish& heard() const { return m_output->wishes.back(); }
  static bool isCents(double hertz, double wanted) { return std::abs(1200 * std::log2(hertz / wanted)) < 0.001; }
  QQuickItem* item(const QString& name) const { return descendant(m_rig->content("tone"), name); }
  QString text(const char* name) const {
    const QQuickItem* found = item(QString::fromLatin1(name));
    return found && found->isVisible() ? found->property("text").toString() : QString();
  }
  void click(const QString& name) const {
    QQuickItem* found = item(name);
    QVERIFY2(found, qPrintable(name));
    m_rig->window->grabWindow();
    found->forceActiveFocus();  // scrolls it into view
    m_rig->click(found, {found->width() / 2, found->height() / 2});
  }
  bool tabTo(const char* name) const {
    const QQuickItem* wanted = item(QString::fromLatin1(name));
    for (int i = 0; wanted && i < 30; ++i) {
      QQuickItem* focus = m_rig->window->activeFocusItem();
      if (focus && (focus == wanted || wanted->isAncestorOf(focus))) return true;
      m_rig->press(Qt::Key_Tab);
    }
    return false;
  }
  void select() const { m_rig->press(Qt::Key_A, Qt::ControlModifier); }
  // Two seconds of it, as the worker would hand them out.
  void sing(double hertz) {
    if (m_rig->controller.run()->isPaused()) return;
    const core::Tuning tuning(core::TuningSettings{});
    for (const double end = m_timeS + 2; m_timeS < end; m_timeS += 0.0107) {
      core::PitchReading reading;
      reading.availableS = m_timeS;
      reading.hertz = hertz;
      reading.sigmaCents = 0.1;
      reading.confidence = 0.99;
      tuner().show({reading, tuning.nearest(hertz)});
    }
  }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
  FakeOutput* m_output = nullptr;
  double m_timeS = 0;
};

QTEST_MAIN(ToneTest)
#include "tst_tone.moc"
