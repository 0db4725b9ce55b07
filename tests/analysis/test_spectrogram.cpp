// SPDX-License-Identifier: GPL-3.0-or-later
// The spectrogram behind a stream: what a gap and another stream make of its columns.
#include "analysis/measure/registry.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

using namespace tunescope;
using core::SpectrogramLevel;
using core::SpectrogramRows;

namespace {

constexpr double kRateHz = 48000;
constexpr std::size_t kHop = 512;
constexpr double kColumnS = 1 / core::Spectrogram::kColumnsPerS;

using Measurement = analysis::Measurement<core::SpectrogramReading>;
using Columns = std::vector<core::SpectrogramColumn>;

analysis::StreamInfo stream() {
  analysis::StreamInfo info;
  info.sampleRateHz = kRateHz;
  info.hopFrames = kHop;
  return info;
}

// A tone from startS on; returns the columns that it completes.
Columns play(Measurement& measurement, double hertz, double startS, double seconds) {
  Columns columns;
  std::vector<float> samples(kHop);
  core::SpectrogramReading reading;
  for (std::size_t first = 0; double(first + kHop) <= seconds * kRateHz; first += kHop) {
    for (std::size_t i = 0; i < kHop; ++i) {
      samples[i] = float(0.5 * std::sin(2 * std::numbers::pi * hertz * double(first + i) / kRateHz));
    }
    analysis::AnalysisFrame frame;
    frame.hop = samples;
    frame.startS = startS + double(first) / kRateHz;
    frame.endS = frame.startS + double(kHop) / kRateHz;
    measurement.hop(frame);
    if (!measurement.take(reading, {})) continue;
    columns.insert(columns.end(), reading.columns().begin(), reading.columns().end());
  }
  return columns;
}

double levelAt(const core::SpectrogramColumn& column, double hertz) {
  const auto row = std::size_t(SpectrogramRows::of(hertz));
  return SpectrogramLevel::dbOf(*std::max_element(column.levels.begin() + std::ptrdiff_t(row) - 1,
                                                  column.levels.begin() + std::ptrdiff_t(row) + 2));
}

}  // namespace

class TestSpectrogramMeasurement : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void noColumnSpansAGap_data() {
    QTest::addColumn<int>("mode");
    QTest::newRow("octaves") << int(core::SpectrogramMode::Octaves);
    QTest::newRow("plain") << int(core::SpectrogramMode::Plain);
    QTest::newRow("reassigned") << int(core::SpectrogramMode::Reassigned);
  }
  // Before the gap 440 Hz, behind it 2 kHz: no column has both, and the times go on behind it.
  void noColumnSpansAGap() {
    QFETCH(int, mode);
    const auto measurement =
        analysis::MeasurementOf<core::SpectrogramReading>::make({.mode = core::SpectrogramMode(mode)});
    measurement->begin(stream());
    const Columns before = play(*measurement, 440, 0, 2);
    measurement->gap({});
    const Columns behind = play(*measurement, 2000, 7, 2);
    QVERIFY(before.size() > 35 && behind.size() > 35);
    QVERIFY(before.back().timeS < 2);
    QVERIFY(std::abs(behind.front().timeS - 7 - kColumnS / 2) < 1e-9);
    for (std::size_t i = 10; i < before.size(); ++i) {
      QVERIFY(std::abs(levelAt(before[i], 440) + 6.02) < 1 && levelAt(before[i], 2000) < -60);
      QVERIFY(std::abs(before[i].timeS - before[i - 1].timeS - kColumnS) < 1e-9);
    }
    for (std::size_t i = 10; i < behind.size(); ++i) {
      QVERIFY(std::abs(levelAt(behind[i], 2000) + 6.02) < 1);
      QVERIFY(std::abs(behind[i].timeS - behind[i - 1].timeS - kColumnS) < 1e-9);
    }
    for (const core::SpectrogramColumn& column : behind) QVERIFY(levelAt(column, 440) < -30);
  }

  void anotherStreamIsTold() {
    const auto measurement = analysis::MeasurementOf<core::SpectrogramReading>::make({});
    measurement->begin(stream());
    play(*measurement, 440, 0, 1);
    core::SpectrogramReading reading;
    std::vector<float> silence(kHop);
    const auto streamNow = [&] {
      analysis::AnalysisFrame frame;
      frame.hop = silence;
      for (int i = 0; i < 120; ++i) {
        measurement->hop(frame);
        if (measurement->take(reading, {})) return reading.stream;
      }
      return 0U;
    };
    const std::uint32_t first = streamNow();
    measurement->gap({});
    QCOMPARE(streamNow(), first);
    measurement->begin(stream());
    QVERIFY(streamNow() != first && reading.stream != 0);
  }
};

QTEST_APPLESS_MAIN(TestSpectrogramMeasurement)
#include "test_spectrogram.moc"
