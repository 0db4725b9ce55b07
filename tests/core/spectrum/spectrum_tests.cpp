// SPDX-License-Identifier: GPL-3.0-or-later
// Windows, levels, peaks, averages and the noise floor of a spectrum against what theory says of sines and noise.
#include "core/spectrum/noisefloor.h"
#include "core/spectrum/spectrumaverage.h"
#include "core/spectrum/spectrumframe.h"
#include "core/spectrum/spectrumpeaks.h"
#include "core/spectrum/spectrumsignals.h"

#include <QTest>

#include <algorithm>
#include <complex>

using namespace tunescope::core;
using namespace tunescope::tests;

namespace {

double powerDb(double power) {
  return 10 * std::log10(power);
}

// The largest bin, ends excluded.
std::size_t largestBin(std::span<const float> power) {
  return static_cast<std::size_t>(std::max_element(power.begin() + 1, power.end() - 1) - power.begin());
}

struct Errors {
  double bins = 0;
  double db = 0;
  double binDb = 0;  // of the largest bin alone
};

// The worst of many sines between the clear distances from the ends of the spectrum, at random phases and levels.
Errors worstErrors(SpectrumWindow window, std::size_t size, int count, double clearBins) {
  std::mt19937 random(static_cast<unsigned>(size) + static_cast<unsigned>(window));
  std::uniform_real_distribution<double> bins(clearBins, static_cast<double>(size) / 2 - clearBins);
  std::uniform_real_distribution<double> phases(0, 2 * std::numbers::pi), levels(-60, 0);
  SpectrumFrame frame(size, window);
  const PeakInterpolation interpolation(window);
  Errors worst;
  for (int i = 0; i < count; ++i) {
    std::vector<float> samples(size);
    const double bin = bins(random), db = levels(random);
    addSine(samples, bin, std::pow(10, db / 20), phases(random));
    frame.transform(samples);
    const std::size_t top = largestBin(frame.power());
    const SpectrumPeak peak = interpolation.at(frame.power(), top);
    worst.bins = std::max(worst.bins, std::abs(peak.bin - bin));
    worst.db = std::max(worst.db, std::abs(powerDb(peak.power) - db));
    worst.binDb = std::max(worst.binDb, std::abs(powerDb(static_cast<double>(frame.power()[top])) - db));
  }
  return worst;
}

}  // namespace

class SpectrumTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Side lobes from the transform of the samples; the other figures are Heinzel's and Harris's tables.
  void windowsAreWhatTheirPapersSay_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<double>("noiseBins");
    QTest::addColumn<double>("scallopingDb");
    QTest::addColumn<double>("sideLobeDb");
    const auto row = [](const char* id, double noiseBins, double scallopingDb, double sideLobeDb) {
      QTest::newRow(id) << QString::fromLatin1(id) << noiseBins << scallopingDb << sideLobeDb;
    };
    row("rectangular", 1.0000, -3.92, -13.3);
    row("hann", 1.5000, -1.42, -31.5);
    row("hamming", 1.3628, -1.75, -42.7);
    row("blackman", 1.7268, -1.10, -58.1);
    row("nuttall3", 1.9444, -0.86, -46.7);
    row("blackman-harris", 2.0044, -0.826, -92.0);
    row("nuttall4c", 1.9761, -0.851, -98.1);
    row("sr785", 3.7702, -0.0156, -76.6);
    row("flattop5", 3.7702, -0.0098, -93.0);
    row("hft70", 3.4129, -0.0065, -70.4);
    row("hft95", 3.8112, 0.0044, -95.0);
    row("hft90d", 3.8832, -0.0039, -90.2);
    row("hft116d", 4.2186, -0.0028, -116.8);
    row("hft144d", 4.5386, 0.0021, -144.0);
    row("hft169d", 4.8347, 0.0017, -167.9);
    row("hft196d", 5.1134, 0.0013, -196.2);
    row("hft223d", 5.3888, 0.0011, -223.0);
    row("hft248d", 5.6512, 0.0009, -248.4);
  }
  void windowsAreWhatTheirPapersSay() {
    QFETCH(QString, id);
    QFETCH(double, noiseBins);
    QFETCH(double, scallopingDb);
    QFETCH(double, sideLobeDb);
    const SpectrumWindowShape& shape = shapeOf(*spectrumWindowNamed(id.toStdString()));
    QVERIFY(std::abs(shape.noiseBandwidthBins() - noiseBins) < 0.0001);
    double scalloping = 0, sideLobe = 0;
    for (int i = 0; i <= 100; ++i) {
      const double db = 20 * std::log10(shape.response(i * 0.005));
      if (std::abs(db) > std::abs(scalloping)) scalloping = db;
    }
    for (double bins = static_cast<double>(shape.lobeBins()); bins < 60; bins += 1.0 / 64) {
      sideLobe = std::max(sideLobe, std::abs(shape.response(bins)));
      QVERIFY(std::abs(shape.response(bins)) <= shape.leakage(bins) * 1.000001);
    }
    QVERIFY2(std::abs(std::abs(scalloping) - std::abs(scallopingDb)) < 0.006 + 0.001 * std::abs(scallopingDb),
             qPrintable(QString::number(scalloping)));
    QVERIFY2(std::abs(20 * std::log10(sideLobe) - sideLobeDb) < 0.1,
             qPrintable(QString::number(20 * std::log10(sideLobe))));
  }

  void theResponseIsTheTransformOfTheSamples() {
    constexpr std::size_t kSize = 1024;
    for (const SpectrumWindowShape& shape : spectrumWindows()) {
      const std::vector<float> window = makeSpectrumWindow(shape.window, kSize);
      for (const double bins : {0.0, 0.3, 0.5, 1.0, 1.7, 2.0, 3.25}) {
        std::complex<double> sum = 0;
        for (std::size_t n = 0; n < kSize; ++n) {
          const double turns = bins * static_cast<double>(n) / kSize;
          sum += static_cast<double>(window[n]) * std::polar(1.0, -2 * std::numbers::pi * turns);
        }
        const double measured = std::abs(sum) / (kSize * shape.coherentGain());
        QVERIFY(std::abs(measured - std::abs(shape.response(bins))) < 2e-5);
      }
    }
  }

  void everyWindowHasItsName() {
    for (const SpectrumWindowShape& shape : spectrumWindows()) {
      QCOMPARE(int(*spectrumWindowNamed(shape.id)), int(shape.window));
    }
    QCOMPARE(int(*spectrumWindowNamed("flattop")), int(SpectrumWindow::Hft144D));
    QVERIFY(!spectrumWindowNamed("hanning"));
  }

  void aFullScaleSineReadsZeroAndAConstantToo() {
    for (const SpectrumWindowShape& shape : spectrumWindows()) {
      SpectrumFrame frame(4096, shape.window);
      std::vector<float> samples(4096);
      addSine(samples, 300, 1, 0.4);
      frame.transform(samples);
      QVERIFY(std::abs(powerDb(static_cast<double>(frame.power()[300]))) < 0.0005);
      std::ranges::fill(samples, 1.0F);
      frame.transform(samples);
      QVERIFY(std::abs(powerDb(static_cast<double>(frame.power()[0]))) < 0.0005);
    }
  }

  // The numbers: level within .01 dB with a flat top, frequency within .01 bin anywhere in a bin.
  void aSineAnywhereInABinIsMeasured_data() {
    QTest::addColumn<int>("window");
    QTest::addColumn<int>("size");
    for (const SpectrumWindowShape& shape : spectrumWindows()) {
      if (shape.window == SpectrumWindow::Rectangular) continue;  // a sine leaks everywhere, its mirror image too
      for (const int size : {512, 4096, 65536}) {
        QTest::addRow("%s, %d", shape.id.data(), size) << int(shape.window) << size;
      }
    }
  }
  void aSineAnywhereInABinIsMeasured() {
    QFETCH(int, window);
    QFETCH(int, size);
    const auto kind = static_cast<SpectrumWindow>(window);
    const Errors worst = worstErrors(kind, static_cast<std::size_t>(size), size > 10000 ? 40 : 300, 20);
    const QString text = QStringLiteral("%1 bins, %2 dB").arg(worst.bins).arg(worst.db);
    QVERIFY2(worst.bins < 0.01, qPrintable(text));
    QVERIFY2(worst.db < 0.01, qPrintable(text));
    const bool isStandardFlatTop = shapeOf(kind).isFlatTop && kind != SpectrumWindow::FlatTopSr785;
    if (isStandardFlatTop) QVERIFY2(worst.binDb < 0.01, qPrintable(QString::number(worst.binDb)));
  }

  void theRectangleIsMeasuredFarFromItsMirrorImage() {
    const Errors worst = worstErrors(SpectrumWindow::Rectangular, 65536, 40, 8000);
    QVERIFY2(worst.bins < 0.01, qPrintable(QString::number(worst.bins)));
  }

  void aMeanOfFramesIsMeasuredAlike() {
    SpectrumFrame frame(4096, SpectrumWindow::Hann);
    SpectrumAverage average;
    average.resize(frame.binCount());
    average.choose(SpectrumAverage::Mode::Linear, 1);
    for (int i = 0; i < 8; ++i) {
      std::vector<float> samples(4096);
      addSine(samples, 123.37, 0.25, i);
      frame.transform(samples);
      average.add(frame.power(), 0.1, 0.1);
    }
    const SpectrumPeak peak = PeakInterpolation(SpectrumWindow::Hann).at(average.mean(), 123);
    QVERIFY(std::abs(peak.bin - 123.37) < 0.001);
    QVERIFY(std::abs(powerDb(peak.power) - 20 * std::log10(0.25)) < 0.001);
  }

  // Parseval 1799: the power of the bins is that of the samples, under the window.
  void thePowerOfAllBinsIsThatOfTheSamples() {
    std::mt19937 random(7);
    for (const SpectrumWindowShape& shape : spectrumWindows()) {
      for (const std::size_t size : {std::size_t{512}, std::size_t{8192}, std::size_t{65536}}) {
        std::vector<float> samples(size, 0.01F);
        addNoise(samples, 0.1, random);
        addSine(samples, 77.3, 0.3, 1);
        SpectrumFrame frame(size, shape.window);
        frame.transform(samples);
        const std::vector<float> window = makeSpectrumWindow(shape.window, size);
        double weighted = 0, weights = 0;
        for (std::size_t n = 0; n < size; ++n) {
          const auto weight = static_cast<double>(window[n]), value = static_cast<double>(samples[n]);
          weighted += weight * weight * value * value;
          weights += weight * weight;
        }
        double measured = static_cast<double>(frame.power().front()) + static_cast<double>(frame.power().back());
        for (const float power : frame.power().subspan(1, frame.binCount() - 2)) {
          measured += 0.5 * static_cast<double>(power);
        }
        measured /= shape.noiseBandwidthBins();
        QVERIFY2(std::abs(measured / (weighted / weights) - 1) < 1e-5, shape.id.data());
      }
    }
  }

  void anExponentialMeanReachesItsShareAfterItsTimeConstant() {
    SpectrumAverage average;
    average.resize(2);
    average.choose(SpectrumAverage::Mode::Exponential, 1);
    const std::vector<float> silent(2), loud(2, 1.0F);
    for (int i = 0; i < 1000; ++i) average.add(silent, 0.01, 0.02);
    for (int i = 0; i < 100; ++i) average.add(loud, 0.01, 0.02);
    QVERIFY(std::abs(static_cast<double>(average.mean()[1]) - (1 - std::exp(-1.0))) < 1e-4);
    QVERIFY(std::abs(average.independentFrames() - 100) < 1);
    average.choose(SpectrumAverage::Mode::None, 1);
    average.add(silent, 0.01, 0.02);
    QCOMPARE(average.mean()[0], 0.0F);
    QVERIFY(average.highest()[0] > 0.63F);
    average.resetHold();
    average.add(silent, 0.01, 0.02);
    QCOMPARE(average.highest()[0], 0.0F);
  }

  void aLinearMeanWeighsAllFramesAlike() {
    SpectrumAverage average;
    average.resize(1);
    average.choose(SpectrumAverage::Mode::Linear, 1);
    for (const float power : {1.0F, 2.0F, 6.0F}) average.add(std::vector<float>{power}, 1, 1);
    QVERIFY(std::abs(average.mean()[0] - 3) < 1e-6F);
    QCOMPARE(average.highest()[0], 3.0F);
    average.reset();
    average.add(std::vector<float>{4.0F}, 1, 1);
    QCOMPARE(average.mean()[0], 4.0F);
  }

  // White noise of a known level under lines 60 dB above it.
  void theNoiseFloorIgnoresLines_data() {
    QTest::addColumn<int>("frames");
    for (const int frames : {1, 4, 50}) QTest::addRow("%d frames", frames) << frames;
  }
  void theNoiseFloorIgnoresLines() {
    QFETCH(int, frames);
    constexpr std::size_t kSize = 16384;
    constexpr double kRms = 0.001;
    std::mt19937 random(3);
    SpectrumFrame frame(kSize, SpectrumWindow::BlackmanHarris);
    SpectrumAverage average;
    average.resize(frame.binCount());
    average.choose(SpectrumAverage::Mode::Linear, 1);
    for (int i = 0; i < frames; ++i) {
      std::vector<float> samples(kSize);
      addNoise(samples, kRms, random);
      for (int line = 1; line <= 20; ++line) addSine(samples, 75.3 * line, 0.03, line + i);
      frame.transform(samples);
      average.add(frame.power(), 1, 1);
    }
    NoiseFloor floor(frame.binCount());
    floor.measure(average.mean(), average.independentFrames());
    // 2 rms^2, of a sine's 1, in as many bins as the window's bandwidth.
    const double expected = powerDb(4 * kRms * kRms * frame.shape().noiseBandwidthBins() / kSize);
    double sum = 0;
    for (std::size_t k = 40; k < frame.binCount(); ++k) {
      const double error = powerDb(static_cast<double>(floor.floor()[k])) - expected;
      QVERIFY2(std::abs(error) < (k < 200 ? 4 : 2),  // a third of the lowest stretches is lines
               qPrintable(QStringLiteral("%1 at %2").arg(error).arg(k)));
      sum += error;
    }
    const double mean = sum / static_cast<double>(frame.binCount() - 40);
    QVERIFY2(std::abs(mean) < 0.3, qPrintable(QString::number(mean)));
  }

  void silenceHasAFiniteFloor() {
    SpectrumFrame frame(512, SpectrumWindow::Hann);
    frame.transform(std::vector<float>(512));
    NoiseFloor floor(frame.binCount());
    floor.measure(frame.power(), 1);
    for (const float value : floor.floor()) QVERIFY(std::isfinite(value) && value >= 0);
    std::array<SpectrumPeak, 4> peaks;
    QCOMPARE(findPeaks(frame.power(), floor.floor(), 10, PeakInterpolation(SpectrumWindow::Hann), peaks), 0U);
  }

  // Lines of very different levels are found under each window that can tell them, and nothing else.
  void peaksAreTheLinesAndNoSideLobes() {
    constexpr std::size_t kSize = 8192;
    for (const SpectrumWindowShape& shape : spectrumWindows()) {
      std::mt19937 random(5);
      std::vector<float> samples(kSize);
      addNoise(samples, 1e-6, random);
      addSine(samples, 400.3, 0.5, 1);
      addSine(samples, 900.45, 0.3, 2);
      addSine(samples, 1711.1, 0.1, 3);
      SpectrumFrame frame(kSize, shape.window);
      frame.transform(samples);
      NoiseFloor floor(frame.binCount());
      floor.measure(frame.power(), 1);
      std::array<SpectrumPeak, 16> peaks;
      const std::size_t count = findPeaks(frame.power(), floor.floor(), 15, PeakInterpolation(shape.window), peaks);
      QVERIFY2(count == 3, qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(shape.id.data())).arg(count)));
      const double tolerance = shape.window == SpectrumWindow::Rectangular ? 0.02 : 0.001;
      QVERIFY(std::abs(peaks[0].bin - 400.3) < tolerance);
      QVERIFY(std::abs(peaks[1].bin - 900.45) < tolerance);
      QVERIFY(std::abs(peaks[2].bin - 1711.1) < tolerance);
    }
  }

  void theHighestPeaksAreKeptInOrder() {
    std::vector<float> samples(8192);
    const std::array amplitudes = {0.1, 0.3, 0.02, 0.25, 0.2, 0.05};
    for (std::size_t i = 0; i < amplitudes.size(); ++i) {
      addSine(samples, 200 + 300.2 * static_cast<double>(i), amplitudes[i], 1);
    }
    SpectrumFrame frame(8192, SpectrumWindow::BlackmanHarris);
    frame.transform(samples);
    const std::vector<float> floor(frame.binCount(), 1e-10F);
    std::array<SpectrumPeak, 3> peaks;
    QCOMPARE(findPeaks(frame.power(), floor, 10, PeakInterpolation(SpectrumWindow::BlackmanHarris), peaks), 3U);
    QVERIFY(std::abs(std::sqrt(peaks[0].power) - 0.3) < 1e-3);
    QVERIFY(std::abs(std::sqrt(peaks[1].power) - 0.25) < 1e-3);
    QVERIFY(std::abs(std::sqrt(peaks[2].power) - 0.2) < 1e-3);
  }

  void theLargestOfARangeIsAPeakOfThatRange() {
    std::vector<float> samples(4096);
    addSine(samples, 500.2, 0.5, 1);
    SpectrumFrame frame(4096, SpectrumWindow::Hann);
    frame.transform(samples);
    const PeakInterpolation interpolation(SpectrumWindow::Hann);
    QVERIFY(std::abs(interpolation.largest(frame.power(), 490, 510)->bin - 500.2) < 1e-3);
    QVERIFY(!interpolation.largest(frame.power(), 501.5, 520));  // only its slope
    QVERIFY(!interpolation.largest(frame.power(), 3000, 4000));
  }
};

QTEST_APPLESS_MAIN(SpectrumTests)
#include "spectrum_tests.moc"
