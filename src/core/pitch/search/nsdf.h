// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/fft.h"

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace tunescope::core {

// A maximum of the NSDF: a possible period of the window.
struct NsdfPeak {
  double lagFrames = 0;
  double clarity = 0;  // height: S / (S + N) for a periodic signal in white noise
};

// Normalised square difference function of a window (McLeod & Wyvill 2005, eq. 9):
// n(tau) = 2 r(tau) / m(tau), r the type II autocorrelation (by FFT), m the energy of the two segments compared.
// Thread: one at a time. Realtime-safe: lock-free after construction.
class Nsdf {
 public:
  // maxWindow: longest window in samples; maxLag: largest lag to compute, less than maxWindow.
  Nsdf(std::size_t maxWindow, std::size_t maxLag);

  std::size_t maxLag() const noexcept { return m_maxLag; }

  // window: at most maxWindow samples; its mean is removed. Shorter windows (just after an onset) have fewer lags.
  void compute(std::span<const float> window) noexcept;

  // n(0) to n(lagLimit) of the last compute(); empty for a window without energy.
  std::span<const float> values() const noexcept { return std::span<const float>(m_nsdf).first(m_lagCount); }

  // Finds the key maxima (the highest point between a positive and the next negative zero crossing) with a lag in
  // [minLag, maxLag], by ascending lag. Returns how many were written.
  std::size_t keyMaxima(double minLag, double maxLag, std::span<NsdfPeak> peaks) const noexcept;

  // Follows a peak to 2, 4, 8… periods while the NSDF stays high and the lag stays proportional: the error of the
  // period shrinks by the number of periods.
  NsdfPeak sharpen(NsdfPeak peak) const noexcept;

 private:
  NsdfPeak interpolate(std::size_t lag) const noexcept;
  std::size_t highestNear(double lag, double tolerance) const noexcept;

  [[maybe_unused]] std::size_t m_maxWindow;  // used only in assertions
  std::size_t m_maxLag;
  std::size_t m_lagCount = 0;
  RealFft m_fft;
  std::vector<float> m_time;
  std::vector<std::complex<float>> m_bins;
  std::vector<float> m_nsdf;
};

}  // namespace tunescope::core
