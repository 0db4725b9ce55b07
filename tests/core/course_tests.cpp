// SPDX-License-Identifier: GPL-3.0-or-later
// Two lines that beat, taken apart.
#include "core/course/linepair.h"
#include "support/signals.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

using namespace tunescope;

namespace {

constexpr double kRateHz = 48000;
constexpr std::size_t kHop = 512;

struct Pluck {
  double hertz = 196;
  double beatHz = 1;  // of the second string, to either side
  double softerDb = 0;
  double seconds = 2.2;
  std::uint64_t seed = 1;
};

struct Heard {
  core::LinePairResult result;
  double lowHz = 0;
  double highHz = 0;
};

// Two strings of a few partials with decays of their own, in noise 40 dB under them, looked for near their pitch.
Heard hear(const Pluck& pluck) {
  test::Random random(pluck.seed);
  const double first = pluck.hertz + random.uniform(-3, 3);
  const double second = first + (random.uniform() < 0.5 ? -pluck.beatHz : pluck.beatHz);
  const double gain = std::pow(10, -pluck.softerDb / 20);
  std::vector<double> sum(static_cast<std::size_t>(pluck.seconds * kRateHz));
  for (const auto& [hertz, amplitude] : {std::pair(first, 1.0), std::pair(second, gain)}) {
    const double decay = random.uniform(0.3, 1.5);
    const double phase = random.uniform(0, 2 * std::numbers::pi);
    for (int partial = 1; partial <= 4; ++partial) {
      std::complex<double> turning = std::polar(amplitude / partial, phase * partial);
      const auto step =
          std::polar(std::exp(-decay * partial / kRateHz), 2 * std::numbers::pi * hertz * partial / kRateHz);
      for (double& x : sum) {
        x += turning.imag();
        turning *= step;
      }
    }
  }
  core::LinePair pair(kRateHz);
  pair.begin(pluck.hertz + random.uniform(-1, 1));
  std::vector<float> hop(kHop);
  for (std::size_t at = 0; at + kHop <= sum.size(); at += kHop) {
    for (std::size_t i = 0; i < kHop; ++i) hop[i] = static_cast<float>(0.1 * sum[at + i] + 0.001 * random.gaussian());
    pair.process(hop);
  }
  return {pair.result(), std::min(first, second), std::max(first, second)};
}

}  // namespace

class CourseTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void twoStringsAreTakenApart_data() {
    QTest::addColumn<double>("hertz");
    QTest::addColumn<double>("beatHz");
    QTest::addColumn<double>("softerDb");
    for (const double hertz : {164.8, 196.0, 440.0, 659.3}) {
      for (const double beat : {0.5, 1.2, 4.0, 8.0}) {
        for (const double softer : {0.0, 8.0}) {
          QTest::addRow("%g Hz, %g beats, %g dB softer", hertz, beat, softer) << hertz << beat << softer;
        }
      }
    }
  }
  void twoStringsAreTakenApart() {
    QFETCH(const double, hertz);
    QFETCH(const double, beatHz);
    QFETCH(const double, softerDb);
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const Heard heard = hear({.hertz = hertz, .beatHz = beatHz, .softerDb = softerDb, .seed = seed});
      QCOMPARE(heard.result.count, std::size_t{2});
      const double low = heard.result.lines[0].hertz - heard.lowHz;
      const double high = heard.result.lines[1].hertz - heard.highHz;
      QVERIFY2(std::abs(low) < 0.005 && std::abs(high) < 0.005, qPrintable(QStringLiteral("%1 %2").arg(low).arg(high)));
    }
  }

  void theUncertaintyIsThatOfTheErrors() {
    int within = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      const Heard heard = hear({.beatHz = 1.5, .softerDb = 3, .seed = seed});
      QCOMPARE(heard.result.count, std::size_t{2});
      const core::DecayingLine& low = heard.result.lines[0];
      within += std::abs(low.hertz - heard.lowHz) < 2 * low.sigmaHz;
    }
    QVERIFY2(within >= 51, QByteArray::number(within));
  }

  void oneStringIsOneLine() {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
      const Heard heard = hear({.softerDb = 300, .seed = seed});
      QCOMPARE(heard.result.count, std::size_t{1});
    }
  }

  void twoThatHardlyBeatAreNotTwoUntilTheyHaveBeaten() {
    const Heard heard = hear({.beatHz = 0.4, .seconds = 0.9});
    QVERIFY(heard.result.count < 2);
    QVERIFY2(heard.result.minBeatHz > 0.4, QByteArray::number(heard.result.minBeatHz));
    const Heard later = hear({.beatHz = 0.4, .seconds = 2.6});
    QCOMPARE(later.result.count, std::size_t{2});
    QVERIFY2(later.result.minBeatHz < 0.4, QByteArray::number(later.result.minBeatHz));
  }

  void noiseIsNoLine() {
    core::LinePair pair(kRateHz);
    pair.begin(440);
    test::Random random(7);
    std::vector<float> hop(kHop);
    for (int i = 0; i < 200; ++i) {
      for (float& x : hop) x = static_cast<float>(0.1 * random.gaussian());
      pair.process(hop);
    }
    QCOMPARE(pair.result().count, std::size_t{0});
  }
};

QTEST_APPLESS_MAIN(CourseTests)
#include "course_tests.moc"
