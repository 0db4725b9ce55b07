// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/figures/streamfigures.h"
#include "supervisorrig.h"
#include "support/allocationcounter.h"

#include <QTest>

#include <atomic>
#include <cmath>
#include <random>
#include <thread>

using namespace tunescope;
using namespace tunescope::audio;
using namespace std::chrono_literals;

namespace {

constexpr double kRateHz = 48000;

// A stream whose device is fast by ppm, each block of which comes late by a random time (exponential, mean 2 ms).
void play(ClockRegression& regression, double ppm, double seconds, std::mt19937& random, double every = 0.1) {
  std::exponential_distribution<double> late(1 / 0.002);
  for (double at = 0; at < seconds; at += every) regression.add(1e6 + at + late(random), at * (1 + ppm * 1e-6));
}

}  // namespace

class StreamFiguresTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void quantilesAreThoseOfTheDurations() {
    DurationHistogram histogram;
    QCOMPARE(histogram.quantileUs(0.5), 0.0);
    for (int us = 1; us <= 1000; ++us) histogram.add(std::chrono::microseconds(us));
    histogram.add(90ms);
    for (const double part : {0.01, 0.5, 0.9, 0.99}) {
      const double exact = part * 1001;
      QVERIFY(histogram.quantileUs(part) >= exact - 1);
      QVERIFY2(histogram.quantileUs(part) <= exact * 1.13, qPrintable(QString::number(histogram.quantileUs(part))));
    }
    QCOMPARE(histogram.maxUs(), 90000.0);
    QCOMPARE(histogram.quantileUs(1), 90000.0);  // never more than the largest
    histogram.add(std::chrono::hours(10000));    // beyond the last bucket
    histogram.add(-5ns);                         // a clock that is not steady
    QCOMPARE(histogram.maxUs(), 3.6e13);
  }

  void notingAllocatesNothing() {
    CallbackMeter meter;
    const test::AllocationCounter counter;
    for (int i = 0; i < 1000; ++i) {
      meter.noteArrival(std::uint64_t(i), CallbackMeter::Clock::time_point(std::chrono::seconds(i)), {});
      meter.noteDuration(std::chrono::nanoseconds(i * i));
      meter.noteOverrun();
      meter.noteBreak();
    }
    QCOMPARE(counter.touched(), std::uint64_t{0});
  }

  // Values that were noted together are seen together.
  void anArrivalIsNeverSeenHalf() {
    CallbackMeter meter;
    std::atomic<bool> isDone{false};
    std::thread capture([&] {
      for (std::uint64_t i = 1; !isDone; ++i) {
        meter.noteArrival(i * 512, CallbackMeter::Clock::time_point(std::chrono::nanoseconds(i * 7)),
                          ElapsedClock::time_point(std::chrono::nanoseconds(i * 11)));
      }
    });
    bool isWhole = true;
    std::uint64_t before = 0;
    for (int looks = 0; looks < 30000;) {
      const CallbackMeter::Snapshot seen = meter.snapshot();
      isWhole = isWhole && seen.frames == seen.callbacks * 512 &&
                seen.time.time_since_epoch().count() == std::int64_t(seen.callbacks) * 7 &&
                seen.nextDue.time_since_epoch().count() == std::int64_t(seen.callbacks) * 11 &&
                seen.callbacks >= before;
      looks += seen.callbacks != before ? 1 : 0;
      before = seen.callbacks;
    }
    isDone = true;
    capture.join();
    QVERIFY(isWhole);
  }

  void theClockIsEstimatedWithinItsUncertainty() {
    std::mt19937 random(1);
    int within = 0;
    constexpr int kTrials = 100;
    for (int trial = 0; trial < kTrials; ++trial) {
      ClockRegression regression;
      const double ppm = trial - 50;
      play(regression, ppm, 120, random);
      const auto estimate = regression.estimate();
      QVERIFY(estimate);
      QVERIFY(estimate->seconds > 115 && estimate->seconds < 120);
      QVERIFY2(estimate->sigmaPpm < 2, qPrintable(QString::number(estimate->sigmaPpm)));
      within += std::abs(estimate->ppm - ppm) < 2 * estimate->sigmaPpm ? 1 : 0;
    }
    qInfo("%d of %d within two standard deviations", within, kTrials);
    QVERIFY2(within >= 88, qPrintable(QString::number(within)));  // 95 are expected, 100 would be suspicious
    QVERIFY(within < kTrials);
  }

  // A queue of the sound server that fills and empties over a minute and a half: neighbours err alike, and the
  // uncertainty must grow.
  void aSlowWobbleMakesItLessSure() {
    std::mt19937 random(2);
    std::exponential_distribution<double> late(1 / 0.0005);
    int within = 0;
    for (int phase = 0; phase < 50; ++phase) {
      ClockRegression wobbling;
      for (double at = 0; at < 100; at += 0.1) {
        wobbling.add(at + late(random) + 0.003 * (1 + std::sin(at / 14 + phase)), at);
      }
      within += std::abs(wobbling.estimate()->ppm) < 2 * wobbling.estimate()->sigmaPpm ? 1 : 0;
    }
    qInfo("%d of 50 within two standard deviations", within);
    QVERIFY(within >= 45);
  }

  void thereIsNoEstimateOfAMoment() {
    std::mt19937 random(3);
    ClockRegression regression;
    QVERIFY(!regression.estimate());
    play(regression, 20, 8, random);
    QVERIFY(!regression.estimate());
    regression.reset();
    play(regression, 20, 14, random);
    QVERIFY(regression.estimate());
    regression.reset();
    QVERIFY(!regression.estimate());
  }

  // The user moved the stream to another device: the measurement does not apply to that one's clock.
  void anotherDeviceHasAnotherClock() {
    StreamFigures figures;
    StreamFigures::Clock::time_point now{1000s};
    figures.begin(1, 48000, now);
    CallbackMeter::Snapshot snapshot;
    const auto play = [&](int steps) {
      for (int i = 0; i < steps; ++i) {
        now += 100ms;
        ++snapshot.callbacks;
        snapshot.frames += 4800;
        snapshot.time = now;
        figures.look(snapshot, now);
      }
    };
    play(300);
    QVERIFY(figures.figures().clock);
    figures.sourceChanged();
    QVERIFY(!figures.figures().clock);
    play(20);
    QVERIFY(!figures.figures().clock);
    play(300);
    QVERIFY(figures.figures().clock);
  }

  // A thousand hours, polled once a second: constant memory, and the estimate only improves.
  void aThousandHoursTakeNoMoreMemoryThanAnHour() {
    std::mt19937 random(4);
    ClockRegression regression;
    std::exponential_distribution<double> late(1 / 0.002);
    const auto hour = [&](int number) {
      for (int s = 0; s < 3600; ++s) {
        const double at = number * 3600.0 + s;
        regression.add(at + late(random), at * (1 + 37.25e-6));
      }
    };
    hour(0);
    const test::AllocationCounter counter;
    for (int number = 1; number < 1000; ++number) hour(number);
    QCOMPARE(counter.touched(), std::uint64_t{0});
    QVERIFY2(std::abs(regression.estimate()->ppm - 37.25) < 0.001,
             qPrintable(QString::number(regression.estimate()->ppm)));
    QVERIFY(regression.estimate()->sigmaPpm < 0.001);
    QVERIFY(regression.estimate()->seconds > 990 * 3600.0);
  }

  void aBreakRestartsTheClock() {
    StreamFigures figures;
    StreamFigures::Clock::time_point now{1000s};
    figures.begin(3, kRateHz, now);
    CallbackMeter::Snapshot snapshot;
    const auto run = [&](int seconds) {
      for (int i = 0; i < seconds * 10; ++i) {
        now += 100ms;
        snapshot.callbacks += 10;
        snapshot.frames += 4800;
        snapshot.time = now;
        figures.look(snapshot, now);
      }
    };
    run(30);
    QCOMPARE(figures.figures().epoch, 3U);
    QVERIFY(figures.figures().isMetered);
    QVERIFY(std::abs(figures.figures().callbacksPerSecond - 100) < 1);
    QVERIFY(figures.figures().clock);
    QVERIFY(std::abs(figures.figures().clock->ppm) < 0.01);
    snapshot.overruns = 2;
    ++snapshot.breaks;
    run(1);
    QVERIFY(!figures.figures().clock);
    QCOMPARE(figures.figures().overruns, std::uint64_t{2});
    run(30);
    QVERIFY(figures.figures().clock);
    figures.end();
    QCOMPARE(figures.figures().callbacksPerSecond, 0.0);
    figures.begin(4, kRateHz, now);  // overruns are those of the capture, the rest is of the stream
    QCOMPARE(figures.figures().overruns, std::uint64_t{2});
    QVERIFY(!figures.figures().clock && !figures.figures().isMetered);
    figures.clear();
    QCOMPARE(figures.figures().overruns, std::uint64_t{0});
  }

  void theSupervisorLooksAtTheCallback() {
    Rig rig;
    rig.startRunning();
    QVERIFY(!rig.supervisor().figures().isMetered);
    rig.fake().setMeter({.callbacks = 5, .frames = 2400, .time = rig.now, .p999Us = 17});
    rig.pollAfter(100ms);
    const CaptureFigures figures = rig.supervisor().figures();
    QVERIFY(figures.isMetered);
    QCOMPARE(figures.epoch, rig.status.epoch);
    QCOMPARE(figures.callback.callbacks, std::uint64_t{5});
    QCOMPARE(figures.callback.p999Us, 17.0);
    QCOMPARE(figures.sampleRateHz, kRateHz);
  }
};

QTEST_APPLESS_MAIN(StreamFiguresTest)
#include "tst_streamfigures.moc"
