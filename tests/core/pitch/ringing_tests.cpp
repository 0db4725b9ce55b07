// SPDX-License-Identifier: GPL-3.0-or-later
// A note struck while another rings on whose partials fill the gaps between its own: what the attack did not make
// louder says nothing about the new note's octave (decision 0044).
#include "core/pitch/pitchengine.h"
#include "support/signals.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

using namespace tunescope;

namespace {

constexpr double kRateHz = 48000;
constexpr double kFirstS = 0.1;    // when the first note is struck,
constexpr double kSecondS = 1.2;   // and the second
constexpr double kJudgedS = 1.35;  // evaluated from here on
constexpr double kEndS = 2.2;

struct Pluck {
  double hertz = 0;
  double amplitude = 0;
  double decayS = 0;    // of the first partial; of partial l it is shorter by the square root of l
  double position = 0;  // along the string
};

void add(std::vector<float>& samples, const Pluck& pluck, double atS, test::Random& random) {
  const auto first = static_cast<std::size_t>(atS * kRateHz);
  for (int l = 1; l <= 20 && l * pluck.hertz < 0.4 * kRateHz; ++l) {
    const double omega = 2 * std::numbers::pi * l * pluck.hertz / kRateHz;
    const double amplitude = pluck.amplitude * std::sin(std::numbers::pi * l * pluck.position) / l;
    const double phase = random.uniform(0, 2 * std::numbers::pi);
    const double perSample = 1 / (pluck.decayS / std::sqrt(l) * kRateHz);
    for (std::size_t n = first; n < samples.size(); ++n) {
      const auto t = static_cast<double>(n - first);
      const double rise = std::min(1.0, t / 96);
      samples[n] += static_cast<float>(rise * amplitude * std::exp(-t * perSample) * std::cos(omega * t + phase));
    }
  }
}

struct Outcome {
  int hops = 0;
  int right = 0;
  int surelyWrong = 0;
};

Outcome read(const Pluck& ringing, const Pluck& struck, std::uint64_t seed) {
  test::Random random(seed);
  std::vector<float> samples(static_cast<std::size_t>(kEndS * kRateHz));
  for (float& x : samples) x = static_cast<float>(1e-4 * random.gaussian());
  add(samples, ringing, kFirstS, random);
  add(samples, struck, kSecondS, random);
  core::PitchEngine engine({.sampleRateHz = kRateHz});
  Outcome outcome;
  for (std::span<const float> rest = samples; rest.size() >= engine.hopFrames();
       rest = rest.subspan(engine.hopFrames())) {
    const core::PitchReading reading = engine.process(rest.first(engine.hopFrames()));
    if (reading.availableS < kJudgedS) continue;
    ++outcome.hops;
    const double off = reading.hertz ? std::abs(test::cents(*reading.hertz, struck.hertz)) : 1e9;
    outcome.right += off < 50;
    outcome.surelyWrong += reading.hertz && off > 100 && reading.confidence > 0.5;
  }
  return outcome;
}

}  // namespace

class RingingTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theStruckNoteIsRead_data() {
    QTest::addColumn<double>("ringingHz");
    QTest::addColumn<double>("ringing");
    QTest::addColumn<double>("struckHz");
    QTest::addColumn<double>("position");
    QTest::newRow("A2, then A3") << 110.0 << 0.2 << 220.0 << 0.13;
    QTest::newRow("E2, then E3") << 82.41 << 0.2 << 164.82 << 0.2;
    QTest::newRow("D3, then D4") << 146.83 << 0.15 << 293.66 << 0.17;
    QTest::newRow("D2, then A3, its third partial") << 73.42 << 0.15 << 220.26 << 0.13;
    QTest::newRow("A2 again") << 110.0 << 0.2 << 110.0 << 0.13;
    QTest::newRow("A2 again, further along the string") << 110.0 << 0.2 << 110.0 << 0.31;
    QTest::newRow("A3, then A2") << 220.0 << 0.2 << 110.0 << 0.13;
  }

  void theStruckNoteIsRead() {
    QFETCH(double, ringingHz);
    QFETCH(double, ringing);
    QFETCH(double, struckHz);
    QFETCH(double, position);
    Outcome all;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      const Outcome one = read({.hertz = ringingHz, .amplitude = ringing, .decayS = 1.5, .position = 0.13},
                               {.hertz = struckHz, .amplitude = 0.3, .decayS = 1.5, .position = position}, seed);
      all.hops += one.hops;
      all.right += one.right;
      all.surelyWrong += one.surelyWrong;
    }
    QVERIFY2(all.right >= 0.97 * all.hops,
             qPrintable(QStringLiteral("right in %1 of %2").arg(all.right).arg(all.hops)));
    QVERIFY2(all.surelyWrong <= 0.005 * all.hops,
             qPrintable(QStringLiteral("sure and wrong in %1 of %2").arg(all.surelyWrong).arg(all.hops)));
  }
};

QTEST_APPLESS_MAIN(RingingTests)
#include "ringing_tests.moc"
