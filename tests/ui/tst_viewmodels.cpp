// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/noted.h"
#include "ui/appsettings.h"
#include "ui/devicelistmodel.h"
#include "ui/levelmodel.h"
#include "ui/signalpathmodel.h"
#include "ui/tunermodel.h"
#include "ui/waveformitem.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <random>

using namespace tunescope;
using namespace tunescope::ui;

namespace {

constexpr double kHopS = 512 / 48000.0;

analysis::NotedPitch voiced(double timeS, double hertz, double sigmaCents = 0.05, double confidence = 0.95,
                            double a4Hz = 440) {
  core::PitchReading reading;
  reading.timeS = timeS - 0.03;
  reading.availableS = timeS;
  reading.hertz = hertz;
  reading.sigmaCents = sigmaCents;
  reading.confidence = confidence;
  return tests::noted(reading, core::Tuning::equal(a4Hz));
}

analysis::NotedPitch unvoiced(double timeS) {
  core::PitchReading reading;
  reading.timeS = timeS - 0.03;
  reading.availableS = timeS;
  return tests::noted(reading);
}

core::LevelReading loud(double timeS, double rmsDb, double peakDb, unsigned clipped = 0) {
  return {timeS, rmsDb, peakDb, clipped};
}

double offBy(double hertz, double cents) {
  return hertz * std::exp2(cents / 1200);
}

// Plays a tone to the model, hop by hop; returns when the last one was.
double play(TunerModel& tuner, double fromS, double seconds, double hertz, double sigmaCents = 0.03,
            double a4Hz = 440) {
  double timeS = fromS;
  for (; timeS < fromS + seconds; timeS += kHopS) tuner.show(voiced(timeS, hertz, sigmaCents, 0.95, a4Hz));
  return timeS;
}

}  // namespace

class ViewModels : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Tuner
  void aSteadyToneLocksInTune() {
    TunerModel tuner;
    play(tuner, 0, 2.5, offBy(440, 0.4));
    QCOMPARE(tuner.presence(), TunerModel::Presence::Sounding);
    QCOMPARE(tuner.tuning(), TunerModel::Tuning::InTune);
    QCOMPARE(tuner.noteName(), QStringLiteral("A4"));
    QCOMPARE(tuner.centsText(), QStringLiteral("+0.4"));
    QCOMPARE(tuner.hertzText(), QStringLiteral("440.1"));
    QCOMPARE(tuner.spoken(), QStringLiteral("A 4, in tune"));
  }
  void aTouchOfTheRightPitchIsNotInTune() {
    TunerModel tuner;
    for (double t = 0; t < present::NoteDisplay::kLockAfterS - 2 * kHopS; t += kHopS) {
      tuner.show(voiced(t, 440));
      QVERIFY(tuner.tuning() != TunerModel::Tuning::InTune);
    }
  }
  // decisions/0028
  void theWordIsThatOfTheShownNumber() {
    TunerModel tuner;
    double t = play(tuner, 0, 3, 440);
    t = play(tuner, t, 5, offBy(440, 2.4));
    QCOMPARE(tuner.centsText(), QStringLiteral("+2.4"));
    QCOMPARE(tuner.tuning(), TunerModel::Tuning::InTune);
    t = play(tuner, t, 5, offBy(440, 2.6));
    QCOMPARE(tuner.centsText(), QStringLiteral("+2.6"));
    QCOMPARE(tuner.tuning(), TunerModel::Tuning::Sharp);
    play(tuner, t, 5, offBy(440, 2.4));
    QCOMPARE(tuner.centsText(), QStringLiteral("+2.4"));
    QCOMPARE(tuner.tuning(), TunerModel::Tuning::InTune);
  }
  void flatAndSharpAreTold() {
    TunerModel tuner;
    play(tuner, 0, 2, offBy(466.1637615, -12.3));
    QCOMPARE(tuner.tuning(), TunerModel::Tuning::Flat);
    QCOMPARE(tuner.letter(), QStringLiteral("A"));
    QCOMPARE(tuner.accidental(), QStringLiteral("\u266F"));
    QCOMPARE(tuner.octave(), QStringLiteral("4"));
    QCOMPARE(tuner.centsText(), QStringLiteral("\u221212.3"));
    QCOMPARE(tuner.spoken(), QStringLiteral("A sharp 4, 12 cents flat"));
  }
  void anUnsureSigmaIsNeverInTune() {
    TunerModel tuner;
    play(tuner, 0, 2, 440, 5);
    QVERIFY(tuner.tuning() != TunerModel::Tuning::InTune);
  }
  void silenceLeavesAGhostOfTheLastNote() {
    TunerModel tuner;
    double t = play(tuner, 0, 1, 196);
    for (int i = 0; i < 5; ++i, t += kHopS) tuner.show(unvoiced(t));
    QCOMPARE(tuner.presence(), TunerModel::Presence::Sounding);  // a short hole is not shown
    for (int i = 0; i < 20; ++i, t += kHopS) tuner.show(unvoiced(t));
    QCOMPARE(tuner.presence(), TunerModel::Presence::Ghost);
    QCOMPARE(tuner.noteName(), QStringLiteral("G3"));
    QCOMPARE(tuner.tuning(), TunerModel::Tuning::None);
    QVERIFY(tuner.centsText().isEmpty() && tuner.hertzText().isEmpty() && tuner.sigmaText().isEmpty());
  }
  void theGhostLeavesByItself() {
    TunerModel tuner;
    tuner.setGhostMs(10);
    const double t = play(tuner, 0, 1, 196);
    tuner.rest();  // stopped: no readings come any more
    QCOMPARE(tuner.presence(), TunerModel::Presence::Ghost);
    QTRY_COMPARE(tuner.presence(), TunerModel::Presence::Resting);
    QVERIFY(tuner.letter().isEmpty());
    play(tuner, t, 1, 196);
    tuner.rest();
    play(tuner, t + 2, 1, 196);
    QTest::qWait(50);  // the same note again is not a ghost that leaves
    QCOMPARE(tuner.presence(), TunerModel::Presence::Sounding);
  }
  void nothingHeardIsNothingShown() {
    TunerModel tuner;
    for (double t = 0; t < 2; t += kHopS) tuner.show(unvoiced(t));
    QCOMPARE(tuner.presence(), TunerModel::Presence::Resting);
    QVERIFY(tuner.letter().isEmpty());
  }
  void halfWayBetweenTwoNotesTheFirstIsKept() {
    TunerModel tuner;
    double t = play(tuner, 0, 1, offBy(440, 45));
    QSet<QString> seen;
    for (int i = 0; i < 200; ++i, t += kHopS) {
      tuner.show(voiced(t, offBy(440, 50 + 3 * std::sin(i))));
      seen.insert(tuner.noteName());
    }
    QCOMPARE(seen, QSet<QString>{QStringLiteral("A4")});
  }
  void aSingleUnsureReadingOfAnotherNoteIsNotShown() {
    TunerModel tuner;
    double t = play(tuner, 0, 1, 440);
    tuner.show(voiced(t, 220, 0.1, 0.2));
    QCOMPARE(tuner.noteName(), QStringLiteral("A4"));
    for (int i = 0; i < 3; ++i) tuner.show(voiced(t += kHopS, 220, 0.1, 0.2));
    QCOMPARE(tuner.noteName(), QStringLiteral("A3"));
  }
  void anotherA4ChangesTheCents() {
    TunerModel tuner;
    const double t = play(tuner, 0, 2, 440, 0.03, 442);
    QCOMPARE(tuner.centsText(), QStringLiteral("\u22127.9"));
    QCOMPARE(tuner.targetText(), QStringLiteral("442.00"));
    play(tuner, t, 2, 440);  // while it sounds
    QCOMPARE(tuner.targetText(), QStringLiteral("440.00"));
    QCOMPARE(tuner.centsText(), QStringLiteral("0.0"));
  }
  void theNoteIsCalledAsTheNotationSays() {
    TunerModel tuner;
    tuner.setNotation(core::Notation::German);
    double t = play(tuner, 0, 1, 493.883);
    QCOMPARE(tuner.letter(), QStringLiteral("H"));
    tuner.setNotation(core::Notation::Latin);  // also what sounds now
    QCOMPARE(tuner.letter(), QStringLiteral("Si"));
    QCOMPARE(tuner.noteName(), QStringLiteral("Si4"));
    play(tuner, t, 1, 466.164);
    QCOMPARE(tuner.letter() + tuner.accidental() + tuner.octave(), QStringLiteral("La\u266F4"));
    tuner.clear();
    tuner.setNotation(core::Notation::English);
    QVERIFY(tuner.letter().isEmpty());
  }
  void aSteadyNoteDoesNotRedrawItsDigitsEveryFrame() {
    TunerModel tuner;
    double t = play(tuner, 0, 1, 440);
    std::mt19937 random(3);
    std::normal_distribution<double> noise(0, 0.5);
    int changes = 0;
    QString last = tuner.centsText();
    for (int i = 0; i < 188; ++i, t += kHopS) {  // two seconds
      tuner.show(voiced(t, offBy(440, noise(random)), 0.05));
      changes += tuner.centsText() != last;
      last = tuner.centsText();
    }
    QVERIFY(changes <= 5);
  }

  // Level
  void thePeakIsHeldAndFalls() {
    LevelModel level;
    level.show(loud(0, -20, -6));
    for (double t = 0; t < 1.4; t += kHopS) level.show(loud(t, -40, -30));
    QCOMPARE(level.heldPosition(), LevelModel::positionOf(-6));
    for (double t = 1.4; t < 4; t += kHopS) level.show(loud(t, -40, -30));
    QCOMPARE(level.heldPosition(), LevelModel::positionOf(-30));
  }
  void clippingIsSeenForAWhile() {
    LevelModel level;
    level.show(loud(0, -3, 0, 4));
    QVERIFY(level.isClipping());
    QCOMPARE(level.hint(), LevelModel::Hint::Clips);
    level.show(loud(1.9, -3, -1));
    QVERIFY(level.isClipping());
    level.show(loud(2.1, -3, -1));
    QVERIFY(!level.isClipping());
  }
  void digitalSilenceIsMinusInfinityAndMuted() {
    LevelModel level;
    for (double t = 0; t < 4; t += kHopS) level.show({t, std::nullopt, std::nullopt, 0});
    QCOMPARE(level.rmsText(), QStringLiteral("\u2212\u221E"));
    QCOMPARE(level.rmsPosition(), 0.0);
    QVERIFY(level.isMutedFor(2));
    QCOMPARE(level.hint(), LevelModel::Hint::TooQuiet);
    level.show(loud(4, -20, -10));
    QVERIFY(!level.isMutedFor(0.1));
    QCOMPARE(level.hint(), LevelModel::Hint::Good);
  }
  void theMeterKeepsWithinItsEnds() {
    QCOMPARE(LevelModel::positionOf(-60), 0.0);
    QCOMPARE(LevelModel::positionOf(-30), 0.5);
    QCOMPARE(LevelModel::positionOf(6), 1.0);
    QCOMPARE(LevelModel::positionOf(-std::numeric_limits<double>::infinity()), 0.0);
  }

  // Waveform
  void theTraceKeepsItsWidthAndItsPeaks() {
    core::WaveformFrame frame;
    frame.columns = {{0, 0}, {-1, 1}, {0.5F, 0.5F}, {9, 9}};
    std::vector<WaveformItem::Edge> edges;
    WaveformItem::layOut(frame, 1, QSizeF(3, 100), 2, 0, edges);
    QCOMPARE(edges.size(), std::size_t(4));
    QCOMPARE(edges[0].bottom - edges[0].top, 2.0F);  // the first is level with the second's middle
    QVERIFY(edges[1].top <= 2.01F && edges[1].bottom >= 97.9F);
    QVERIFY(edges[3].top < edges[3].bottom && edges[3].bottom <= 100);  // beyond full scale stays in the picture
  }
  void aSteepLineIsAsWideAcrossAsALevelOne_data() {
    QTest::addColumn<double>("slope");
    for (const double slope : {0.0, 1.0, -5.0, 60.0, -400.0}) QTest::addRow("%g", slope) << slope;
  }
  // Pixels up for each to the right, of a line 4 pixels wide.
  void aSteepLineIsAsWideAcrossAsALevelOne() {
    QFETCH(double, slope);
    constexpr double kHeight = 20000;
    core::WaveformFrame frame;
    for (int i = -10; i <= 10; ++i) {
      const auto sample = float(i * slope / (kHeight / 2 - 4));
      frame.columns.push_back({sample, sample});
    }
    std::vector<WaveformItem::Edge> edges;
    WaveformItem::layOut(frame, 1, QSizeF(20, kHeight), 4, 0, edges);
    const double across = (edges[10].bottom - edges[10].top) / std::hypot(1, slope);
    QVERIFY2(std::abs(across - 4) < 0.02, qPrintable(QString::number(across)));
    WaveformItem::layOut(frame, 1, QSizeF(20, kHeight), 4, 0.5, edges);
    QVERIFY(std::abs((edges[10].bottom - edges[10].top) / std::hypot(1, slope) - 5) < 0.02);
  }
  void aSteepFlankDoesNotOvershootItsPeak() {
    core::WaveformFrame frame;
    frame.columns.assign(21, {0, 0});
    frame.columns[10] = {0.8F, 0.8F};
    std::vector<WaveformItem::Edge> edges;
    WaveformItem::layOut(frame, 1, QSizeF(20, 1008), 4, 0, edges);
    for (const WaveformItem::Edge& edge : edges)
      QVERIFY(edge.top >= 504 - 0.8F * 500 - 2.01F && edge.bottom <= 506.01F);
  }
  void theGainGoesInDoublingsAndRests() {
    WaveformModel model;
    QSignalSpy texts(&model, &WaveformModel::textChanged);
    core::WaveformFrame frame;
    frame.spanS = 0.025;
    frame.columns.assign(8, {-0.05F, 0.05F});
    for (double t = 0; t < 3; t += 0.016) {
      frame.timeS = t;
      model.show(frame);
    }
    QCOMPARE(model.gainText(), QStringLiteral("\u00D78"));
    QVERIFY(std::abs(model.gain() - 8) < 0.01);
    QCOMPARE(texts.count(), 2);  // the gain and the span, not one for each frame
    model.rest();
    QCOMPARE(texts.count(), 3);
    QVERIFY(model.frame().columns.empty());
    QVERIFY(model.gainText().isEmpty());
  }
  void anAttackAfterQuietIsDrawnWhole() {
    WaveformModel model;
    core::WaveformFrame frame;
    const auto showFor = [&](double seconds, float peak) {
      frame.columns.assign(8, {-peak, peak});
      for (const double endS = frame.timeS + seconds; frame.timeS < endS; frame.timeS += 0.016) model.show(frame);
    };
    showFor(3, 0.005F);
    QVERIFY(std::abs(model.gain() - 64) < 0.1);
    showFor(0.016, 0.8F);
    QVERIFY2(model.gain() * 0.8 <= 1, qPrintable(QString::number(model.gain())));
    showFor(0.5, 0.005F);  // but the way back is slow
    QVERIFY(model.gain() < 1.1);
  }
  void aFrameIsAcknowledgedOnce() {
    WaveformModel model;
    QSignalSpy consumed(&model, &WaveformModel::consumed);
    model.acknowledge();
    QCOMPARE(consumed.count(), 0);
    model.show({});
    model.acknowledge();
    model.acknowledge();
    QCOMPARE(consumed.count(), 1);
  }
  void aFrameThatIsDroppedIsAcknowledgedToo() {
    WaveformModel model;
    QSignalSpy consumed(&model, &WaveformModel::consumed);
    model.show({});
    model.rest();
    QCOMPARE(consumed.count(), 1);
    model.rest();
    model.acknowledge();  // drawn after all: nothing is waiting any more
    QCOMPARE(consumed.count(), 1);
  }

  // Signal path
  void lostSamplesAreGroupedAndInSeconds() {
    SignalPathModel model;
    analysis::SignalPath path;
    const auto lost = [&] {
      model.show(path);
      return model.text().section(QStringLiteral("Lost samples: "), 1).section(QLatin1Char('\n'), 0, 0);
    };
    QCOMPARE(lost(), QStringLiteral("none"));
    path.lostFrames = 1102739;
    QCOMPARE(lost(), QStringLiteral("1,102,739"));
    path.status.format.sampleRateHz = 48000;
    QCOMPARE(lost(), QStringLiteral("1,102,739 (22.97 s)"));
    path.lostFrames = 512;
    QCOMPARE(lost(), QStringLiteral("512 (0.011 s)"));
  }

  // Devices
  void levelsBelongToTheirInputs() {
    DeviceListModel model;
    audio::DeviceInfo one{.id = "pulse:One",
                          .api = "pulse",
                          .name = "One",
                          .inputChannels = 2,
                          .preferredRateHz = 48000,
                          .ratesHz = {},
                          .isDefault = true};
    audio::DeviceInfo two{
        .id = "alsa:Two", .api = "alsa", .name = "Two", .inputChannels = 1, .preferredRateHz = 44100, .ratesHz = {}};
    model.setDevices({one, two});
    const auto value = [&](int row, int role) { return model.data(model.index(row), role); };
    QCOMPARE(value(0, DeviceListModel::DetailRole).toString(),
             QStringLiteral("PulseAudio \u00B7 48 kHz \u00B7 stereo"));
    QCOMPARE(value(1, DeviceListModel::DetailRole).toString(), QStringLiteral("ALSA \u00B7 44.1 kHz \u00B7 mono"));
    QVERIFY(!value(1, DeviceListModel::HasLevelRole).toBool());
    model.setLevel(QStringLiteral("alsa:Two"), -30.0);
    QVERIFY(!value(0, DeviceListModel::HasLevelRole).toBool());
    QCOMPARE(value(1, DeviceListModel::LevelRole).toDouble(), 0.5);
    model.setDevices({two, one});  // keeps it
    QCOMPARE(value(0, DeviceListModel::LevelRole).toDouble(), 0.5);
    QCOMPARE(model.currentIndex(), 1);  // the default, as none is chosen
    model.setCurrent(QStringLiteral("alsa:Two"));
    QCOMPARE(model.currentIndex(), 0);
  }

  // Settings
  void settingsThatCannotBeKeptHoldForThisRunAndSaySo() {
    const QTemporaryDir folder;
    const QString inTheWay = folder.filePath(QStringLiteral("file"));
    QFile file(inTheWay);
    QVERIFY(file.open(QIODevice::WriteOnly));
    AppSettings settings(inTheWay + QStringLiteral("/tunescope.ini"));
    QVERIFY(settings.problem().contains(inTheWay));
    settings.setA4Hz(432);
    QVERIFY(qFuzzyCompare(settings.a4Hz(), 432.0));
    QVERIFY(AppSettings(folder.filePath(QStringLiteral("new/tunescope.ini"))).problem().isEmpty());
  }

  void settingsAreRemembered() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("settings.ini"));
    {
      AppSettings settings(path);
      settings.setA4Hz(442.5);
      settings.setAppearance(AppSettings::Appearance::Paper);
      settings.setNotation(AppSettings::Notation::Latin);
      settings.setDeviceId(QStringLiteral("pulse:Mic; \"odd\" = name"));
      settings.setMotionReduced(true);
      settings.setGeometry(QRect(10, 20, 390, 844));
    }
    const AppSettings settings(path);
    QCOMPARE(settings.a4Hz(), 442.5);
    QCOMPARE(settings.appearance(), AppSettings::Appearance::Paper);
    QCOMPARE(settings.notation(), AppSettings::Notation::Latin);
    QCOMPARE(settings.deviceId(), QStringLiteral("pulse:Mic; \"odd\" = name"));
    QVERIFY(settings.isMotionReduced());
    QCOMPARE(settings.geometry(), QRect(10, 20, 390, 844));
  }
  void whatIsOverruledForARunIsNotRemembered() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("settings.ini"));
    {
      AppSettings settings(path);
      settings.setNotation(AppSettings::Notation::German);
      const QSignalSpy changes(&settings, &AppSettings::valuesChanged);
      analysis::Settings over{{.a4Hz = 415.125, .minHz = 50, .maxHz = 900}};
      over.notation = core::Notation::Latin;
      analysis::SettingSet rows;
      for (const auto row : {analysis::settingIndex("a4"), analysis::settingIndex("min-hz")}) rows.set(row);
      settings.overrideWith(over, rows);
      QCOMPARE(settings.notation(), AppSettings::Notation::German);
      QCOMPARE(settings.a4Hz(), 415.125);
      QVERIFY(settings.values().minHz == 50 && settings.values().maxHz == 5000);
      QCOMPARE(changes.size(), 1);
      rows.set(analysis::settingIndex("notation"));
      settings.overrideWith(over, rows);
      QCOMPARE(settings.notation(), AppSettings::Notation::Latin);
      QCOMPARE(changes.size(), 2);
    }
    const AppSettings settings(path);
    QCOMPARE(settings.notation(), AppSettings::Notation::German);
    QCOMPARE(settings.a4Hz(), 440.0);
  }
  void damagedSettingsAreDefaults_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("noise") << QByteArray("\x00\xff[[[[=\n\n%%%=@Invalid(", 20);
    QTest::newRow("wrong values") << QByteArray(
        "[General]\na4Hz=nan\nappearance=7\nnotation=dutch\ngeometry=0,0,-5,9999999\nreducedMotion=perhaps\n");
    QTest::newRow("out of range") << QByteArray("[General]\na4Hz=1e9\ngeometry=1,1,1,1\n");
    QTest::newRow("a rectangle of three") << QByteArray("geometry=10,20,800\n");
    // To QSettings' own INI a list of four thousand million strings: it asked for 21 GB.
    QTest::newRow("a huge list") << QByteArray("a4Hz=@Variant(\\0\\0\\0\\t(10 20 800 6p0)\n");
  }
  void damagedSettingsAreDefaults() {
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("settings.ini"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const AppSettings settings(path);
    QCOMPARE(settings.a4Hz(), 440.0);
    QCOMPARE(settings.appearance(), AppSettings::Appearance::System);
    QCOMPARE(settings.notation(), AppSettings::Notation::English);
    QVERIFY(!settings.geometry().isValid());
  }
  void settingsThatCannotBeWrittenHoldForThisRun() {
    AppSettings settings(QStringLiteral("/proc/no/such/folder/settings.ini"));
    settings.setA4Hz(415);
    QCOMPARE(settings.a4Hz(), 415.0);
  }
};

QTEST_GUILESS_MAIN(ViewModels)
#include "tst_viewmodels.moc"
