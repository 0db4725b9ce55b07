// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/search/outside.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr int kMaxDegree = 24;
// A polynomial of degree n over T seconds follows frequencies up to n / (pi T); this factor makes it follow them well.
constexpr double kFollows = 1.2;
constexpr double kAlike = 0.05;  // lower limit for the determinant: at half the sample rate, cosine and sine coincide

// Uses the orthogonal polynomials of equidistant points (Gram), each computed from the two before it.
void takeOutSlow(std::span<float> window, int degree) noexcept {
  const auto n = static_cast<double>(window.size());
  const auto at = [&](std::size_t i) { return (2 * static_cast<double>(i) - (n - 1)) / (n - 1); };
  // Factors of the recurrence, at each degree: b[k] = <p, p> / <before, before>.
  std::array<double, kMaxDegree + 1> b{};
  std::array<double, kMaxDegree + 1> norm{};
  std::array<double, kMaxDegree + 1> sum{};
  for (int k = 0; k <= degree; ++k) {
    const double kk = static_cast<double>(k) * k;
    b[static_cast<std::size_t>(k)] = k == 0 ? 0 : kk * (n * n - kk) / ((4 * kk - 1) * (n - 1) * (n - 1));
  }
  const auto walk = [&](double x, auto&& use) {
    double before = 0;
    double p = 1;
    for (std::size_t k = 0; k <= static_cast<std::size_t>(degree); ++k) {
      use(k, p);
      const double next = x * p - b[k] * before;
      before = p;
      p = next;
    }
  };
  for (std::size_t i = 0; i < window.size(); ++i) {
    walk(at(i), [&](std::size_t k, double p) {
      norm[k] += p * p;
      sum[k] += p * window[i];
    });
  }
  for (std::size_t i = 0; i < window.size(); ++i) {
    double slow = 0;
    walk(at(i), [&](std::size_t k, double p) { slow += sum[k] / norm[k] * p; });
    window[i] -= static_cast<float>(slow);
  }
}

void takeOutLine(std::span<float> window, double radians) noexcept {
  const std::complex<double> step = std::polar(1.0, radians);
  std::complex<double> turn = 1;
  double cc = 0, ss = 0, cs = 0, xc = 0, xs = 0;
  for (const float x : window) {
    const double c = turn.real();
    const double s = turn.imag();
    cc += c * c, ss += s * s, cs += c * s, xc += x * c, xs += x * s;
    turn *= step;
  }
  const double determinant = cc * ss - cs * cs;
  if (determinant < kAlike * cc * cc) return;
  const double a = (xc * ss - xs * cs) / determinant;
  const double b = (xs * cc - xc * cs) / determinant;
  turn = 1;
  for (float& x : window) {
    x -= static_cast<float>(a * turn.real() + b * turn.imag());
    turn *= step;
  }
}

}  // namespace

void takeOut(const Outside& outside, std::span<float> window, double rateHz) noexcept {
  if (window.size() / 2 < kMaxDegree) return;
  if (outside.rumbleHz > 0) {
    const double seconds = static_cast<double>(window.size()) / rateHz;
    const double degree = kFollows * std::numbers::pi * outside.rumbleHz * seconds;
    takeOutSlow(window, std::min(kMaxDegree, static_cast<int>(std::ceil(degree))));
  }
  for (std::size_t i = 0; i < outside.lines; ++i) takeOutLine(window, 2 * std::numbers::pi * outside.hertz[i] / rateHz);
}

}  // namespace tunescope::core
