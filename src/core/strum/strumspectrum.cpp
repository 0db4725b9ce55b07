// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/strum/strumspectrum.h"

#include "core/strum/windowedline.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::core {

StrumSpectrum::StrumSpectrum(std::size_t frames, double sampleRateHz, double maxHz)
    : m_fft(frames),
      m_seconds(static_cast<double>(frames) / sampleRateHz),
      m_window(frames),
      m_time(frames),
      m_all(m_fft.binCount()),
      m_bins(std::min(m_all.size(), static_cast<std::size_t>(maxHz * m_seconds) + 1)) {
  for (std::size_t n = 0; n < frames; ++n) {
    const double turns = static_cast<double>(n) / static_cast<double>(frames) - 0.5;
    double value = 0;
    for (std::size_t m = 0; m < kStrumWindow.size(); ++m) {
      value += kStrumWindow[m] * std::cos(2 * std::numbers::pi * static_cast<double>(m) * turns);
    }
    m_window[n] = static_cast<float>(value);
  }
}

void StrumSpectrum::analyze(std::span<const float> window) noexcept {
  double mean = 0;
  for (const float x : window) mean += x;
  mean /= static_cast<double>(window.size());
  std::ranges::transform(window, m_window, m_time.begin(),
                         [mean](float x, float w) { return static_cast<float>(x - mean) * w; });
  m_fft.forward(m_time, m_all);
  const double scale = 2.0 / static_cast<double>(m_time.size());
  for (std::size_t k = 0; k < m_bins.size(); ++k) {
    m_bins[k] = std::complex<double>(m_all[k]) * (k % 2 == 0 ? scale : -scale);
  }
}

}  // namespace tunescope::core
