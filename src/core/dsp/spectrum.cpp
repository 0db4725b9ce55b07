// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/spectrum.h"

#include "core/dsp/window.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr float kFloorDb = -200.0F;
constexpr float kFloorPower = 1e-20F;
// Beyond any sound (180 dBFS), yet the power of a bin of 16,384 such samples stays far from the limits of a float.
constexpr float kLargestSample = 1e9F;

// Comparisons with NaN are false, so NaN leaves as 0.
float tamed(float sample) noexcept {
  if (sample >= -kLargestSample && sample <= kLargestSample) return sample;
  if (!std::isfinite(sample)) return 0.0F;
  return std::copysign(kLargestSample, sample);
}

}  // namespace

SpectrumAnalyzer::SpectrumAnalyzer(std::size_t size)
    : m_fft(size),
      m_window(makeWindow(WindowKind::Hann, size)),
      m_time(size),
      m_bins(m_fft.binCount()),
      m_scale(static_cast<float>(2.0 / windowSum(m_window))) {}

void SpectrumAnalyzer::analyze(std::span<const float> samples, std::span<float> magnitudeDb) noexcept {
  assert(samples.size() == size() && magnitudeDb.size() == binCount());
  for (std::size_t n = 0; n < m_time.size(); ++n) m_time[n] = tamed(samples[n]) * m_window[n];
  m_fft.forward(m_time, m_bins);
  // A sine has half of its amplitude in the bin of the negative frequency; 0 Hz and Nyquist have no such twin.
  m_bins.front() *= 0.5F;
  m_bins.back() *= 0.5F;
  for (std::size_t k = 0; k < m_bins.size(); ++k) {
    const float power = std::norm(m_bins[k] * m_scale);
    magnitudeDb[k] = power > kFloorPower ? 10.0F * std::log10(power) : kFloorDb;
  }
}

}  // namespace tunescope::core
