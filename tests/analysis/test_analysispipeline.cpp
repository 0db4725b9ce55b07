// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/pipelinerig.h"
#include "analysis/stream/streamreader.h"
#include "core/dsp/sane.h"
#include "core/pitch/pitchengine.h"

#include <QTest>

#include <cstring>
#include <limits>
#include <random>

using namespace tunescope;
using namespace tunescope::tests;

class TestAnalysisPipeline : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // After a thousand hours time is still exact to the microsecond, and readings are as in the first second.
  void aThousandHoursLaterNothingHasDrifted() {
    const std::vector<float> music = someMusic(48000);
    Rig young;
    Rig old;
    young.producer.beginStream(kRateHz);
    old.producer.beginStream(kRateHz);
    old.producer.push(music);
    const std::uint64_t hours = 1000ULL * 3600 * 48000;
    old.producer.noteLoss(hours - 48000, core::GapReason::Stall);
    old.drain();
    const std::size_t before = old.sink.frames.size();
    young.producer.push(music);
    old.producer.push(music);
    young.drain();
    old.drain();
    QCOMPARE(old.sink.frames.size() - before, young.sink.frames.size());
    for (std::size_t i = 0; i < young.sink.frames.size(); ++i) {
      const RecordingSink::Frame& first = young.sink.frames[i];
      const RecordingSink::Frame& last = old.sink.frames[before + i];
      QVERIFY(sameBits(first.pitch.hertz, last.pitch.hertz) && sameBits(first.pitch.sigmaCents, last.pitch.sigmaCents));
      QVERIFY(std::abs(last.pitch.timeS - 3600000 - first.pitch.timeS) < 1e-6);
      QVERIFY(std::abs(last.level.timeS - 3600000 - first.level.timeS) < 1e-6);
    }
  }

  void theClocksErrorIsTakenOutOfThePitch() {
    const std::vector<float> music = someMusic(48000);
    Rig plain;
    Rig corrected;
    corrected.reader.setSettings({.clockPpm = -100});
    for (Rig* rig : {&plain, &corrected}) {
      rig->producer.beginStream(kRateHz);
      rig->producer.push(music);
      rig->drain();
    }
    int compared = 0;
    for (std::size_t i = 0; i < plain.sink.frames.size(); ++i) {
      const auto& before = plain.sink.frames[i];
      const auto& after = corrected.sink.frames[i];
      QCOMPARE(before.pitch.hertz.has_value(), after.pitch.hertz.has_value());
      if (!before.pitch.hertz) continue;
      ++compared;
      QVERIFY(std::abs(*after.pitch.hertz / *before.pitch.hertz - (1 - 100e-6)) < 1e-12);
      QVERIFY(std::abs(after.note->cents - before.note->cents + 0.17313) < 1e-4);  // 1200 log2(1 - 100e-6)
    }
    QVERIFY(compared > 30);
  }

  void framesDoNotDependOnHowTheSoundIsCut() {
    const std::vector<float> music = someMusic(96000);
    Rig whole;
    whole.producer.beginStream(kRateHz);
    whole.producer.push(music);
    whole.drain();
    QCOMPARE(whole.sink.frames.size(), music.size() / kHop);

    std::mt19937 random(11);
    for (int round = 0; round < 3; ++round) {
      Rig cut;
      cut.producer.beginStream(kRateHz);
      for (std::size_t at = 0; at < music.size();) {
        const std::size_t count = std::min<std::size_t>(1 + random() % 1500, music.size() - at);
        cut.producer.push(std::span(music).subspan(at, count));
        at += count;
        cut.reader.read(cut.sink, 1 + random() % 2000);
      }
      cut.drain();
      QCOMPARE(cut.sink.frames.size(), whole.sink.frames.size());
      for (std::size_t i = 0; i < cut.sink.frames.size(); ++i) {
        QVERIFY2(sameFrame(cut.sink.frames[i], whole.sink.frames[i]), qPrintable(QString::number(i)));
      }
    }
  }

  void aFrameComesForEveryHopWithTheTimeOfItsCentre() {
    Rig rig;
    rig.producer.beginStream(kRateHz);
    rig.producer.push(sine(440, kRateHz, 10 * kHop));
    rig.drain();
    QCOMPARE(rig.sink.streams.size(), 1U);
    QCOMPARE(rig.sink.streams[0].sampleRateHz, kRateHz);
    QCOMPARE(rig.sink.streams[0].hopFrames, kHop);
    QCOMPARE(rig.sink.frames.size(), 10U);
    for (std::size_t i = 0; i < 10; ++i) {
      QCOMPARE(rig.sink.frames[i].level.timeS, (static_cast<double>(i) + 0.5) * kHop / kRateHz);
      QVERIFY(rig.sink.frames[i].pitch.availableS <= static_cast<double>(i + 1) * kHop / kRateHz + 1e-12);
      QCOMPARE(rig.sink.frames[i].hop.size(), kHop);
    }
  }

  void aPartialHopAtTheEndGivesNoFrameButCountsInTheSeconds() {
    Rig rig;
    rig.producer.beginStream(kRateHz);
    rig.producer.push(sine(440, kRateHz, 3 * kHop + 100));
    rig.producer.finish();
    rig.drain();
    QCOMPARE(rig.sink.frames.size(), 3U);
    QCOMPARE(rig.sink.ends.size(), 1U);
    QCOMPARE(rig.sink.ends[0], (3.0 * kHop + 100) / kRateHz);
    QCOMPARE(rig.reader.timeS(), (3.0 * kHop + 100) / kRateHz);
  }

  void anEmptyStreamBeginsAndEnds() {
    Rig rig;
    rig.producer.beginStream(kRateHz);
    rig.producer.finish();
    QCOMPARE(rig.reader.read(rig.sink), 0U);
    QCOMPARE(rig.sink.streams.size(), 1U);
    QCOMPARE(rig.sink.ends, std::vector<double>{0.0});
    QVERIFY(rig.sink.frames.empty());
  }

  void nothingIsFinishedAcrossAGapAndLostSamplesCountAsTime() {
    Rig rig;
    rig.producer.beginStream(kRateHz);
    rig.producer.push(sine(440, kRateHz, kHop + 300));
    rig.producer.noteLoss(1000, core::GapReason::Stall);
    rig.producer.push(sine(440, kRateHz, 2 * kHop));
    rig.drain();
    QCOMPARE(rig.sink.gaps.size(), 1U);
    QCOMPARE(rig.sink.gaps[0].timeS, (kHop + 300.0) / kRateHz);
    QCOMPARE(rig.sink.gaps[0].lostFrames, 1000U);
    QVERIFY(rig.sink.gaps[0].reason == core::GapReason::Stall);
    QCOMPARE(rig.sink.frames.size(), 3U);
    const double behindS = (kHop + 300.0 + 1000.0) / kRateHz;
    QCOMPARE(rig.sink.frames[1].level.timeS, behindS + 0.5 * kHop / kRateHz);
    QVERIFY(rig.sink.frames[1].pitch.timeS >= behindS - 1e-9);
    QVERIFY(rig.sink.frames[1].pitch.availableS >= behindS);
  }

  // Readings after a gap are as if nothing had been there before.
  void aGapErasesTheHistory() {
    Rig fresh;
    fresh.producer.beginStream(kRateHz);
    fresh.producer.push(sine(330, kRateHz, 40 * kHop));
    fresh.drain();

    Rig broken;
    broken.producer.beginStream(kRateHz);
    broken.producer.push(sine(440, kRateHz, 20 * kHop + 77));
    broken.producer.noteLoss(435, core::GapReason::Overrun);  // so that the second part begins at a multiple of the hop
    broken.producer.push(sine(330, kRateHz, 40 * kHop));
    broken.drain();
    QCOMPARE(broken.sink.frames.size(), 60U);
    for (std::size_t i = 0; i < 40; ++i) {
      const core::PitchReading& expected = fresh.sink.frames[i].pitch;
      const core::PitchReading& found = broken.sink.frames[20 + i].pitch;
      QVERIFY(sameBits(found.hertz, expected.hertz));
      QVERIFY(sameBits(found.sigmaCents, expected.sigmaCents));
      QVERIFY(std::abs(found.timeS - expected.timeS - 21.0 * kHop / kRateHz) < 1e-9);
    }
  }

  void availableNeverDecreasesAndNeverPassesTheEnd() {
    Rig rig;
    rig.producer.beginStream(kRateHz);
    for (int i = 0; i < 5; ++i) {
      rig.producer.push(someMusic(9000));
      rig.producer.noteLoss(333, core::GapReason::Overrun);
    }
    rig.producer.push(someMusic(9000));
    rig.drain();
    double last = 0;
    for (const RecordingSink::Frame& frame : rig.sink.frames) {
      QVERIFY(frame.pitch.availableS >= last);
      last = frame.pitch.availableS;
    }
    QVERIFY(last <= rig.reader.timeS());
  }

  void timeGoesOnWhenADeviceComesBackAtAnotherRate() {
    Rig rig;
    rig.producer.beginStream(kRateHz);
    rig.producer.push(sine(440, kRateHz, 48000));
    core::RingProducer second(rig.ring);
    second.beginStream(96000, 192000);  // two seconds away, in samples of the new rate
    second.push(sine(440, 96000, 10240));
    rig.drain();
    QCOMPARE(rig.sink.streams.size(), 2U);
    QCOMPARE(rig.sink.streams[1].sampleRateHz, 96000.0);
    QCOMPARE(rig.sink.streams[1].hopFrames, core::hopFramesFor(96000));
    QCOMPARE(rig.sink.gaps.size(), 1U);
    QVERIFY(rig.sink.gaps[0].reason == core::GapReason::Device);
    QCOMPARE(rig.sink.gaps[0].timeS, 1.0);
    QCOMPARE(rig.sink.frames[93].level.timeS, 3.0 + 512 / 96000.0);
    QVERIFY(std::abs(rig.reader.timeS() - (3.0 + 10240 / 96000.0)) < 1e-12);
    QCOMPARE(rig.reader.sampleRateHz(), 96000.0);
  }

  void timeCountsFromTheFirstSampleEvenWhenTheDeviceWasAwaited() {
    Rig rig;
    rig.producer.beginStream(kRateHz, 480000);
    rig.producer.push(sine(440, kRateHz, kHop));
    rig.drain();
    QVERIFY(rig.sink.gaps.empty());
    QCOMPARE(rig.sink.frames[0].level.timeS, 0.5 * kHop / kRateHz);
  }

  void aNewTuningHoldsFromTheNextFrameOn() {
    Rig rig;
    rig.producer.beginStream(kRateHz);
    rig.producer.push(sine(440, kRateHz, 40 * kHop));
    rig.drain();
    QVERIFY(rig.sink.frames.back().note.has_value());
    QCOMPARE(rig.sink.frames.back().note->midi, std::optional<int>(69));
    QVERIFY(std::abs(rig.sink.frames.back().note->cents) < 1);
    analysis::AnalysisSettings settings;
    settings.a4Hz = 415.3;
    rig.reader.setSettings(settings);
    rig.producer.push(sine(440, kRateHz, kHop, 40 * kHop));
    rig.drain();
    QCOMPARE(rig.sink.frames.back().note->midi, std::optional<int>(70));
  }

  void aNewRangeKeepsTheTime() {
    Rig rig;
    rig.producer.beginStream(kRateHz);
    rig.producer.push(sine(440, kRateHz, 20 * kHop + 100));
    rig.drain();
    analysis::AnalysisSettings settings;
    settings.maxHz = 1000;
    rig.reader.setSettings(settings);
    rig.producer.push(sine(440, kRateHz, 20 * kHop - 100, 20 * kHop + 100));
    rig.drain();
    QCOMPARE(rig.sink.frames.size(), 40U);
    const core::PitchReading& last = rig.sink.frames.back().pitch;
    QVERIFY(last.timeS > 20.0 * kHop / kRateHz);
    QVERIFY(last.availableS > 39.0 * kHop / kRateHz && last.availableS <= 40.0 * kHop / kRateHz + 1e-12);
  }

  void samplesThatAreNoNumbersDoNotSpoilWhatFollows() {
    std::vector<float> samples = sine(440, kRateHz, 60 * kHop);
    samples[100] = std::numeric_limits<float>::quiet_NaN();
    samples[101] = std::numeric_limits<float>::infinity();
    samples[102] = 3e38F;
    samples[103] = -3e38F;
    Rig rig;
    rig.producer.beginStream(kRateHz);
    rig.producer.push(samples);
    rig.drain();
    QCOMPARE(rig.sink.frames.size(), 60U);
    for (const RecordingSink::Frame& frame : rig.sink.frames) {
      QVERIFY(!frame.pitch.hertz || std::isfinite(*frame.pitch.hertz));
      QVERIFY(!frame.level.rmsDb || std::isfinite(*frame.level.rmsDb));
      QVERIFY(!frame.level.peakDb || *frame.level.peakDb <= 60.0);  // level and pitch are of the same samples
      for (const float sample : frame.hop) QVERIFY(std::abs(sample) <= core::kLoudestSample);
    }
    QVERIFY(rig.sink.frames.back().note.has_value());
    QCOMPARE(rig.sink.frames.back().note->midi, std::optional<int>(69));
  }

  void recentHoldsAsMuchAsIsAskedFor() {
    Rig rig;
    rig.reader.setHistory(0.25);
    rig.producer.beginStream(kRateHz);
    std::vector<float> ramp(100 * kHop);
    for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = static_cast<float>(i) / 64;
    rig.producer.push(ramp);
    rig.drain();
    const std::span<const float> recent = rig.reader.recent().samples;
    QCOMPARE(recent.size(), 12000U);
    for (std::size_t i = 0; i < recent.size(); ++i) {
      QCOMPARE(recent[i], static_cast<float>(ramp.size() - recent.size() + i) / 64);
    }
    rig.reader.setHistory(0.1);  // what is there stays
    QCOMPARE(rig.reader.recent().samples.size(), 4800U);
    QCOMPARE(rig.reader.recent().samples.back(), ramp.back());
    rig.reader.setHistory(0.2);
    QCOMPARE(rig.reader.recent().samples.size(), 4800U);
    rig.producer.push(ramp);
    rig.drain();
    QCOMPARE(rig.reader.recent().samples.size(), 9600U);
    QCOMPARE(rig.reader.recent().samples.back(), ramp.back());
  }

  void recentRestartsAfterAGap() {
    Rig rig;
    rig.reader.setHistory(0.25);
    rig.producer.beginStream(kRateHz);
    rig.producer.push(sine(440, kRateHz, 10 * kHop));
    rig.producer.noteLoss(5, core::GapReason::Overrun);
    rig.producer.push(sine(440, kRateHz, 2 * kHop));
    rig.drain();
    QCOMPARE(rig.reader.recent().samples.size(), 2 * kHop);
  }
};

QTEST_APPLESS_MAIN(TestAnalysisPipeline)
#include "test_analysispipeline.moc"
