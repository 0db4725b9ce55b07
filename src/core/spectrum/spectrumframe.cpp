// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrum/spectrumframe.h"

#include <cassert>

namespace tunescope::core {

SpectrumFrame::SpectrumFrame(std::size_t size, SpectrumWindow window)
    : m_fft(size),
      m_shape(&shapeOf(window)),
      m_window(makeSpectrumWindow(window, size)),
      m_windowed(size),
      m_bins(m_fft.binCount()),
      m_power(m_fft.binCount()) {}

void SpectrumFrame::transform(std::span<const float> samples) noexcept {
  assert(samples.size() == size());
  for (std::size_t n = 0; n < m_window.size(); ++n) m_windowed[n] = samples[n] * m_window[n];
  m_fft.forward(m_windowed, m_bins);
  const double amplitude = 2 / (static_cast<double>(size()) * m_shape->coherentGain());
  const auto scale = static_cast<float>(amplitude * amplitude);
  // Not std::norm, which may be compiled to a call for each bin.
  for (std::size_t k = 0; k < m_bins.size(); ++k) {
    m_power[k] = scale * (m_bins[k].real() * m_bins[k].real() + m_bins[k].imag() * m_bins[k].imag());
  }
  m_power.front() /= 4;
  m_power.back() /= 4;
}

}  // namespace tunescope::core
