// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrum/spectrumwindow.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr std::array kRectangular = {1.0};
constexpr std::array kHann = {0.5, 0.5};
constexpr std::array kHamming = {0.54, 0.46};
constexpr std::array kBlackman = {0.42, 0.5, 0.08};
constexpr std::array kNuttall3 = {0.375, 0.5, 0.125};
constexpr std::array kBlackmanHarris = {0.35875, 0.48829, 0.14128, 0.01168};
constexpr std::array kNuttall4 = {0.3635819, 0.4891775, 0.1365995, 0.0106411};
constexpr std::array kHft70 = {1.0, 1.90796, 1.07349, 0.18199};
constexpr std::array kHft95 = {1.0, 1.9383379, 1.3045202, 0.4028270, 0.0350665};
constexpr std::array kHft90D = {1.0, 1.942604, 1.340318, 0.440811, 0.043097};
constexpr std::array kHft116D = {1.0, 1.9575375, 1.4780705, 0.6367431, 0.1228389, 0.0066288};
constexpr std::array kHft144D = {1.0, 1.96760033, 1.57983607, 0.81123644, 0.22583558, 0.02773848, 0.00090360};
constexpr std::array kHft169D = {1.0,        1.97441842, 1.65409888, 0.95788186,
                                 0.33673420, 0.06364621, 0.00521942, 0.00010599};
constexpr std::array kHft196D = {1.0,         1.979280420, 1.710288951, 1.081629853, 0.448734314,
                                 0.112376628, 0.015122992, 0.000871252, 0.000011896};
constexpr std::array kHft223D = {1.0,           1.98298997309, 1.75556083063, 1.19037717712, 0.56155440797,
                                 0.17296769663, 0.03233247087, 0.00324954578, 0.00013801040, 0.00000132725};
constexpr std::array kHft248D = {1.0,
                                 1.985844164102,
                                 1.791176438506,
                                 1.282075284005,
                                 0.667777530266,
                                 0.240160796576,
                                 0.056656381764,
                                 0.008134974479,
                                 0.000624544650,
                                 0.000019808998,
                                 0.000000132974};
constexpr std::array kFlatTop5 = {0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368};
constexpr std::array kFlatTopSr785 = {1.0, 1.93, 1.29, 0.388, 0.028};

constexpr std::array kShapes = {
    SpectrumWindowShape{SpectrumWindow::Rectangular, "rectangular", "Rectangular", kRectangular},
    SpectrumWindowShape{SpectrumWindow::Hann, "hann", "Hann", kHann},
    SpectrumWindowShape{SpectrumWindow::Hamming, "hamming", "Hamming", kHamming},
    SpectrumWindowShape{SpectrumWindow::Blackman, "blackman", "Blackman", kBlackman},
    SpectrumWindowShape{SpectrumWindow::Nuttall3, "nuttall3", "Nuttall, 3 terms", kNuttall3},
    SpectrumWindowShape{SpectrumWindow::BlackmanHarris, "blackman-harris", "Blackman-Harris", kBlackmanHarris},
    SpectrumWindowShape{SpectrumWindow::Nuttall4, "nuttall4c", "Nuttall 4c", kNuttall4},
    SpectrumWindowShape{SpectrumWindow::Hft70, "hft70", "Flat top HFT70", kHft70, true},
    SpectrumWindowShape{SpectrumWindow::Hft95, "hft95", "Flat top HFT95", kHft95, true},
    SpectrumWindowShape{SpectrumWindow::Hft90D, "hft90d", "Flat top HFT90D", kHft90D, true},
    SpectrumWindowShape{SpectrumWindow::Hft116D, "hft116d", "Flat top HFT116D", kHft116D, true},
    SpectrumWindowShape{SpectrumWindow::Hft144D, "hft144d", "Flat top HFT144D", kHft144D, true},
    SpectrumWindowShape{SpectrumWindow::Hft169D, "hft169d", "Flat top HFT169D", kHft169D, true},
    SpectrumWindowShape{SpectrumWindow::Hft196D, "hft196d", "Flat top HFT196D", kHft196D, true},
    SpectrumWindowShape{SpectrumWindow::Hft223D, "hft223d", "Flat top HFT223D", kHft223D, true},
    SpectrumWindowShape{SpectrumWindow::Hft248D, "hft248d", "Flat top HFT248D", kHft248D, true},
    SpectrumWindowShape{SpectrumWindow::FlatTop5, "flattop5", "Flat top, 5 terms", kFlatTop5, true},
    SpectrumWindowShape{SpectrumWindow::FlatTopSr785, "sr785", "Flat top SR785", kFlatTopSr785, true},
};

constexpr bool areInOrder() {
  for (std::size_t i = 0; i < kShapes.size(); ++i) {
    if (static_cast<std::size_t>(kShapes[i].window) != i) return false;
  }
  return true;
}
static_assert(areInOrder());

}  // namespace

double SpectrumWindowShape::noiseBandwidthBins() const noexcept {
  double squares = terms[0] * terms[0];
  for (const double term : terms.subspan(1)) squares += term * term / 2;
  return squares / (terms[0] * terms[0]);
}

namespace {

// The transform of the formula: each cosine puts a kernel sin(pi x) / (pi x) on both sides, in phase with the middle
// one. This is their sum without the sine, times pi x.
double kernelSum(std::span<const double> terms, double x) noexcept {
  double sum = terms[0];
  for (std::size_t k = 1; k < terms.size(); ++k) {
    const auto square = static_cast<double>(k * k);
    sum += (k % 2 == 0 ? 1 : -1) * terms[k] * x * x / (x * x - square);
  }
  return sum / terms[0];
}

// Off the integers, where the sine is zero and the sum has poles.
double besideInteger(double bins) noexcept {
  constexpr double kClear = 1e-7;
  const double nearest = std::round(bins);
  return std::abs(bins - nearest) < kClear ? nearest + kClear : bins;
}

}  // namespace

double SpectrumWindowShape::response(double bins) const noexcept {
  const double x = besideInteger(bins);
  return std::sin(std::numbers::pi * x) / (std::numbers::pi * x) * kernelSum(terms, x);
}

double SpectrumWindowShape::leakage(double bins) const noexcept {
  const double x = std::max(besideInteger(std::abs(bins)), static_cast<double>(lobeBins()));
  return std::min(1.0, std::abs(kernelSum(terms, besideInteger(x)) / (std::numbers::pi * x)));
}

std::span<const SpectrumWindowShape> spectrumWindows() noexcept {
  return kShapes;
}

const SpectrumWindowShape& shapeOf(SpectrumWindow window) noexcept {
  return kShapes[static_cast<std::size_t>(window)];
}

std::optional<SpectrumWindow> spectrumWindowNamed(std::string_view id) noexcept {
  if (id == "flattop") return SpectrumWindow::Hft144D;
  const auto* const found = std::ranges::find(kShapes, id, &SpectrumWindowShape::id);
  if (found == kShapes.end()) return std::nullopt;
  return found->window;
}

std::vector<float> makeSpectrumWindow(SpectrumWindow window, std::size_t size) {
  std::vector<float> values(size);
  const std::span<const double> terms = shapeOf(window).terms;
  for (std::size_t n = 0; n < size; ++n) {
    double value = 0;
    for (std::size_t k = 0; k < terms.size(); ++k) {
      const double turns = static_cast<double>(k * n % size) / static_cast<double>(size);
      value += (k % 2 == 0 ? 1 : -1) * terms[k] * std::cos(2 * std::numbers::pi * turns);
    }
    values[n] = static_cast<float>(value);
  }
  return values;
}

}  // namespace tunescope::core
