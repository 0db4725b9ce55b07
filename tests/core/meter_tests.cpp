// SPDX-License-Identifier: GPL-3.0-or-later
// Meters against the readings that their standards give for sines and bursts.
#include "core/dsp/channelmeter.h"
#include "core/dsp/correlation.h"
#include "core/dsp/gatedloudness.h"
#include "core/dsp/weighting.h"
#include "core/speaker.h"

#include <QTest>

#include <cmath>
#include <numbers>
#include <vector>

using namespace tunescope::core;

namespace {

double sineAt(double hertz, double rateHz, std::size_t i, double phase = 0) {
  return std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rateHz + phase);
}

double db(double amplitude) {
  return 20 * std::log10(amplitude);
}

// The last reading after that many seconds of a tone, in readings of 100 ms.
ChannelMeters readingOf(double hertz, double amplitude, double rateHz, double seconds, double phase = 0,
                        double offset = 0, const MeterScales& scales = {}) {
  ChannelMeter meter(scales, rateHz);
  ChannelMeters reading;
  const auto blockFrames = static_cast<std::size_t>(std::lround(rateHz * ChannelMeter::kBlockS));
  const auto blocks = static_cast<std::size_t>(std::lround(seconds / ChannelMeter::kBlockS));
  for (std::size_t block = 0, i = 0; block < blocks; ++block) {
    for (std::size_t k = 0; k < blockFrames; ++k, ++i) {
      meter.add(static_cast<float>(amplitude * sineAt(hertz, rateHz, i, phase) + offset));
    }
    meter.finishBlock();
    if (block % 10 == 9) reading = meter.read();
  }
  return reading;
}

double truePeakOf(double hertz, double rateHz, double phase) {
  TruePeakMeter meter;
  float highest = 0;
  const auto frames = static_cast<std::size_t>(rateHz * (rateHz > 100000 ? 0.03 : 0.1));
  for (std::size_t i = 0; i < frames; ++i) {
    const double fade = std::min({1.0, static_cast<double>(i) / 1000, static_cast<double>(frames - i) / 1000});
    highest = std::max(highest, meter.add(static_cast<float>(fade * sineAt(hertz, rateHz, i, phase))));
  }
  return db(static_cast<double>(highest));
}

}  // namespace

class MeterTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void rmsPeakAndCrestOfASine() {
    for (const double rateHz : {44100.0, 48000.0, 192000.0}) {
      for (const double part : {100 / rateHz, 997 / rateHz, 0.2011, 0.45}) {
        for (const double phase : {0.0, 0.7, 2.1}) {
          const ChannelMeters reading = readingOf(part * rateHz, 0.25, rateHz, 1.5, phase);
          QVERIFY(std::abs(*reading.rmsDb - (db(0.25) - 3.0103)) < 0.01);
          QVERIFY(std::abs(*reading.truePeakDb - db(0.25)) < 0.1);
        }
      }
    }
    const ChannelMeters reading = readingOf(997, 0.25, 48000, 2);
    QVERIFY(std::abs(*reading.peakDb - db(0.25)) < 0.01);
    QVERIFY(std::abs(*reading.crestDb - 3.01) < 0.02);
    QVERIFY(std::abs(*reading.kDb - (db(0.25) + 20)) < 0.02);
    QVERIFY(!readingOf(997, 0, 48000, 1).rmsDb && !readingOf(997, 0, 48000, 1).ppmDb);
  }

  // The window of 1 s rarely holds whole periods; below .45 of the rate its end costs less than the tolerance.
  void rmsOfAnySineIsWithinAHundredthOfADecibel() {
    for (const double rateHz : {44100.0, 48000.0, 96000.0}) {
      for (const double hertz : {100.0, 100.25, 100.5, 101.3, 237.77, 1234.5, 0.1 * rateHz, 0.2501 * rateHz,
                                 0.3333 * rateHz, 0.41 * rateHz, 0.45 * rateHz}) {
        for (int i = 0; i < 5; ++i) {
          const double error =
              *readingOf(hertz, 0.25, rateHz, 1.2, i * std::numbers::pi / 5).rmsDb - (db(0.25) - 3.0103);
          QVERIFY2(std::abs(error) < 0.01, qPrintable(QStringLiteral("%1 Hz: %2").arg(hertz).arg(error)));
        }
      }
    }
  }

  void zeroVuIsTheReferenceThatIsSet() {
    for (const double reference : {-18.0, -20.0, -14.5}) {
      const double amplitude = std::pow(10, reference / 20);
      QVERIFY(std::abs(*readingOf(1000, amplitude, 48000, 3, 0, 0, {.vuZeroDbfs = reference}).vuDb) < 0.05);
    }
    ChannelMeter meter({.vuZeroDbfs = -18}, 48000);
    for (std::size_t i = 0; i < 144000; ++i) meter.add(static_cast<float>(0.1 * sineAt(1000, 48000, i)));
    QVERIFY(std::abs(*meter.read().vuDb + 2) < 0.05);
    meter.setScales({.vuZeroDbfs = -20});  // the needle stays where it is
    QVERIFY(std::abs(*meter.read().vuDb) < 0.05);
  }

  void theOffsetOfAToneIsReadWithin1e5() {
    for (const double hertz : {100.0, 440.0, 997.0, 1002.5, 9990.0}) {
      const ChannelMeters reading = readingOf(hertz, 0.25, 48000, 1.5, 1, 0.01);
      QVERIFY2(std::abs(std::pow(10, *reading.dcDb / 20) - 0.01) < 1e-5, qPrintable(QString::number(hertz)));
    }
  }

  void truePeakOfSinesUpTo45HundredthsOfTheRate() {
    for (const double rateHz : {48000.0, 192000.0}) {
      for (const double part : {0.01, 0.1, 0.2, 0.25, 1.0 / 3, 0.35, 0.4, 0.45}) {
        for (int i = 0; i < 13; ++i) {
          const double peak = truePeakOf(part * rateHz, rateHz, i * std::numbers::pi / 13);
          QVERIFY2(std::abs(peak) < 0.05, qPrintable(QStringLiteral("%1: %2").arg(part).arg(peak)));
        }
      }
    }
  }

  void programmeMetersReadTheAlignmentToneAtTheirMarkUpTo16Kilohertz() {
    for (const double hertz : {63.0, 1000.0, 5000.0, 16000.0}) {
      for (const PpmKind kind : {PpmKind::Din, PpmKind::Bbc, PpmKind::Ebu}) {
        const double amplitude = std::pow(10, ppmReferenceDb(kind) / 20);
        const ChannelMeters reading = readingOf(hertz, amplitude, 48000, 2, 0, 0, {.ppm = kind});
        QVERIFY2(std::abs(*reading.ppmDb) < 0.3, qPrintable(QStringLiteral("%1: %2").arg(hertz).arg(*reading.ppmDb)));
      }
    }
  }

  void threeSamplesAtFullScaleAreAClip() {
    ChannelMeter meter({}, 48000);
    for (int i = 0; i < 480; ++i) meter.add(i % 10 < 2 ? 1.0F : 0.0F);
    meter.finishBlock();
    QCOMPARE(meter.read().clips, 0U);
    for (int i = 0; i < 480; ++i) meter.add(i % 10 < 5 ? -32767.0F / 32768.0F : 0.0F);
    meter.finishBlock();
    QCOMPARE(meter.read().clips, 48U);
  }

  void weightingsAreWithinClass1() {
    // Upper and lower limits of IEC 61672-1:2013, table 3, for n = 10 to 43.
    const std::vector<std::pair<double, double>> limits = [] {
      std::vector<std::pair<double, double>> all = {{3, -1e9}, {2.5, -1e9}, {2, -4}, {2, -2}, {2, -1.5}, {1.5, -1.5}};
      while (all.size() < 27) all.push_back({1, -1});  // 40 Hz to 4 kHz
      all[20] = {0.7, -0.7};                           // 1 kHz
      for (const auto& high :
           {std::pair{1.5, -1.5}, {1.5, -2.0}, {1.5, -2.5}, {2.0, -3.0}, {2.0, -5.0}, {2.5, -16.0}, {3.0, -1e9}}) {
        all.push_back(high);
      }
      return all;
    }();
    const auto square = [](double value) { return value * value; };
    for (const double rateHz : {44100.0, 48000.0, 96000.0, 192000.0}) {
      const SoundLevelMeter a(FrequencyWeighting::A, TimeWeighting::Fast, rateHz);
      const SoundLevelMeter c(FrequencyWeighting::C, TimeWeighting::Fast, rateHz);
      const SoundLevelMeter z(FrequencyWeighting::Z, TimeWeighting::Fast, rateHz);
      for (int n = 10; n <= 43; ++n) {
        const double f = 1000 * std::pow(10, 0.1 * (n - 30));
        if (f > 0.45 * rateHz) break;
        const double f2 = square(f);
        const double cDb =
            db(square(12194.217148) * f2 / ((f2 + square(20.598997)) * (f2 + square(12194.217148)))) + 0.0619;
        const double aDb =
            cDb - 0.0619 + 1.9997 + db(f2 / (std::sqrt(f2 + square(107.652649)) * std::sqrt(f2 + square(737.862231))));
        const auto& [upper, lower] = limits[static_cast<std::size_t>(n - 10)];
        for (const double error : {db(a.magnitudeAt(f)) - aDb, db(c.magnitudeAt(f)) - cDb}) {
          QVERIFY2(error <= upper && error >= lower,
                   qPrintable(QStringLiteral("%1 Hz at %2: %3").arg(f).arg(rateHz).arg(error)));
        }
        QCOMPARE(z.magnitudeAt(f), 1.0);
      }
    }
  }

  void theFilterDoesWhatItsResponseSays() {
    for (const FrequencyWeighting weighting : {FrequencyWeighting::A, FrequencyWeighting::C, FrequencyWeighting::Z}) {
      for (const double hertz : {50.0, 1000.0, 8000.0}) {
        SoundLevelMeter meter(weighting, TimeWeighting::Fast, 48000);
        for (std::size_t i = 0; i < 96000; ++i) meter.add(static_cast<float>(sineAt(hertz, 48000, i)));
        QVERIFY(std::abs(10 * std::log10(2 * meter.meanSquare()) - db(meter.magnitudeAt(hertz))) < 0.1);
      }
    }
  }

  void correlationGoesFromMinusOneToOne() {
    const auto correlationOf = [](auto right) {
      Correlation meter;
      for (std::size_t i = 0; i < 48000; ++i) {
        meter.add(static_cast<float>(sineAt(997, 48000, i)), static_cast<float>(right(i)));
        if (i % 480 == 479) meter.finishBlock();
      }
      return meter.value();
    };
    QVERIFY(std::abs(*correlationOf([](std::size_t i) { return 0.1 * sineAt(997, 48000, i); }) - 1) < 1e-6);
    QVERIFY(std::abs(*correlationOf([](std::size_t i) { return -sineAt(997, 48000, i); }) + 1) < 1e-6);
    QVERIFY(std::abs(*correlationOf([](std::size_t i) { return sineAt(997, 48000, i, M_PI / 2); })) < 0.01);
    QVERIFY(!correlationOf([](std::size_t) { return 0.0; }));
  }

  void onlyKnownLayoutsHaveSidesAndALowChannel() {
    for (const std::size_t channels : {1U, 2U, 3U, 7U, 10U, 18U}) {
      for (std::size_t i = 0; i < channels; ++i) QCOMPARE(usualSpeaker(channels, i), Speaker::Front);
    }
    QVERIFY(usualSpeaker(4, 2) == Speaker::Side && usualSpeaker(5, 3) == Speaker::Side);
    QVERIFY(usualSpeaker(6, 3) == Speaker::Low && usualSpeaker(6, 4) == Speaker::Side);
    QVERIFY(usualSpeaker(8, 3) == Speaker::Low && usualSpeaker(8, 5) == Speaker::Front);
    QVERIFY(usualSpeaker(8, 6) == Speaker::Side);
  }

  void gatedLoudnessLeavesOutQuietBlocks() {
    GatedLoudness gated;
    QVERIFY(!gated.integrated() && !gated.range());
    for (int i = 0; i < 100; ++i) gated.add(-75);
    QVERIFY(!gated.integrated());
    for (int i = 0; i < 600; ++i) gated.add(-23);
    for (int i = 0; i < 200; ++i) gated.add(-36);
    QVERIFY(std::abs(*gated.integrated() + 23) < 1e-6);
    QVERIFY(std::abs(*gated.range() - 13) < 0.02);
    gated.reset();
    gated.add(40);  // beyond the bins
    QVERIFY(std::abs(*gated.integrated() - 40) < 1e-6);
  }
};

QTEST_APPLESS_MAIN(MeterTests)
#include "meter_tests.moc"
