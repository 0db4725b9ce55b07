// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/fft.h"
#include "core/readings.h"

#include <complex>
#include <span>
#include <vector>

namespace tunescope::core {

// Hann-windowed magnitude spectrum of one size, in dBFS (a full-scale sine on a bin reads 0.00, and so does
// full-scale DC; the floor is -200). NaN and infinite samples count as 0.
// Thread: one at a time. Realtime-safe: lock-free after construction.
class SpectrumAnalyzer {
 public:
  explicit SpectrumAnalyzer(std::size_t size);
  std::size_t size() const noexcept { return m_fft.size(); }
  std::size_t binCount() const noexcept { return m_fft.binCount(); }

  // samples: size() of them; magnitudeDb: binCount() values.
  void analyze(std::span<const float> samples, std::span<float> magnitudeDb) noexcept;

 private:
  RealFft m_fft;
  std::vector<float> m_window;
  std::vector<float> m_time;
  std::vector<std::complex<float>> m_bins;
  float m_scale;
};

}  // namespace tunescope::core
