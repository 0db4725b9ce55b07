// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/waveform.h"
#include "analysis/recordingsink.h"

#include <QTest>

using namespace tunescope;
using tests::sine;

class TestWaveform : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // The same tone at different moments gives the same picture to within a sample.
  void aSteadyToneStandsStill() {
    for (const double hertz : {41.2, 110.0, 440.0, 1318.5}) {
      for (std::size_t shift = 0; shift < 2000; shift += 37) {
        std::vector<float> samples = sine(hertz, 48000, 9600, shift);
        const std::vector<float> second = sine(2 * hertz, 48000, 9600, shift);
        for (std::size_t i = 0; i < samples.size(); ++i) samples[i] += 0.7F * second[i];
        const std::size_t start = analysis::alignedStart(std::span(samples).last(960 + 2400), 960);
        const double phase =
            hertz * static_cast<double>(shift + samples.size() - 960 - 2400 + start) / 48000;  // in periods
        const double distance = std::abs(phase - std::round(phase)) * 48000 / hertz;           // in samples
        QVERIFY2(distance <= 1.001,
                 qPrintable(QStringLiteral("%1 Hz, shift %2: %3").arg(hertz).arg(shift).arg(distance)));
      }
    }
  }

  void silenceAndShortInputGiveTheNewestWindow() {
    const std::vector<float> silence(1000, 0.0F);
    QCOMPARE(analysis::alignedStart(silence, 400), 600U);
    QCOMPARE(analysis::alignedStart(silence, 1000), 0U);
    QCOMPARE(analysis::alignedStart(silence, 2000), 0U);
    QCOMPARE(analysis::alignedStart({}, 10), 0U);
  }

  void aWaveOnAnOffsetIsAlignedToo() {
    std::vector<float> samples = sine(440, 48000, 4800, 55);
    for (float& sample : samples) sample += 2;
    const std::size_t start = analysis::alignedStart(samples, 960);
    QVERIFY(samples[start] > 1.99F && samples[start] < 2.04F);
    QVERIFY(samples[start - 1] < samples[start]);
  }

  void aWaveformKeepsEveryPeakAndItsTime() {
    std::vector<float> samples(4800, 0.0F);
    samples[4000] = 0.9F;
    const auto frame = analysis::makeWaveform(samples, 10.0, 48000, 0.05, 64);
    QVERIFY(frame.has_value());
    QCOMPARE(frame->columns.size(), 64U);
    QCOMPARE(frame->spanS, 0.05);
    float highest = 0;
    for (const core::MinMax& column : frame->columns) highest = std::max(highest, column.max);
    QCOMPARE(highest, 0.9F);
    QVERIFY(frame->timeS >= 9.9 && frame->timeS <= 9.95 + 1e-9);
  }

  void withoutSamplesThereIsNoPicture() {
    QVERIFY(!analysis::makeWaveform({}, 0, 48000, 0.05, 64));
    const std::vector<float> one(1, 0.5F);
    QVERIFY(!analysis::makeWaveform(one, 0, 48000, 0.05, 0));
    QVERIFY(analysis::makeWaveform(one, 0, 48000, 0.05, 64));
  }
};

QTEST_APPLESS_MAIN(TestWaveform)
#include "test_waveform.moc"
