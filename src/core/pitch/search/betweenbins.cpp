// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/search/betweenbins.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr int kTaps = 2 * BetweenBins::kReach + 1;
using Kernel = std::array<double, kTaps>;  // for the bins from -kReach to kReach

double sinc(double x) noexcept {
  return std::abs(x) < 1e-12 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
}

// Four times the transform of the Hann window; 2 at its own bin.
double hann4(double u) noexcept {
  return 2 * sinc(u) + sinc(u - 1) + sinc(u + 1);
}

double dot(const Kernel& a, const Kernel& b) noexcept {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

void removeComponent(Kernel& kernel, const Kernel& direction) noexcept {
  const double share = dot(kernel, direction) / dot(direction, direction);
  for (std::size_t i = 0; i < kernel.size(); ++i) kernel[i] -= share * direction[i];
}

// Response to a sinusoid of amplitude 1 at x bins.
double responseOf(const Kernel& kernel, double x) noexcept {
  double sum = 0;
  for (int j = -BetweenBins::kReach; j <= BetweenBins::kReach; ++j)
    sum += kernel[static_cast<std::size_t>(j + BetweenBins::kReach)] * sinc(x - j);
  return sum;
}

}  // namespace

BetweenBins::Taps BetweenBins::design(double u) noexcept {
  Kernel hann;
  Kernel derivative;
  Kernel value;  // of the window at its ends
  Kernel slope;  // of the window at its ends; orthogonal to value, because one is even and the other odd
  for (int j = -kReach; j <= kReach; ++j) {
    const auto i = static_cast<std::size_t>(j + kReach);
    hann[i] = hann4(j - u);
    derivative[i] = (j - u) * hann4(j - u);
    value[i] = j % 2 == 0 ? 1 : -1;
    slope[i] = value[i] * j;
  }
  removeComponent(hann, value);
  removeComponent(hann, slope);
  removeComponent(derivative, value);
  constexpr double kStep = 0.01;
  const auto ratio = [&](double x) { return responseOf(derivative, x) / responseOf(hann, x); };
  Taps taps;
  std::ranges::transform(hann, taps.hann.begin(), [](double x) { return static_cast<float>(x); });
  std::ranges::transform(derivative, taps.derivative.begin(), [](double x) { return static_cast<float>(x); });
  for (std::size_t i = 0; i < kTaps; ++i) {
    taps.hannTurned[i] = hann[i] * value[i];
    taps.derivativeTurned[i] = derivative[i] * value[i];
  }
  const double before = ratio(u - kStep);
  const double here = ratio(u);
  const double after = ratio(u + kStep);
  taps.bias = here;
  taps.slope = (after - before) / (2 * kStep);
  taps.bend = (after - 2 * here + before) / (2 * kStep * kStep);
  return taps;
}

BetweenBins::BetweenBins() noexcept {
  for (int step = -kSteps; step <= kSteps; ++step)
    m_taps[static_cast<std::size_t>(step + kSteps)] = design(offset(step));
}

int BetweenBins::stepFor(double u) noexcept {
  return std::clamp(static_cast<int>(std::lround(u * 2 * kSteps)), -kSteps, kSteps);
}

BetweenBins::Value BetweenBins::at(std::span<const std::complex<float>> bins, std::size_t bin,
                                   int step) const noexcept {
  assert(bin >= kReach && bin + kReach < bins.size());
  const Taps& taps = m_taps[static_cast<std::size_t>(step + kSteps)];
  std::complex<float> hann;
  std::complex<float> derivative;
  for (std::size_t i = 0; i < kTaps; ++i) {
    const std::complex<float> x = bins[bin + i - kReach];
    hann += taps.hann[i] * x;
    derivative += taps.derivative[i] * x;
  }
  return {.hann4 = hann, .derivative4 = derivative};
}

// sinc(u - j) = (-1)^j sin(pi u) / (pi (u - j)).
BetweenBins::Response BetweenBins::response(int step, double u, double sinPiU) const noexcept {
  const Taps& taps = m_taps[static_cast<std::size_t>(step + kSteps)];
  Response sum{.hann4 = 0, .derivative4 = 0};
  const double whole = std::round(u);
  if (std::abs(u - whole) < 1e-7) {
    if (std::abs(whole) > kReach) return sum;
    const auto i = static_cast<std::size_t>(static_cast<int>(whole) + kReach);
    return {.hann4 = taps.hann[i], .derivative4 = taps.derivative[i]};
  }
  for (std::size_t i = 0; i < kTaps; ++i) {
    const double inverse = 1 / (u + kReach - static_cast<double>(i));
    sum.hann4 += taps.hannTurned[i] * inverse;
    sum.derivative4 += taps.derivativeTurned[i] * inverse;
  }
  const double scale = sinPiU / std::numbers::pi;
  return {.hann4 = sum.hann4 * scale, .derivative4 = sum.derivative4 * scale};
}

double BetweenBins::distance(int step, double ratio) const noexcept {
  const Taps& taps = m_taps[static_cast<std::size_t>(step + kSteps)];
  const double first = (ratio - taps.bias) / taps.slope;
  return (ratio - taps.bias) / (taps.slope + taps.bend * first);
}

}  // namespace tunescope::core
