// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/fft.h"
#include "core/spectrum/spectrumwindow.h"

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace tunescope::core {

inline constexpr std::size_t kMinSpectrumSize = 512;
inline constexpr std::size_t kMaxSpectrumSize = 65536;

// A power of two from kMinSpectrumSize to kMaxSpectrumSize.
constexpr bool isSpectrumSize(std::size_t size) noexcept {
  return size >= kMinSpectrumSize && size <= kMaxSpectrumSize && (size & (size - 1)) == 0;
}

// The windowed transform of one stretch of samples. Thread: one at a time. Realtime-safe: lock-free after construction.
class SpectrumFrame {
 public:
  // size: isSpectrumSize(). Throws std::invalid_argument if the FFT cannot have it.
  SpectrumFrame(std::size_t size, SpectrumWindow window);

  std::size_t size() const noexcept { return m_fft.size(); }
  std::size_t binCount() const noexcept { return m_fft.binCount(); }
  const SpectrumWindowShape& shape() const noexcept { return *m_shape; }

  // samples: size() values, oldest first. What they describe is centred on samples[size() / 2].
  void transform(std::span<const float> samples) noexcept;

  // Of the last transform: the window's DFT, unscaled, and the power of each bin, of which a full-scale sine in the bin
  // has 1 (0 dB). At 0 Hz and half the rate it is the squared mean, so that a full-scale constant has 1 too.
  std::span<const std::complex<float>> bins() const noexcept { return m_bins; }
  std::span<const float> power() const noexcept { return m_power; }

 private:
  RealFft m_fft;
  const SpectrumWindowShape* m_shape;
  std::vector<float> m_window;
  std::vector<float> m_windowed;
  std::vector<std::complex<float>> m_bins;
  std::vector<float> m_power;
};

}  // namespace tunescope::core
