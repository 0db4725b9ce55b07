// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/fft.h"

#include <complex>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace tunescope::core {

// The Hann spectrum of a window, with what is needed to measure partials in it. Frequencies are in bins of the
// transform. One transform of the plain window serves everything: the Hann window and its derivative are sums of
// three neighbouring bins.
// Thread: one at a time. Realtime-safe: lock-free after construction.
class PartialSpectrum {
 public:
  // sizes: the window lengths that analyze() will be given (even).
  explicit PartialSpectrum(std::span<const std::size_t> sizes);

  // window: its length is one of sizes; its mean is removed.
  void analyze(std::span<const float> window) noexcept;

  std::size_t size() const noexcept { return m_size; }
  std::size_t binCount() const noexcept { return m_size / 2 + 1; }

  // Hann power of a bin: |sum w x e^-iwt|^2 with the window scaled to a sum of size / 2.
  std::span<const float> power() const noexcept { return std::span<const float>(m_power).first(binCount()); }

  // Sum of power over all bins.
  double totalPower() const noexcept { return m_totalPower; }

  // Four times the Hann-windowed bin, phase zero at the window's centre.
  std::complex<double> hann4(std::size_t bin) const noexcept;

  // The same with the window's derivative, scaled so that derivative4 / hann4 is the distance, in bins, of a single
  // sinusoid from the bin (real part).
  std::complex<double> derivative4(std::size_t bin) const noexcept;

  // What a partial of complex amplitude 1 at distance u (bins) contributes to hann4; to derivative4 it contributes u
  // times that. sinPiU = sin(pi u).
  double hannKernel4(double u, double sinPiU) const noexcept;

  // Mean power of noise per bin as hann4 sees it (|hann4|^2) near a bin: the quantile of the power around it that white
  // noise would turn into its mean. Partials stand out of it.
  double noiseNear(double bin, double reach) const noexcept;

 private:
  struct Plan {
    RealFft fft;
    std::vector<std::complex<float>> bins;
  };

  std::vector<Plan> m_plans;
  Plan* m_plan = nullptr;
  std::size_t m_size = 0;
  double m_totalPower = 0;
  std::vector<float> m_time;
  std::vector<float> m_power;
  mutable std::vector<float> m_sorted;
};

}  // namespace tunescope::core
