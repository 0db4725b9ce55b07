// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/fft.h"
#include "core/testsignals.h"

#include <QTest>

#include <cmath>
#include <complex>
#include <numbers>
#include <stdexcept>
#include <vector>

using namespace tunescope::core;
using namespace tunescope::tests;

namespace {

// The definition, in double, for one bin. The phase is taken from a table so that no angle grows large.
std::complex<double> dftBin(const std::vector<float>& time, const std::vector<std::complex<double>>& turns,
                            std::size_t k) {
  std::complex<double> sum = 0;
  for (std::size_t n = 0; n < time.size(); ++n) sum += static_cast<double>(time[n]) * turns[k * n % time.size()];
  return sum;
}

std::vector<std::complex<double>> makeTurns(std::size_t size) {
  std::vector<std::complex<double>> turns(size);
  for (std::size_t n = 0; n < size; ++n) {
    turns[n] = std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(n) / static_cast<double>(size));
  }
  return turns;
}

double rms(const std::vector<float>& values) {
  double sum = 0;
  for (const float value : values) sum += static_cast<double>(value) * static_cast<double>(value);
  return std::sqrt(sum / static_cast<double>(values.size()));
}

void addSizes() {
  QTest::addColumn<int>("size");
  for (const int size : {2, 4, 6, 30, 480, 512, 1024, 2048, 4096, 6000, 8192, 16384}) {
    QTest::addRow("%d", size) << size;
  }
}

}  // namespace

class FftTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void forwardAgreesWithTheDefinition_data() { addSizes(); }
  void forwardAgreesWithTheDefinition() {
    QFETCH(int, size);
    const auto count = static_cast<std::size_t>(size);
    const auto time = makeNoise(count, 11);
    const auto turns = makeTurns(count);
    RealFft fft(count);
    std::vector<std::complex<float>> bins(fft.binCount());
    fft.forward(time, bins);
    // Noise of rms r has bins of rms r sqrt(N); single precision loses some eps log2(N) of that.
    const double scale = rms(time) * std::sqrt(static_cast<double>(size));
    const std::size_t step = count > 1024 ? 37 : 1;  // all bins of the small sizes, a spread of the large ones
    double worst = 0;
    for (std::size_t k = 0; k < bins.size(); k += step) {
      worst = std::max(worst, std::abs(std::complex<double>(bins[k]) - dftBin(time, turns, k)) / scale);
    }
    worst = std::max(worst, std::abs(std::complex<double>(bins.back()) - dftBin(time, turns, count / 2)) / scale);
    qInfo("size %d: largest error %.1f dB of a bin's rms", size, 20.0 * std::log10(std::max(worst, 1e-12)));
    QVERIFY2(worst < 2e-6, qPrintable(QString::number(worst)));
  }

  void inverseUndoesForwardButForTheSize_data() { addSizes(); }
  void inverseUndoesForwardButForTheSize() {
    QFETCH(int, size);
    const auto time = makeNoise(static_cast<std::size_t>(size), 13);
    RealFft fft(time.size());
    std::vector<std::complex<float>> bins(fft.binCount());
    std::vector<float> back(time.size());
    fft.forward(time, bins);
    fft.inverse(bins, back);
    double worst = 0;
    for (std::size_t n = 0; n < time.size(); ++n) {
      worst = std::max(worst, std::abs(static_cast<double>(back[n]) / size - static_cast<double>(time[n])));
    }
    QVERIFY2(worst < 1e-6, qPrintable(QString::number(worst)));
  }

  void sizesThatWouldAllocateInEachTransformAreRefused() {
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{15}, std::size_t{14}, std::size_t{1022}}) {
      QVERIFY_THROWS_EXCEPTION(std::invalid_argument, RealFft{size});
    }
  }

  void aPlanSurvivesBeingMoved() {
    const auto time = makeNoise(512, 17);
    RealFft first(512);
    std::vector<std::complex<float>> expected(first.binCount());
    first.forward(time, expected);
    RealFft second(std::move(first));
    RealFft third(64);
    third = std::move(second);
    QCOMPARE(third.size(), std::size_t{512});
    std::vector<std::complex<float>> bins(third.binCount());
    third.forward(time, bins);
    QVERIFY(bins == expected);
  }
};

QTEST_APPLESS_MAIN(FftTests)
#include "fft_tests.moc"
