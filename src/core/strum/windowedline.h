// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <complex>
#include <cstddef>

namespace tunescope::core {

// The window of the strum's spectra: the 3-term Blackman-Harris (Harris 1978, table I), with side lobes below -71 dB
// and a main lobe of 3 bins to each side.
inline constexpr std::array<double, 3> kStrumWindow = {0.42323, 0.49755, 0.07922};

// What a damped sinusoid c exp(i 2 pi nu u), u = -1/2 to 1/2 over the window, contributes to the bins of its spectrum,
// with phases about the window's centre: c W(nu - k). The imaginary part of nu is its damping. The closed form sums the
// sincs of the window's cosines, which share the sine of pi nu. Thread: one at a time. Realtime-safe: wait-free.
class WindowedLine {
 public:
  explicit WindowedLine(std::complex<double> nu) noexcept;

  struct Value {
    std::complex<double> w;      // W(nu - bin)
    std::complex<double> slope;  // its derivative with respect to nu
  };
  Value at(int bin) const noexcept;
  std::complex<double> valueAt(int bin) const noexcept;

 private:
  std::complex<double> offset(int bin) const noexcept;

  std::complex<double> m_nu;
  std::complex<double> m_sine;  // of pi nu, over pi
  std::complex<double> m_cosine;
};

// A product without operator*'s checks for infinities.
inline std::complex<double> times(std::complex<double> a, std::complex<double> b) noexcept {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

// conj(a) b
inline std::complex<double> inner(std::complex<double> a, std::complex<double> b) noexcept {
  return {a.real() * b.real() + a.imag() * b.imag(), a.real() * b.imag() - a.imag() * b.real()};
}

}  // namespace tunescope::core
