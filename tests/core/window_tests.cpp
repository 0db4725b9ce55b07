// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/window.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

using namespace tunescope::core;

namespace {

// |W(f)| relative to |W(0)|, at a frequency in bins, in double.
double responseDb(const std::vector<float>& window, double bins) {
  std::complex<double> sum = 0;
  for (std::size_t n = 0; n < window.size(); ++n) {
    const double phase = -2.0 * std::numbers::pi * bins * static_cast<double>(n) / static_cast<double>(window.size());
    sum += static_cast<double>(window[n]) * std::polar(1.0, phase);
  }
  return 20.0 * std::log10(std::abs(sum) / windowSum(window));
}

// Highest side lobe beyond the main lobe, searched in steps of 1/8 bin up to bin 40.
double highestSideLobeDb(const std::vector<float>& window, double mainLobeBins) {
  double highest = -300.0;
  for (int step = static_cast<int>(mainLobeBins * 8); step <= 40 * 8; ++step) {
    highest = std::max(highest, responseDb(window, step / 8.0));
  }
  return highest;
}

}  // namespace

class WindowTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void valuesFollowTheFormulas() {
    const std::size_t size = 1024;
    const auto hann = makeWindow(WindowKind::Hann, size);
    const auto harris = makeWindow(WindowKind::BlackmanHarris4, size);
    double worst = 0;
    for (std::size_t n = 0; n < size; ++n) {
      const double phase = 2.0 * std::numbers::pi * static_cast<double>(n) / static_cast<double>(size);
      const double sine = std::sin(phase / 2);
      worst = std::max(worst, std::abs(static_cast<double>(hann[n]) - sine * sine));
      const double expected =
          0.35875 - 0.48829 * std::cos(phase) + 0.14128 * std::cos(2 * phase) - 0.01168 * std::cos(3 * phase);
      worst = std::max(worst, std::abs(static_cast<double>(harris[n]) - expected));
    }
    QVERIFY2(worst < 6e-8, qPrintable(QString::number(worst)));  // half a unit in the last place of a float
  }

  void theSumsOfPeriodicWindowsAreTheirFirstCoefficient() {
    for (const std::size_t size : {std::size_t{16}, std::size_t{1023}, std::size_t{16384}}) {
      const auto n = static_cast<double>(size);
      QVERIFY(std::abs(windowSum(makeWindow(WindowKind::Rectangular, size)) / n - 1.0) < 1e-7);
      QVERIFY(std::abs(windowSum(makeWindow(WindowKind::Hann, size)) / n - 0.5) < 1e-7);
      QVERIFY(std::abs(windowSum(makeWindow(WindowKind::BlackmanHarris4, size)) / n - 0.35875) < 1e-7);
    }
  }

  void sideLobesAreAsLowAsHarrisSays() {
    const double hann = highestSideLobeDb(makeWindow(WindowKind::Hann, 512), 2.0);
    const double harris = highestSideLobeDb(makeWindow(WindowKind::BlackmanHarris4, 512), 4.0);
    QVERIFY2(hann < -31.4 && hann > -31.6, qPrintable(QString::number(hann)));
    QVERIFY2(harris < -91.9 && harris > -92.3, qPrintable(QString::number(harris)));
  }

  void symmetricWindowsMirrorExactlyAndPeriodicOnesMirrorAroundTheirMiddle() {
    for (const auto kind : {WindowKind::Hann, WindowKind::BlackmanHarris4}) {
      for (const std::size_t size : {std::size_t{2}, std::size_t{7}, std::size_t{512}}) {
        const auto symmetric = makeWindow(kind, size, WindowSymmetry::Symmetric);
        for (std::size_t n = 0; n < size; ++n) QCOMPARE(symmetric[n], symmetric[size - 1 - n]);
        const auto periodic = makeWindow(kind, size, WindowSymmetry::Periodic);
        for (std::size_t n = 1; n < size; ++n) QCOMPARE(periodic[n], periodic[size - n]);
      }
    }
  }

  void theSmallestSizesAreDefined() {
    for (const auto kind : {WindowKind::Rectangular, WindowKind::Hann, WindowKind::BlackmanHarris4}) {
      for (const auto symmetry : {WindowSymmetry::Periodic, WindowSymmetry::Symmetric}) {
        QVERIFY(makeWindow(kind, 0, symmetry).empty());
        QCOMPARE(makeWindow(kind, 1, symmetry), std::vector<float>{1.0F});
      }
    }
  }
};

QTEST_APPLESS_MAIN(WindowTests)
#include "window_tests.moc"
