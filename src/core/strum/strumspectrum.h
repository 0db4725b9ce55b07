// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/fft.h"

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace tunescope::core {

// The lower part of the spectrum of one window, with phases about the window's centre, scaled so that a sinusoid of
// amplitude a gives a W(nu - k) (windowedline.h). Thread: one at a time. Realtime-safe: lock-free after construction.
class StrumSpectrum {
 public:
  // frames: length of the window, as RealFft takes it. Bins above maxHz are dropped.
  StrumSpectrum(std::size_t frames, double sampleRateHz, double maxHz);

  std::size_t frames() const noexcept { return m_fft.size(); }
  double seconds() const noexcept { return m_seconds; }
  int binCount() const noexcept { return static_cast<int>(m_bins.size()); }
  std::span<const std::complex<double>> bins() const noexcept { return m_bins; }

  void analyze(std::span<const float> window) noexcept;  // frames() samples

 private:
  RealFft m_fft;
  double m_seconds;
  std::vector<float> m_window;
  std::vector<float> m_time;
  std::vector<std::complex<float>> m_all;
  std::vector<std::complex<double>> m_bins;
};

}  // namespace tunescope::core
