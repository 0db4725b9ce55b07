// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <span>

namespace tunescope::core {

// The Hann window and its derivative at a frequency between two bins, from the bins of a plain transform around it.
//
// The ratio of the two is the distance of a lone sinusoid from that frequency (the phase-slope estimator). Its standard
// deviation is 1.28 times the Cramer-Rao bound at the sinusoid's own frequency, but 2.0 times the bound half a bin
// away; it is therefore evaluated again at the frequency found. The exact kernels extend over all bins. Here they are
// cut to nine bins and modified so that the equivalent windows still end at zero (the Hann window with its slope), so
// that leakage falls as fast as with the exact kernels (1 / u^3, and 1 / u^2 for the derivative). The effect of the
// cut on the sinusoid itself is tabulated and removed. Thread: any. Realtime-safe: wait-free after construction.
class BetweenBins {
 public:
  static constexpr int kReach = 4;   // bins on each side
  static constexpr int kSteps = 16;  // from a bin to halfway to the next

  BetweenBins() noexcept;

  struct Value {
    std::complex<double> hann4;  // scaled as four times the Hann-windowed bin
    std::complex<double> derivative4;
  };

  // The step nearest to u bins, |u| <= 0.5, and its offset in bins.
  static int stepFor(double u) noexcept;
  static double offset(int step) noexcept { return static_cast<double>(step) / (2 * kSteps); }

  // bins: the plain transform, phase zero at the window's centre; bin: at least kReach from both ends.
  Value at(std::span<const std::complex<float>> bins, std::size_t bin, int step) const noexcept;

  // Contribution of a sinusoid of complex amplitude 1 at u bins from the bin to both values. sinPiU = sin(pi u).
  struct Response {
    double hann4;
    double derivative4;
  };
  Response response(int step, double u, double sinPiU) const noexcept;

  // Distance of the sinusoid from offset(step), in bins, given derivative4 / hann4 there.
  double distance(int step, double ratio) const noexcept;

 private:
  struct Taps {
    std::array<float, 2 * kReach + 1> hann{};
    std::array<float, 2 * kReach + 1> derivative{};
    std::array<double, 2 * kReach + 1> hannTurned{};  // with the sign of every odd tap inverted
    std::array<double, 2 * kReach + 1> derivativeTurned{};
    double bias = 0;
    double slope = 1;
    double bend = 0;  // second-order term of the ratio
  };
  static Taps design(double u) noexcept;

  std::array<Taps, 2 * kSteps + 1> m_taps;
};

}  // namespace tunescope::core
