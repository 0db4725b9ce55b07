// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scope/scopesteps.h"
#include "scopesignals.h"

#include <QTest>

#include <algorithm>

using namespace tunescope;
using namespace tunescope::tests;
using core::TriggerCoupling;
using core::TriggerEdge;
using core::TriggerSettings;

namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;

// Root mean square and largest deviation of instants from where turns(seconds) is a whole number plus offset; slope in
// turns per second.
struct Jitter {
  double rms = 0;
  double largest = 0;
};

Jitter jitterOf(const std::vector<double>& instants, const std::function<double(double)>& turns, double offset = 0) {
  Jitter jitter;
  for (const double instant : instants) {
    const double t = instant / kScopeRateHz;
    const double error = turns(t) - offset - std::round(turns(t) - offset);
    const double slope = (turns(t + 1e-6) - turns(t - 1e-6)) / 2e-6;
    const double samples = error / slope * kScopeRateHz;
    jitter.rms += samples * samples / static_cast<double>(instants.size());
    jitter.largest = std::max(jitter.largest, std::abs(samples));
  }
  jitter.rms = std::sqrt(jitter.rms);
  return jitter;
}

}  // namespace

class TriggerTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void stepsAreOneTwoFive() {
    QCOMPARE(core::kTimeSteps.size(), std::size_t(17));
    for (std::size_t i = 1; i < core::kTimeSteps.size(); ++i) {
      const double ratio = core::kTimeSteps[i] / core::kTimeSteps[i - 1];
      QVERIFY(std::abs(ratio - 2) < 1e-9 || std::abs(ratio - 2.5) < 1e-9);
    }
    QCOMPARE(core::nearestStep(core::kTimeSteps, 1e-9), std::size_t(0));
    QCOMPARE(core::nearestStep(core::kTimeSteps, 1e-3), std::size_t(4));
    QCOMPARE(core::nearestStep(core::kTimeSteps, 1.3e-3), std::size_t(4));
    QCOMPARE(core::nearestStep(core::kTimeSteps, 1.5e-3), std::size_t(5));
    QCOMPARE(core::nearestStep(core::kTimeSteps, 99), std::size_t(16));
  }

  void aSineIsInterpolatedBetweenItsSamples() {
    const core::SincInterpolator interpolator;
    for (const double ratio : {0.01, 0.1, 0.2, 0.3}) {
      double worst = 0;
      for (int phase = 0; phase < 40; ++phase) {
        std::array<float, core::SincInterpolator::kTaps> taps{};
        const auto value = [&](double n) { return std::sin(kTwoPi * (ratio * n + phase / 40.0)); };
        for (int tap = 0; tap < core::SincInterpolator::kTaps; ++tap) {
          taps[std::size_t(tap)] = float(value(tap - core::SincInterpolator::kBefore));
        }
        for (int step = 0; step <= 50; ++step) {
          worst = std::max(worst, std::abs(double(interpolator.at(taps, step / 50.0)) - value(step / 50.0)));
        }
      }
      QVERIFY2(worst < 1e-3, qPrintable(QStringLiteral("%1 at %2").arg(worst).arg(ratio)));
    }
  }

  void aNoisyToneJittersByLessThanATenthOfASample() {
    const auto turns = [](double t) { return 1000 * t + 0.123; };
    std::vector<float> samples = sineOf(10, 0.5, turns);
    addNoise(samples, 0.5 / std::numbers::sqrt2 / 100, 7);  // 40 dB
    const auto edges = edgesOf(samples, {});
    QVERIFY(edges.size() > 9990 && edges.size() < 10002);
    const Jitter jitter = jitterOf(edges, turns);
    qInfo("jitter %.4f samples rms, %.3f at most", jitter.rms, jitter.largest);
    QVERIFY(jitter.rms < 0.1);
  }

  void theInstantLiesBetweenSamples_data() {
    QTest::addColumn<double>("hertz");
    QTest::addColumn<double>("level");
    for (const double hertz : {100.0, 1000.0, 4800.0, 9600.0, 12000.0, 14400.0}) {
      for (const double level : {0.0, 0.25, -0.25}) {
        QTest::addRow("%g Hz at %g", hertz, level) << hertz << level;
      }
    }
  }
  void theInstantLiesBetweenSamples() {
    QFETCH(double, hertz);
    QFETCH(double, level);
    const auto turns = [&](double t) { return (hertz + 0.37) * t; };
    const auto edges = edgesOf(sineOf(0.5, 0.5, turns), {.level = level});
    QVERIFY(double(edges.size()) > 0.49 * hertz);
    const Jitter jitter = jitterOf(edges, turns, std::asin(level / 0.5) / kTwoPi);
    QVERIFY2(jitter.largest < 5e-3, qPrintable(QString::number(jitter.largest)));
  }

  void edgesRiseOrFall() {
    const auto turns = [](double t) { return 100 * t; };
    const std::vector<float> samples = sineOf(1, 0.5, turns);
    const auto falling = edgesOf(samples, {.edge = TriggerEdge::Falling});
    QVERIFY(falling.size() >= 99);
    QVERIFY(jitterOf(falling, turns, 0.5).largest < 0.01);
    QVERIFY(jitterOf(edgesOf(samples, {}), turns).largest < 0.01);
    const auto either = edgesOf(samples, {.edge = TriggerEdge::Either});
    QVERIFY(either.size() >= 198);
    QVERIFY(jitterOf(either, [&](double t) { return 2 * turns(t); }).largest < 0.01);
  }

  // A ripple of 0.1 crosses the level several times at each slow edge.
  void hysteresisIgnoresARipple() {
    const std::vector<float> samples =
        sampled(1, [](double t) { return 0.5 * std::sin(kTwoPi * 20 * t) + 0.05 * std::sin(kTwoPi * 1700 * t); });
    QVERIFY(edgesOf(samples, {.hysteresis = 0.001}).size() > 40);
    const auto edges = edgesOf(samples, {.hysteresis = 0.12});
    QVERIFY2(edges.size() == 19 || edges.size() == 20, qPrintable(QString::number(edges.size())));
  }

  void holdOffIgnoresWhatFollows() {
    const std::vector<float> samples = sineOf(1, 0.5, [](double t) { return 1000 * t; });
    const auto edges = edgesOf(samples, {.holdoffS = 0.0105});
    for (std::size_t i = 1; i < edges.size(); ++i) {
      QVERIFY(std::abs(edges[i] - edges[i - 1] - 0.011 * kScopeRateHz) < 0.01);
    }
    QVERIFY(edges.size() > 85);
  }

  void couplingConcernsTheTriggerOnly_data() {
    QTest::addColumn<int>("coupling");
    QTest::addColumn<double>("offset");
    QTest::addColumn<double>("slowHz");
    QTest::addColumn<double>("slow");
    QTest::addColumn<double>("fastHz");
    QTest::addColumn<double>("fast");
    QTest::addColumn<double>("hysteresis");
    QTest::addColumn<double>("edgesPerS");
    QTest::newRow("DC, offset") << int(TriggerCoupling::Dc) << 0.5 << 100.0 << 0.1 << 9000.0 << 0.0 << 0.05 << 0.0;
    QTest::newRow("AC, offset") << int(TriggerCoupling::Ac) << 0.5 << 100.0 << 0.1 << 9000.0 << 0.0 << 0.05 << 100.0;
    QTest::newRow("HF reject") << int(TriggerCoupling::HfReject) << 0.0 << 100.0 << 0.2 << 9000.0 << 0.3 << 0.1
                               << 100.0;
    QTest::newRow("LF reject") << int(TriggerCoupling::LfReject) << 0.0 << 2.0 << 0.6 << 1000.0 << 0.2 << 0.1 << 1000.0;
  }
  void couplingConcernsTheTriggerOnly() {
    QFETCH(int, coupling);
    QFETCH(double, offset);
    QFETCH(double, slowHz);
    QFETCH(double, slow);
    QFETCH(double, fastHz);
    QFETCH(double, fast);
    QFETCH(double, hysteresis);
    QFETCH(double, edgesPerS);
    const auto samples = sampled(2, [&](double t) {
      return offset + slow * std::sin(kTwoPi * slowHz * t) + fast * std::sin(kTwoPi * fastHz * t + 1);
    });
    const TriggerSettings settings{.coupling = TriggerCoupling(coupling), .hysteresis = hysteresis};
    const auto edges = edgesOf(samples, settings);
    const auto late = std::ranges::count_if(edges, [](double each) { return each >= kScopeRateHz; });
    QVERIFY2(std::abs(double(late) - edgesPerS) <= 1, qPrintable(QString::number(late)));
    if (settings.coupling == TriggerCoupling::Dc) return;
    const auto direct = edgesOf(samples, {.hysteresis = hysteresis});
    QVERIFY(std::abs(double(direct.size()) / 2 - edgesPerS) > 0.2 * edgesPerS);
  }

  void theAutoLevelIsTheMiddleOfASignalThatTheLevelMisses() {
    const auto samples = sampled(2, [](double t) { return 0.6 + 0.1 * std::sin(kTwoPi * 100 * t); });
    QVERIFY(edgesOf(samples, {}).empty());
    const auto edges = edgesOf(samples, {.isAutoLevel = true});
    QVERIFY(edges.size() > 190);
    const std::vector<double> late(edges.end() - 90, edges.end());
    QVERIFY(jitterOf(late, [](double t) { return 100 * t; }).largest < 0.5);
    core::ScopeTrigger trigger({.level = 0.65, .isAutoLevel = true}, kScopeRateHz);
    trigger.restart(0);
    for (const float sample : samples) trigger.process(sample);
    QCOMPARE(trigger.level(), 0.65);  // within the signal: it stays
  }

  void pulsesTriggerAtTheirEdges() {
    // 1 ms every 50 ms, with edges of half a cosine that last 0.2 ms: half of the height at 0.1 ms.
    const auto pulse = [](double t) {
      const double at = std::fmod(t, 0.05) - 0.02;
      const auto edge = [](double x) {
        return x <= 0 ? 0 : x >= 2e-4 ? 1 : 0.5 - 0.5 * std::cos(x / 2e-4 * kTwoPi / 2);
      };
      return 0.8 * edge(at) * (1 - edge(at - 1e-3));
    };
    const auto edges = edgesOf(sampled(1, pulse), {.level = 0.4});
    QCOMPARE(edges.size(), std::size_t(20));
    for (std::size_t i = 0; i < edges.size(); ++i) {
      QVERIFY(std::abs(edges[i] / kScopeRateHz - (0.05 * double(i) + 0.0201)) < 0.05 / kScopeRateHz);
    }
  }

  void chirpsAndModulatedTonesTriggerOnceAPeriod() {
    const auto chirp = [](double t) { return 100 * t + 0.5 * 1950 * t * t; };  // to 4 kHz in two seconds
    const auto chirped = edgesOf(sineOf(2, 0.5, chirp), {});
    QVERIFY(std::abs(double(chirped.size()) - chirp(2)) < 2);
    QVERIFY(jitterOf(chirped, chirp).largest < 0.01);
    const auto fm = [](double t) { return 1000 * t + 200.0 / 10 / kTwoPi * std::sin(kTwoPi * 10 * t); };
    const auto modulated = edgesOf(sineOf(2, 0.5, fm), {});
    QVERIFY(std::abs(double(modulated.size()) - 2000) < 3);
    QVERIFY(jitterOf(modulated, fm).largest < 0.01);
  }

  // Only periods that reach the level, of which the envelope decides.
  void anAmplitudeModulatedToneTriggersWhereItReachesTheLevel() {
    const auto envelope = [](double t) { return 0.4 * (1 + 0.9 * std::sin(kTwoPi * 5 * t)); };
    const auto am = sampled(2, [&](double t) { return envelope(t) * std::sin(kTwoPi * 1000 * t); });
    const auto edges = edgesOf(am, {.level = 0.3});
    int expected = 0;
    for (int period = 0; period < 2000; ++period) expected += envelope((period + 0.25) / 1000.0) > 0.3;
    QVERIFY2(std::abs(double(edges.size()) - expected) < 25, qPrintable(QString::number(edges.size())));
    for (const double edge : edges) {
      const double t = edge / kScopeRateHz;
      QVERIFY(std::abs(envelope(t) * std::sin(kTwoPi * 1000 * t) - 0.3) < 1e-3);
    }
  }
};

QTEST_APPLESS_MAIN(TriggerTests)
#include "trigger_tests.moc"
