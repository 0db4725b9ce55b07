// SPDX-License-Identifier: GPL-3.0-or-later
// Mains hum that is present from the first sample, so that neither silence before it nor an attack identifies it.
#include "core/pitch/pitchengine.h"
#include "support/signals.h"

#include <QTest>

#include <cmath>
#include <numbers>
#include <span>
#include <utility>
#include <vector>

using namespace tunescope;

namespace {

constexpr double kRateHz = 48000;
constexpr double kHumByS = 2;

using Lines = std::vector<std::pair<int, double>>;  // number and amplitude

std::vector<float> hum(double mainsHz, const Lines& lines, double seconds, std::uint64_t seed) {
  test::Random random(seed);
  std::vector<float> samples(static_cast<std::size_t>(seconds * kRateHz));
  for (const auto& [number, amplitude] : lines) {
    const double phase = random.uniform(0, 2 * std::numbers::pi);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const double turns = number * mainsHz * static_cast<double>(i) / kRateHz;
      samples[i] += static_cast<float>(0.05 * amplitude * std::sin(2 * std::numbers::pi * turns + phase));
    }
  }
  test::addWhiteNoise(samples, 1e-4, random);
  return samples;
}

std::vector<core::PitchReading> read(std::span<const float> samples, core::Mains mains = core::Mains::Found) {
  core::PitchEngine engine({.sampleRateHz = kRateHz, .mains = mains});
  std::vector<core::PitchReading> readings;
  for (; samples.size() >= engine.hopFrames(); samples = samples.subspan(engine.hopFrames()))
    readings.push_back(engine.process(samples.first(engine.hopFrames())));
  return readings;
}

// Share of the hops in that time that have a confident reading.
double sureShare(std::span<const core::PitchReading> readings, double fromS, double toS) {
  int hops = 0;
  int sure = 0;
  for (const core::PitchReading& reading : readings) {
    if (reading.availableS < fromS || reading.availableS >= toS) continue;
    ++hops;
    sure += reading.hertz && reading.confidence > 0.5 ? 1 : 0;
  }
  return static_cast<double>(sure) / hops;
}

}  // namespace

class HumFromTheStartTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void itIsNoNote_data() {
    QTest::addColumn<double>("mainsHz");
    QTest::addColumn<Lines>("lines");
    QTest::newRow("50 and 150 Hz") << 50.02 << Lines{{1, 1}, {3, 1.7}};
    QTest::newRow("50 and 150 Hz, other levels") << 49.96 << Lines{{1, 1}, {3, 0.5}};
    QTest::newRow("60 and 180 Hz") << 60.03 << Lines{{1, 0.6}, {3, 1}};
    QTest::newRow("a rectifier's") << 50.0 << Lines{{1, 0.3}, {2, 1}, {4, 0.4}};
    QTest::newRow("a rectifier's at 60 Hz") << 59.95 << Lines{{1, 0.3}, {2, 1}, {4, 0.4}};
    QTest::newRow("no first line") << 49.95 << Lines{{2, 1}, {3, 0.5}};
    QTest::newRow("a transformer's, through a small loudspeaker") << 60.0 << Lines{{3, 1}, {5, 0.5}};
    QTest::newRow("four high lines") << 50.09 << Lines{{1, 0.3}, {5, 0.55}, {6, 0.9}, {9, 0.6}};
  }
  void itIsNoNote() {
    QFETCH(const double, mainsHz);
    QFETCH(const Lines, lines);
    for (const std::uint64_t seed : {1, 2, 3}) {
      const auto readings = read(hum(mainsHz, lines, 5, seed));
      for (const core::PitchReading& reading : readings)
        QVERIFY2(reading.availableS < kHumByS || !reading.hertz, QByteArray::number(reading.hertz.value_or(0)));
      QVERIFY2(sureShare(readings, 0, kHumByS) < 0.02, QByteArray::number(sureShare(readings, 0, kHumByS)));
    }
  }

  void withMainsOffItIsATone() {
    for (const Lines& lines : {Lines{{1, 1}}, Lines{{1, 1}, {3, 1.7}}}) {
      const auto readings = read(hum(50, lines, 3, 1), core::Mains::Off);
      QVERIFY(sureShare(readings, 0.5, 3) > 0.99);
      QVERIFY(std::abs(*readings.back().hertz - 50) < 0.01);
    }
  }

  // G1, G2 and D3 from the first sample on: 35 cents and less from multiples of the mains.
  void notesBesideTheMainsStayNotes() {
    for (const double hertz : {49.0, 61.735, 98.0, 123.47, 146.83, 151.0, 185.0}) {
      const test::Tone tone =
          test::makeTone({.family = test::Family::Saw, .hertz = hertz, .seconds = 4, .snrDb = 50, .seed = 4});
      QVERIFY2(sureShare(read(tone.samples), 0.5, 4) > 0.99, QByteArray::number(hertz));
    }
  }
  void aNoteWithAnAttackIsNoHum() {
    const test::Tone tone =
        test::makeTone({.family = test::Family::Saw, .hertz = 150, .seconds = 4, .snrDb = 50, .seed = 4});
    std::vector<float> samples = test::whiteNoise(static_cast<std::size_t>(kRateHz), 1e-4, 5);
    samples.insert(samples.end(), tone.samples.begin(), tone.samples.end());
    QVERIFY(sureShare(read(samples), 1.5, 5) > 0.99);
  }
  void aNoteThatDecaysIsNoHum() {
    std::vector<float> samples = hum(50, {{3, 1}, {6, 0.5}, {9, 0.3}}, 4, 6);
    for (std::size_t i = 0; i < samples.size(); ++i)
      samples[i] *= static_cast<float>(std::exp(-static_cast<double>(i) / kRateHz));
    QVERIFY(sureShare(read(samples), 1, 4) > 0.95);
  }
};

QTEST_APPLESS_MAIN(HumFromTheStartTests)
#include "humfromthestart_tests.moc"
