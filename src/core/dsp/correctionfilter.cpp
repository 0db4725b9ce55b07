// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/correctionfilter.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kLengthS = 0.16;                    // at least; rounded up to a power of two
constexpr std::size_t kOversampling = 8;             // of the cepstrum, so that it does not wrap
constexpr double kNepersPerDb = 0.1151292546497023;  // ln 10 / 20

std::size_t tapsFor(double sampleRateHz) noexcept {
  const auto least = static_cast<std::size_t>(std::max(sampleRateHz, 1.0) * kLengthS);
  return std::bit_ceil(std::max(least, CorrectionFilter::kPart));
}

}  // namespace

CorrectionFilter::CorrectionFilter(const MicCalibration& calibration, double sampleRateHz)
    : m_sampleRateHz(sampleRateHz), m_input(2 * kPart), m_output(kPart), m_scratch(2 * kPart), m_sum(m_fft.binCount()) {
  design(calibration, tapsFor(sampleRateHz));
  const std::size_t parts = m_taps.size() / kPart;
  m_response.assign(parts, Bins(m_fft.binCount()));
  m_spectra.assign(parts, Bins(m_fft.binCount()));
  for (std::size_t part = 0; part < parts; ++part) {
    std::fill(m_scratch.begin(), m_scratch.end(), 0.0F);
    for (std::size_t i = 0; i < kPart; ++i) m_scratch[i] = m_taps[part * kPart + i] / static_cast<float>(2 * kPart);
    m_fft.forward(m_scratch, m_response[part]);
  }
}

void CorrectionFilter::design(const MicCalibration& calibration, std::size_t taps) {
  RealFft fft(taps * kOversampling);
  const std::size_t size = fft.size();
  const double binHz = m_sampleRateHz / static_cast<double>(size);
  Bins bins(fft.binCount());
  std::vector<float> time(size);
  for (std::size_t k = 0; k < bins.size(); ++k) {
    bins[k] = static_cast<float>(-kNepersPerDb * calibration.responseDb(binHz * static_cast<double>(k)));
  }
  fft.inverse(bins, time);  // the real cepstrum; its part before 0 is folded onto the part behind
  const float scale = 1.0F / static_cast<float>(size);
  for (std::size_t i = 0; i < size; ++i) {
    const bool isOnce = i == 0 || i == size / 2;
    time[i] *= isOnce ? scale : i < size / 2 ? 2 * scale : 0.0F;
  }
  fft.forward(time, bins);
  for (std::complex<float>& bin : bins) bin = std::exp(bin);
  fft.inverse(bins, time);
  m_taps.assign(time.begin(), time.begin() + static_cast<std::ptrdiff_t>(taps));
  const std::size_t fade = taps / 4;
  for (std::size_t i = 0; i < taps; ++i) {
    const std::size_t left = taps - i;
    const double part = left >= fade ? 1.0 : static_cast<double>(left) / static_cast<double>(fade);
    m_taps[i] *= static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * part)) * scale;
  }
}

void CorrectionFilter::process(std::span<float> samples) noexcept {
  for (float& sample : samples) {
    m_input[kPart + m_fill] = sample;
    sample = m_output[m_fill];
    if (++m_fill == kPart) turn();
  }
}

// Overlap and save: the second half of the circular convolution of two blocks is the linear one.
void CorrectionFilter::turn() noexcept {
  m_fill = 0;
  m_newest = (m_newest + m_spectra.size() - 1) % m_spectra.size();
  m_fft.forward(m_input, m_spectra[m_newest]);
  std::fill(m_sum.begin(), m_sum.end(), std::complex<float>());
  for (std::size_t part = 0; part < m_response.size(); ++part) {
    const Bins& spectrum = m_spectra[(m_newest + part) % m_spectra.size()];
    const Bins& response = m_response[part];
    for (std::size_t k = 0; k < m_sum.size(); ++k) {
      const float re = spectrum[k].real() * response[k].real() - spectrum[k].imag() * response[k].imag();
      const float im = spectrum[k].real() * response[k].imag() + spectrum[k].imag() * response[k].real();
      m_sum[k] += std::complex<float>(re, im);
    }
  }
  m_fft.inverse(m_sum, m_scratch);
  std::copy(m_scratch.begin() + kPart, m_scratch.end(), m_output.begin());
  std::copy(m_input.begin() + kPart, m_input.end(), m_input.begin());
}

void CorrectionFilter::reset() noexcept {
  for (Bins& bins : m_spectra) std::fill(bins.begin(), bins.end(), std::complex<float>());
  std::fill(m_input.begin(), m_input.end(), 0.0F);
  std::fill(m_output.begin(), m_output.end(), 0.0F);
  m_fill = 0;
}

double CorrectionFilter::magnitudeAt(double hertz) const noexcept {
  const double step = -2 * std::numbers::pi * hertz / m_sampleRateHz;
  std::complex<double> sum;
  for (std::size_t i = 0; i < m_taps.size(); ++i) {
    sum += static_cast<double>(m_taps[i]) * std::polar(1.0, step * static_cast<double>(i));
  }
  return std::abs(sum);
}

}  // namespace tunescope::core
