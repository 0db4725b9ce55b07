// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/search/nsdf.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace tunescope::core {

namespace {

// A peak is followed to its multiples while the NSDF stays above this share of its height; the period may move by this
// fraction.
constexpr double kSharpenKeep = 0.7;
constexpr double kSharpenMove = 0.02;

// A window with a mean square below this (-200 dBFS) is silent.
constexpr double kSilence = 1e-20;

bool isSmooth(std::size_t n) noexcept {
  for (const std::size_t p : {2U, 3U, 5U}) {
    while (n % p == 0) n /= p;
  }
  return n == 1;
}

// The smallest FFT size of at least n that KissFFT computes quickly: a multiple of 32 with factors 2, 3 and 5 only.
std::size_t fftSizeFrom(std::size_t n) noexcept {
  std::size_t size = (n + 31) / 32 * 32;
  while (!isSmooth(size)) size += 32;
  return size;
}

}  // namespace

Nsdf::Nsdf(std::size_t maxWindow, std::size_t maxLag)
    : m_maxWindow(maxWindow),
      m_maxLag(std::min(maxLag, maxWindow - 1)),
      // Padding by the largest lag keeps the circular correlation from wrapping into the lags that are used.
      m_fft(fftSizeFrom(maxWindow + m_maxLag + 1)),
      m_time(m_fft.size()),
      m_bins(m_fft.binCount()),
      m_nsdf(m_maxLag + 1) {}

void Nsdf::compute(std::span<const float> window) noexcept {
  assert(window.size() <= m_maxWindow);
  m_lagCount = 0;
  const std::size_t size = window.size();
  if (size < 4) return;
  float sum = 0;
  for (const float x : window) sum += x;
  const float mean = sum / static_cast<float>(size);
  for (std::size_t i = 0; i < size; ++i) m_time[i] = window[i] - mean;
  std::fill(m_time.begin() + static_cast<std::ptrdiff_t>(size), m_time.end(), 0.0F);

  double energy = 0;
  for (std::size_t i = 0; i < size; ++i) energy += static_cast<double>(m_time[i]) * m_time[i];
  if (!(energy > kSilence * static_cast<double>(size))) return;

  // m(tau) shrinks by the sample that leaves each of the two segments. Compute it first, because the transform
  // overwrites m_time.
  double m = 2 * energy;
  m_lagCount = std::min(m_maxLag, size - 2) + 1;
  for (std::size_t lag = 0; lag < m_lagCount; ++lag) {
    m_nsdf[lag] = static_cast<float>(m);
    m -= static_cast<double>(m_time[lag]) * m_time[lag] +
         static_cast<double>(m_time[size - 1 - lag]) * m_time[size - 1 - lag];
  }
  m_fft.forward(m_time, m_bins);
  for (std::complex<float>& bin : m_bins) bin = {bin.real() * bin.real() + bin.imag() * bin.imag(), 0.0F};
  m_fft.inverse(m_bins, m_time);
  const float scale = 2.0F / static_cast<float>(m_fft.size());
  const float floor = static_cast<float>(energy * 1e-7);
  for (std::size_t lag = 0; lag < m_lagCount; ++lag) m_nsdf[lag] = scale * m_time[lag] / std::max(m_nsdf[lag], floor);
}

NsdfPeak Nsdf::interpolate(std::size_t lag) const noexcept {
  if (lag == 0 || lag + 1 >= m_lagCount) return {static_cast<double>(lag), static_cast<double>(m_nsdf[lag])};
  const double left = m_nsdf[lag - 1];
  const double mid = m_nsdf[lag];
  const double right = m_nsdf[lag + 1];
  const double curve = left - 2 * mid + right;
  if (!(curve < 0)) return {static_cast<double>(lag), mid};
  const double shift = std::clamp(0.5 * (left - right) / curve, -0.5, 0.5);
  return {static_cast<double>(lag) + shift, mid - 0.25 * (left - right) * shift};
}

std::size_t Nsdf::keyMaxima(double minLag, double maxLag, std::span<NsdfPeak> peaks) const noexcept {
  const std::size_t last =
      std::min(static_cast<std::size_t>(std::max(0.0, maxLag)) + 1, m_lagCount == 0 ? 0 : m_lagCount - 2);
  std::size_t lag = 1;
  while (lag <= last && m_nsdf[lag] > 0) ++lag;  // the slope at lag zero is not a peak
  std::size_t count = 0;
  while (lag <= last && count < peaks.size()) {
    while (lag <= last && m_nsdf[lag] <= 0) ++lag;
    std::size_t best = lag;
    for (; lag <= last && m_nsdf[lag] > 0; ++lag) {
      if (m_nsdf[lag] > m_nsdf[best]) best = lag;
    }
    // A lobe cut off by the end of the range has its peak inside only if it falls again.
    if (best > last || (best == last && m_nsdf[best + 1] > m_nsdf[best])) break;
    const NsdfPeak peak = interpolate(best);
    if (peak.lagFrames >= minLag && peak.lagFrames <= maxLag) peaks[count++] = peak;
  }
  return count;
}

std::size_t Nsdf::highestNear(double lag, double tolerance) const noexcept {
  const double reach = std::max(1.0, lag * tolerance);
  const auto from = static_cast<std::size_t>(std::max(1.0, std::floor(lag - reach)));
  const auto to = static_cast<std::size_t>(std::ceil(lag + reach));
  if (to + 1 >= m_lagCount) return 0;
  std::size_t best = from;
  for (std::size_t i = from; i <= to; ++i) {
    if (m_nsdf[i] > m_nsdf[best]) best = i;
  }
  return best;
}

NsdfPeak Nsdf::sharpen(NsdfPeak peak) const noexcept {
  double period = peak.lagFrames;
  for (double multiple = 2; multiple * period + 2 < static_cast<double>(m_lagCount); multiple *= 2) {
    // The error of the lag so far allows this much movement of the multiple, but never half a period.
    const std::size_t best = highestNear(multiple * period, std::min(kSharpenMove, 0.4 / multiple));
    if (best == 0) break;
    const NsdfPeak next = interpolate(best);
    const double refined = next.lagFrames / multiple;
    if (next.clarity < kSharpenKeep * peak.clarity || std::abs(refined - period) > kSharpenMove * period) break;
    period = refined;
  }
  return {period, peak.clarity};
}

}  // namespace tunescope::core
