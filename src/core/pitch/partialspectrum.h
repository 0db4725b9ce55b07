// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/fft.h"

#include <array>
#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace tunescope::core {

// A sinusoid that stands out of the noise.
struct SpectralPeak {
  double nu = 0;     // frequency in bins
  double power = 0;  // |hann4|^2 at its highest bin
  std::size_t bin = 0;
};

// The Hann spectrum of a window, with what is needed to measure partials in it. Frequencies are in bins of the
// transform. One transform of the plain window serves everything: the Hann window and its derivative are sums of
// three neighbouring bins.
// Thread: one at a time. Realtime-safe: lock-free after construction.
class PartialSpectrum {
 public:
  static constexpr std::size_t kMaxPeaks = 128;

  // sizes: the window lengths that analyze() will be given (multiples of 128).
  explicit PartialSpectrum(std::span<const std::size_t> sizes);

  // window: its length is one of sizes; its mean is removed.
  void analyze(std::span<const float> window) noexcept;

  std::size_t size() const noexcept { return m_size; }
  std::size_t binCount() const noexcept { return m_size / 2 + 1; }

  // |hann4|^2 of each bin, and their sum.
  std::span<const float> power() const noexcept { return std::span<const float>(m_power).first(binCount()); }
  double totalPower() const noexcept { return m_totalPower; }

  // The plain transform, phase zero at the window's centre.
  std::span<const std::complex<float>> bins() const noexcept { return m_plan->bins; }

  // Four times the Hann-windowed bin, phase zero at the window's centre.
  std::complex<double> hann4(std::size_t bin) const noexcept;

  // The same with the window's derivative, scaled so that derivative4 / hann4 is the distance, in bins, of a lone
  // sinusoid from the bin (real part).
  std::complex<double> derivative4(std::size_t bin) const noexcept;

  // What a sinusoid of complex amplitude 1 at distance u (bins) contributes to hann4; to derivative4 it contributes u
  // times that. sinPiU = sin(pi u).
  double hannKernel4(double u, double sinPiU) const noexcept;

  // Mean power of the noise (|hann4|^2) around a bin, from the quiet bins between the partials.
  double noiseAt(double bin) const noexcept;

  // Sinusoids 13 dB over the noise and not 50 dB under the strongest, by rising frequency; the lowest kMaxPeaks of
  // them.
  std::span<const SpectralPeak> peaks() const noexcept {
    return std::span<const SpectralPeak>(m_peaks).first(m_peakCount);
  }

 private:
  struct Plan {
    RealFft fft;
    std::vector<std::complex<float>> bins;
  };

  void noiseBetweenDensePartials() noexcept;
  void noiseBetweenPartials() noexcept;
  void findPeaks() noexcept;

  std::vector<Plan> m_plans;
  Plan* m_plan = nullptr;
  std::size_t m_size = 0;
  double m_totalPower = 0;
  float m_topPower = 0;
  std::vector<float> m_time;
  std::vector<float> m_power;
  std::vector<float> m_low;    // powers of the spectrum with low side lobes
  std::vector<float> m_noise;  // of kFineBands parts of the lowest band, then of all bands
  std::array<SpectralPeak, kMaxPeaks> m_peaks{};
  std::size_t m_peakCount = 0;
};

}  // namespace tunescope::core
