// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/waveform.h"
#include "core/testsignals.h"

#include <QTest>

#include <algorithm>
#include <limits>
#include <vector>

using namespace tunescope::core;
using namespace tunescope::tests;

class WaveformTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void noSinglePeakIsLostAtAnyWidth() {
    const std::size_t sampleCount = 480;
    std::vector<float> samples(sampleCount, 0.0F);
    for (std::size_t width = 1; width <= 3 * sampleCount; width = width < 40 ? width + 1 : width + 37) {
      std::vector<MinMax> columns(width);
      for (std::size_t place = 0; place < sampleCount; ++place) {
        samples[place] = place % 2 == 0 ? 1.0F : -1.0F;
        reduceWaveform(samples, columns);
        const bool found = std::any_of(columns.begin(), columns.end(), [&](const MinMax& c) {
          return place % 2 == 0 ? c.max == 1.0F : c.min == -1.0F;
        });
        QVERIFY2(found, qPrintable(QStringLiteral("width %1, sample %2").arg(width).arg(place)));
        samples[place] = 0.0F;
      }
    }
  }

  void eachColumnHoldsExactlyItsOwnSamples() {
    const auto samples = makeNoise(1000, 7);
    for (const std::size_t width :
         {std::size_t{1}, std::size_t{3}, std::size_t{333}, std::size_t{999}, std::size_t{1000}}) {
      std::vector<MinMax> columns(width);
      reduceWaveform(samples, columns);
      for (std::size_t c = 0; c < width; ++c) {
        const auto begin = samples.begin() + static_cast<std::ptrdiff_t>(c * samples.size() / width);
        const auto end = samples.begin() + static_cast<std::ptrdiff_t>((c + 1) * samples.size() / width);
        QCOMPARE(columns[c].min, *std::min_element(begin, end));
        QCOMPARE(columns[c].max, *std::max_element(begin, end));
      }
    }
  }

  void withMoreColumnsThanSamplesTheSamplesRepeat() {
    const std::vector<float> samples{-1.0F, 0.5F, 0.25F};
    std::vector<MinMax> columns(7);
    reduceWaveform(samples, columns);
    const std::vector<float> expected{-1.0F, -1.0F, -1.0F, 0.5F, 0.5F, 0.25F, 0.25F};
    for (std::size_t c = 0; c < columns.size(); ++c) {
      QCOMPARE(columns[c].min, expected[c]);
      QCOMPARE(columns[c].max, expected[c]);
    }
  }

  void withoutSamplesTheColumnsAreZero() {
    std::vector<MinMax> columns(5, MinMax{.min = -9.0F, .max = 9.0F});
    reduceWaveform({}, columns);
    for (const auto& column : columns) {
      QCOMPARE(column.min, 0.0F);
      QCOMPARE(column.max, 0.0F);
    }
    reduceWaveform(std::vector<float>(10, 1.0F), {});  // no columns: nothing to do
  }

  void samplesThatAreNotNumbersCountAsZero() {
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    const std::vector<float> samples{kNan, 0.5F, 0.5F, -kInfinity, 0.25F, kInfinity, -0.5F, kNan};
    std::vector<MinMax> columns(4);
    reduceWaveform(samples, columns);
    const std::vector<MinMax> expected{{0.0F, 0.5F}, {0.0F, 0.5F}, {0.0F, 0.25F}, {-0.5F, 0.0F}};
    for (std::size_t c = 0; c < columns.size(); ++c) {
      QCOMPARE(columns[c].min, expected[c].min);
      QCOMPARE(columns[c].max, expected[c].max);
    }
  }
};

QTEST_APPLESS_MAIN(WaveformTests)
#include "waveform_tests.moc"
