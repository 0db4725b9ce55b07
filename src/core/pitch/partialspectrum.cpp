// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/partialspectrum.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr std::size_t kNoiseBins = 64;

// Hann power in white noise is chi-squared with two degrees of freedom: its 30th percentile is this share of its mean.
constexpr double kNoiseQuantile = 0.3;
constexpr double kQuantileOverMean = 0.35667;

}  // namespace

PartialSpectrum::PartialSpectrum(std::span<const std::size_t> sizes) : m_sorted(2 * kNoiseBins + 1) {
  std::size_t largest = 0;
  for (const std::size_t size : sizes) {
    m_plans.push_back(Plan{RealFft(size), std::vector<std::complex<float>>(size / 2 + 1)});
    largest = std::max(largest, size);
  }
  m_time.resize(largest);
  m_power.resize(largest / 2 + 1);
}

void PartialSpectrum::analyze(std::span<const float> window) noexcept {
  m_plan = nullptr;
  for (Plan& plan : m_plans) {
    if (plan.fft.size() == window.size()) m_plan = &plan;
  }
  assert(m_plan);
  m_size = window.size();
  float sum = 0;
  for (const float x : window) sum += x;
  const float mean = sum / static_cast<float>(m_size);
  for (std::size_t i = 0; i < m_size; ++i) m_time[i] = window[i] - mean;
  m_plan->fft.forward(std::span<const float>(m_time).first(m_size), m_plan->bins);

  const std::size_t last = m_size / 2;
  std::vector<std::complex<float>>& bins = m_plan->bins;
  // Phase zero at the centre: every odd bin changes sign. So hann4 = 2 R[k] + R[k-1] + R[k+1].
  for (std::size_t k = 1; k <= last; k += 2) bins[k] = -bins[k];
  double total = 0;
  m_power[0] = 0;
  m_power[last] = 0;
  for (std::size_t k = 1; k < last; ++k) {
    const float re = 2 * bins[k].real() + bins[k - 1].real() + bins[k + 1].real();
    const float im = 2 * bins[k].imag() + bins[k - 1].imag() + bins[k + 1].imag();
    m_power[k] = re * re + im * im;
    total += m_power[k];
  }
  m_totalPower = total;
}

std::complex<double> PartialSpectrum::hann4(std::size_t bin) const noexcept {
  assert(bin >= 1 && bin < m_size / 2);
  const auto* r = m_plan->bins.data() + bin;
  return 2.0 * std::complex<double>(r[0]) + std::complex<double>(r[-1]) + std::complex<double>(r[1]);
}

std::complex<double> PartialSpectrum::derivative4(std::size_t bin) const noexcept {
  assert(bin >= 1 && bin < m_size / 2);
  const auto* r = m_plan->bins.data() + bin;
  return std::complex<double>(r[1]) - std::complex<double>(r[-1]);
}

double PartialSpectrum::hannKernel4(double u, double sinPiU) const noexcept {
  const double n = static_cast<double>(m_size);
  if (std::abs(u) < 1e-6) return 2 * n;
  const double d = u * u - 1;
  if (std::abs(d) < 1e-6) return n;
  return -2 * n * sinPiU / (std::numbers::pi * u * d);
}

double PartialSpectrum::noiseNear(double bin, double reach) const noexcept {
  const std::size_t lastBin = m_size / 2 - 1;
  const auto last = static_cast<double>(lastBin);
  const auto from = static_cast<std::size_t>(std::clamp(bin - reach, 2.0, last));
  const auto to = static_cast<std::size_t>(std::clamp(bin + reach, 2.0, last));
  const std::size_t stride = std::max<std::size_t>(1, (to - from) / (2 * kNoiseBins));
  std::size_t count = 0;
  for (std::size_t k = from; k <= to && count < m_sorted.size(); k += stride) m_sorted[count++] = m_power[k];
  const auto nth = m_sorted.begin() + static_cast<std::ptrdiff_t>(kNoiseQuantile * static_cast<double>(count - 1));
  std::nth_element(m_sorted.begin(), nth, m_sorted.begin() + static_cast<std::ptrdiff_t>(count));
  return *nth / kQuantileOverMean;
}

}  // namespace tunescope::core
