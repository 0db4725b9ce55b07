// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/strum/windowedline.h"

#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kNearPole = 1e-5;  // bins: sine and pole both vanish on a bin, so the line is moved off it

std::complex<double> inverse(std::complex<double> z) noexcept {
  const double power = std::norm(z);
  return {z.real() / power, -z.imag() / power};
}

// a0 / q - a1 / (q - 1) + a2 / (q - 4)
constexpr double kP0 = 4 * kStrumWindow[0];
constexpr double kP1 = -5 * kStrumWindow[0] + 4 * kStrumWindow[1] - kStrumWindow[2];
constexpr double kP2 = kStrumWindow[0] - kStrumWindow[1] + kStrumWindow[2];

std::complex<double> numerator(std::complex<double> q) noexcept {
  return times(kP2 * q + kP1, q) + kP0;
}

std::complex<double> numeratorSlope(std::complex<double> q) noexcept {
  return 2 * kP2 * q + kP1;
}

std::complex<double> denominator(std::complex<double> q) noexcept {
  return times(times(q - 5.0, q) + 4.0, q);
}

std::complex<double> denominatorSlope(std::complex<double> q) noexcept {
  return times(3.0 * q - 10.0, q) + 4.0;
}

}  // namespace

WindowedLine::WindowedLine(std::complex<double> nu) noexcept : m_nu(nu) {
  const double nearest = std::round(nu.real());
  if (std::abs(nu.imag()) < kNearPole && std::abs(nu.real() - nearest) < kNearPole) m_nu.imag(kNearPole);
  const double x = std::numbers::pi * m_nu.real();
  const double y = std::numbers::pi * m_nu.imag();
  m_sine = std::complex(std::sin(x) * std::cosh(y), std::cos(x) * std::sinh(y)) / std::numbers::pi;
  m_cosine = {std::cos(x) * std::cosh(y), -std::sin(x) * std::sinh(y)};
}

std::complex<double> WindowedLine::offset(int bin) const noexcept {
  return {m_nu.real() - bin, m_nu.imag()};
}

// Puts the three cosines' poles over one denominator: W = sine z P(z^2) / Q(z^2).
WindowedLine::Value WindowedLine::at(int bin) const noexcept {
  const std::complex<double> z = offset(bin);
  const std::complex<double> q = times(z, z);
  const std::complex<double> over = inverse(denominator(q));
  const std::complex<double> ratio = times(numerator(q), over);
  const std::complex<double> bend = times(numeratorSlope(q) - times(ratio, denominatorSlope(q)), over);
  const std::complex<double> slope = ratio + 2.0 * times(q, bend);
  const std::complex<double> sum = times(z, ratio);
  const double sign = bin % 2 == 0 ? 1 : -1;
  return {sign * times(m_sine, sum), sign * (times(m_cosine, sum) + times(m_sine, slope))};
}

std::complex<double> WindowedLine::valueAt(int bin) const noexcept {
  const std::complex<double> z = offset(bin);
  const std::complex<double> q = times(z, z);
  const std::complex<double> sum = times(z, times(numerator(q), inverse(denominator(q))));
  return (bin % 2 == 0 ? 1.0 : -1.0) * times(m_sine, sum);
}

}  // namespace tunescope::core
