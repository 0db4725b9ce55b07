// SPDX-License-Identifier: GPL-3.0-or-later
// Notes that stand still, with the pitch as the tuner reads it.
#include "core/pitch/pitchengine.h"
#include "scopesignals.h"

#include <QTest>

using namespace tunescope;
using namespace tunescope::tests;

namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;

struct Locked {
  int sweeps = 0;
  double rmsPeriods = 0;
};

// The phase of the first partial, which is known, at the triggers of a note of eight partials (1 is given) whose turns
// are those of turns().
Locked lockedOn(const std::function<double(double)>& turns, double first, double noise) {
  std::vector<float> samples = sampled(4, [&](double t) {
    double value = first * std::sin(kTwoPi * turns(t));
    for (int k = 2; k <= 8; ++k) value += 0.25 / k * std::sin(kTwoPi * (k * turns(t) + 0.17 * k * k + 0.03 * k * t));
    return 0.5 * value;
  });
  addNoise(samples, noise, 11);
  core::PitchEngine tuner(core::PitchSettings{.sampleRateHz = kScopeRateHz});
  core::ScopeEngine engine;
  engine.setSettings({.secondsPerDivision = 2e-3, .mode = core::ScopeMode::PitchLocked});
  engine.begin(kScopeRateHz, 1);
  Locked locked;
  std::uint32_t number = 0;
  for (std::size_t at = 0; at + 512 <= samples.size(); at += 512) {
    const auto hop = std::span(samples).subspan(at, 512);
    engine.process({hop, 1, 1}, double(at) / kScopeRateHz, tuner.process(hop).hertz);
    engine.update();
    if (engine.sweep().number == number) continue;
    number = engine.sweep().number;
    if (engine.picture().kind != core::SweepKind::Phase) continue;
    const double phase = turns(engine.picture().triggerS);
    ++locked.sweeps;
    locked.rmsPeriods += std::pow(phase - std::round(phase), 2);
  }
  locked.rmsPeriods = std::sqrt(locked.rmsPeriods / locked.sweeps);
  return locked;
}

}  // namespace

class PhaseLockTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aNoteWithVibratoStandsStill_data() {
    QTest::addColumn<double>("hertz");
    QTest::addColumn<double>("first");
    for (const double hertz : {82.41, 196.0, 440.0, 1046.5}) {
      QTest::addRow("%g Hz", hertz) << hertz << 0.5;
      QTest::addRow("%g Hz, weak first partial", hertz) << hertz << 0.08;
    }
  }
  void aNoteWithVibratoStandsStill() {
    QFETCH(double, hertz);
    QFETCH(double, first);
    // +-50 cents at 5.5 Hz.
    const double deviationHz = hertz * (std::exp2(50.0 / 1200) - 1);
    const auto turns = [&](double t) {
      return hertz * t + deviationHz / (kTwoPi * 5.5) * (1 - std::cos(kTwoPi * 5.5 * t));
    };
    const Locked locked = lockedOn(turns, first, 0.001);
    qInfo("%d sweeps, %.4f periods rms", locked.sweeps, locked.rmsPeriods);
    QVERIFY(locked.sweeps > 120);
    QVERIFY(locked.rmsPeriods < 0.02);
  }

  void aSteadyNoteStandsStillInNoise() {
    const Locked locked = lockedOn([](double t) { return 220.3 * t; }, 0.5, 0.01);
    qInfo("%d sweeps, %.4f periods rms", locked.sweeps, locked.rmsPeriods);
    QVERIFY(locked.sweeps > 120);
    QVERIFY(locked.rmsPeriods < 0.003);
  }

  // Without a note it is like Auto.
  void withoutANoteEdgesTrigger() {
    core::ScopeEngine engine;
    engine.setSettings({.mode = core::ScopeMode::PitchLocked});
    const auto sweeps = sweepsOf(sineOf(1, 0.5, [](double t) { return 200 * t; }), engine);
    QVERIFY(sweeps.size() > 40);
    for (const DrawnSweep& sweep : sweeps) QCOMPARE(sweep.kind, core::SweepKind::Edge);
  }
};

QTEST_APPLESS_MAIN(PhaseLockTests)
#include "phaselock_tests.moc"
