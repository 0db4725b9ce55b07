// SPDX-License-Identifier: GPL-3.0-or-later
#include "scopesignals.h"

#include <QTest>

#include <algorithm>

using namespace tunescope;
using namespace tunescope::tests;
using core::ScopeMode;
using core::ScopeState;
using core::SweepKind;

namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;

std::vector<float> tone(double seconds, double hertz, double amplitude = 0.5) {
  return sineOf(seconds, amplitude, [hertz](double t) { return hertz * t; });
}

bool areAll(const std::vector<DrawnSweep>& sweeps, SweepKind kind) {
  return std::ranges::all_of(sweeps, [kind](const DrawnSweep& sweep) { return sweep.kind == kind; });
}

}  // namespace

class ScopeEngineTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void autoDrawsWithAndWithoutATrigger() {
    core::ScopeEngine engine;
    const auto triggered = sweepsOf(tone(1, 200), engine);
    QVERIFY(triggered.size() > 40 && triggered.size() <= 61);
    QVERIFY(areAll(triggered, SweepKind::Edge));
    for (const DrawnSweep& sweep : triggered) {
      QVERIFY(std::abs(sweep.instant / 240 - std::round(sweep.instant / 240)) < 1e-4);
    }
    QCOMPARE(engine.sweep().state, ScopeState::Triggered);
    QVERIFY(std::abs(engine.sweep().triggersPerS - 200) < 4);
    core::ScopeEngine idle;
    const auto forced = sweepsOf(std::vector<float>(48000), idle);
    QVERIFY(forced.size() > 40 && areAll(forced, SweepKind::Forced));
    QCOMPARE(idle.sweep().state, ScopeState::Auto);
  }

  void normalWaitsForATrigger() {
    core::ScopeEngine engine;
    engine.setSettings({.mode = ScopeMode::Normal});
    QVERIFY(sweepsOf(std::vector<float>(48000), engine).empty());
    QCOMPARE(engine.sweep().state, ScopeState::Waiting);
    core::ScopeEngine loud;
    loud.setSettings({.mode = ScopeMode::Normal});
    QVERIFY(sweepsOf(tone(1, 200), loud).size() > 40);
    core::ScopeEngine slow;  // a sweep of 10 s, of which the 5 s before the trigger are not there
    slow.setSettings({.secondsPerDivision = 1, .mode = ScopeMode::Normal});
    QVERIFY(sweepsOf(tone(1, 200), slow).empty());
    QCOMPARE(slow.sweep().state, ScopeState::Armed);
  }

  // Longer than the memory of samples: it is drawn from the extremes.
  void theSlowestSweepsTriggerToo_data() {
    QTest::addColumn<double>("secondsPerDivision");
    QTest::newRow("50 s") << 5.0;
    QTest::newRow("100 s") << 10.0;
  }
  void theSlowestSweepsTriggerToo() {
    QFETCH(double, secondsPerDivision);
    core::ScopeEngine engine;
    engine.setSettings({.secondsPerDivision = secondsPerDivision, .mode = ScopeMode::Normal});
    const auto sweeps = sweepsOf(tone(11 * secondsPerDivision, 200), engine);
    QVERIFY(!sweeps.empty() && areAll(sweeps, SweepKind::Edge));
  }

  void singleDrawsTheFirstSweepAfterItIsArmed() {
    core::ScopeEngine engine;
    engine.setSettings({.mode = ScopeMode::Single});
    const std::vector<float> samples = tone(2, 200);
    const auto sweeps = sweepsOf(samples, engine, [&](std::size_t frame) {
      if (frame == 512 * 100) engine.arm();
    });
    QCOMPARE(sweeps.size(), std::size_t(2));
    QVERIFY(areAll(sweeps, SweepKind::Edge));
    QVERIFY(sweeps[1].instant >= 512 * 100 - 1 && sweeps[1].instant < 512 * 100 + 241);
    QCOMPARE(engine.sweep().state, ScopeState::Stopped);
  }

  void forceDrawsOnceWithoutATrigger() {
    core::ScopeEngine engine;
    engine.setSettings({.mode = ScopeMode::Normal});
    const auto sweeps = sweepsOf(std::vector<float>(48000), engine, [&](std::size_t frame) {
      if (frame == 512 * 50) engine.force();
    });
    QCOMPARE(sweeps.size(), std::size_t(1));
    QCOMPARE(sweeps[0].kind, SweepKind::Forced);
  }

  void freeAndRollShowTheNewest() {
    core::ScopeEngine engine;
    engine.setSettings({.mode = ScopeMode::Free});
    const auto sweeps = sweepsOf(tone(1, 200), engine);
    QVERIFY(areAll(sweeps, SweepKind::Free));
    core::ScopeEngine slow;
    slow.setSettings({.secondsPerDivision = 0.2});
    QVERIFY(areAll(sweepsOf(tone(1, 200), slow), SweepKind::Rolling));
    QCOMPARE(slow.sweep().state, ScopeState::Rolling);
    const core::ScopePicture& picture = slow.picture();
    QVERIFY(std::abs(picture.startS + picture.spanS - slow.sweep().timeS) < 513 / kScopeRateHz);
    QVERIFY(picture.last >= picture.columns[0].size() - 2);
    QVERIFY(picture.first > 450 && picture.first < 560);  // half a sweep has come
  }

  void aPositionPutsTheTriggerThere() {
    for (const double position : {0.0, 0.1, 0.9, 1.0}) {
      core::ScopeEngine engine;
      engine.setSettings({.position = position});
      const auto sweeps = sweepsOf(tone(1, 200), engine);
      QVERIFY(!sweeps.empty() && areAll(sweeps, SweepKind::Edge));
      const core::ScopePicture& picture = engine.picture();
      QVERIFY(std::abs(picture.startS + position * picture.spanS - picture.triggerS) < 1e-9);
      QVERIFY(picture.first <= 1 && picture.last >= picture.columns[0].size() - 1);
    }
  }

  void noPeakIsLost() {
    std::vector<float> samples(48000 * 3);
    for (std::size_t n = 777; n < samples.size(); n += 1234) samples[n] = n % 2 == 0 ? 0.9F : -0.8F;
    core::ScopeEngine engine;
    engine.setSettings({.secondsPerDivision = 0.1, .mode = ScopeMode::Free, .columns = 700});
    sweepsOf(samples, engine);
    const core::ScopePicture& picture = engine.picture();
    const double columnS = picture.spanS / 700;
    for (std::size_t n = 777; n < samples.size(); n += 1234) {
      const double column = (double(n) / kScopeRateHz - picture.startS) / columnS - picture.shift;
      if (column < 1 || column >= 700) continue;
      const core::MinMax& drawn = picture.columns[0][std::size_t(column)];
      QCOMPARE(samples[n] > 0 ? drawn.max : drawn.min, samples[n]);
    }
  }

  // The same samples make the same columns wherever the sweep begins.
  void columnsLieOnTheGridOfTheClock() {
    core::ScopeEngine engine;
    engine.setSettings({.secondsPerDivision = 0.01, .mode = ScopeMode::Free, .columns = 999});
    std::vector<float> noise(48000);
    addNoise(noise, 0.2, 3);
    sweepsOf(noise, engine);
    engine.redraw(0.5);
    const core::ScopePicture before = engine.picture();
    const double columnS = before.spanS / 999;
    engine.redraw(0.5 + 10.37 * columnS);
    const core::ScopePicture after = engine.picture();
    const double moved = 10.37 + after.shift - before.shift;
    QVERIFY(std::abs(moved - std::round(moved)) < 1e-6);
    for (std::size_t i = 20; i < 900; ++i) {
      QCOMPARE(after.columns[0][i].max, before.columns[0][i + std::size_t(std::lround(moved))].max);
    }
  }

  void fewSamplesAreInterpolated() {
    core::ScopeEngine engine;
    engine.setSettings({.secondsPerDivision = 50e-6, .columns = 1000});
    sweepsOf(sineOf(1, 0.5, [](double t) { return 12000 * t + 0.125; }), engine);
    const core::ScopePicture& picture = engine.picture();
    float top = 0;
    for (const core::MinMax& column : picture.columns[0]) top = std::max(top, column.max);
    QVERIFY(std::abs(double(top) - 0.5) < 1e-3);  // the samples themselves reach 0.354
    for (std::size_t i = 0; i < 1000; ++i) {
      const double t = picture.startS + double(i) / 1000 * picture.spanS;
      const double truth = 0.5 * std::sin(kTwoPi * (12000 * t + 0.125));
      QVERIFY(std::abs(double(picture.columns[0][i].min) - truth) < 2e-3);
    }
  }

  void memoryHoldsHalfAMinuteAndForgetsAtAGap() {
    core::ScopeEngine engine;
    const std::vector<float> samples = tone(32, 50);
    engine.setSettings({.mode = ScopeMode::Free});
    sweepsOf(samples, engine);
    const core::ScopeMemory& memory = engine.memory();
    QCOMPARE(memory.end() - memory.begin(), std::int64_t(30 * 48000));
    for (const std::int64_t frame : {memory.begin(), memory.begin() + 77777, memory.end() - 1}) {
      QCOMPARE(memory.sample(0, frame), samples[std::size_t(frame)]);
    }
    qInfo("one channel: %.2f MB", double(memory.bytes()) / 1e6);
    QVERIFY(memory.bytes() < 7'000'000);
    engine.process({std::span(samples).first(512), 1, 1}, 40, std::nullopt);
    QCOMPARE(memory.begin(), std::int64_t(40 * 48000));
    QCOMPARE(memory.end(), std::int64_t(40 * 48000 + 512));
  }

  void aSlowSweepReachesBeyondTheSamples() {
    core::ScopeEngine engine;
    engine.setSettings({.secondsPerDivision = 5, .columns = 500});
    sweepsOf(sampled(55, [](double t) { return t < 10 ? 0.25 : -0.5; }), engine);
    const core::ScopePicture& picture = engine.picture();
    QCOMPARE(picture.first, std::size_t(0));
    QCOMPARE(picture.columns[0][10].max, 0.25F);
    QCOMPARE(picture.columns[0][300].max, -0.5F);
  }

  void aFrozenScopeStepsThroughItsSweeps() {
    core::ScopeEngine engine;
    const std::vector<float> samples = tone(2, 200);
    sweepsOf(samples, engine);
    engine.setFrozen(true);
    const double newest = engine.picture().triggerS;
    const auto before = engine.neighbour(newest, -1);
    QVERIFY(before && *before < newest);
    QVERIFY(!engine.neighbour(newest, 1));
    QCOMPARE(*engine.neighbour(*before, 1), newest);
    engine.redraw(*before);
    QCOMPARE(engine.picture().triggerS, *before);
    const std::uint32_t number = engine.sweep().number;
    engine.process({std::span(samples).first(512), 1, 1}, 2, std::nullopt);
    engine.update();
    QCOMPARE(engine.sweep().number, number);
    QCOMPARE(engine.sweep().state, ScopeState::Stopped);
  }

  void twoChannelsHavePoints() {
    core::ScopeEngine engine;
    engine.setSettings({.isStereo = true, .hasPoints = true});
    engine.begin(kScopeRateHz, 2);
    std::vector<float> frames(2 * 48000);
    for (std::size_t n = 0; n < 48000; ++n) {
      frames[2 * n] = float(0.5 * std::sin(kTwoPi * 300 * double(n) / 48000));
      frames[2 * n + 1] = float(0.5 * std::cos(kTwoPi * 300 * double(n) / 48000));
    }
    engine.process({frames, 2, 2}, 0, std::nullopt);
    engine.update();
    QCOMPARE(engine.picture().channels, std::size_t(2));
    QVERIFY(engine.picture().points.size() >= 1024);
    for (const core::ScopePoint& point : engine.picture().points) {
      QVERIFY(std::abs(std::hypot(double(point.x), double(point.y)) - 0.5) < 1e-3);
    }
  }
};

QTEST_APPLESS_MAIN(ScopeEngineTests)
#include "engine_tests.moc"
