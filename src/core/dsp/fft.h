// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <span>

namespace tunescope::core {

// Real FFT of one even size (KissFFT, single precision). The plan is made once; transforms allocate nothing.
// Thread: one at a time. Realtime-safe: lock-free after construction.
class RealFft {
 public:
  // size: samples, even, at least 2, a product of 2, 3 and 5 (KissFFT allocates in each transform for other factors).
  // Throws std::invalid_argument otherwise.
  explicit RealFft(std::size_t size);
  ~RealFft();
  RealFft(RealFft&&) noexcept;
  RealFft& operator=(RealFft&&) noexcept;

  std::size_t size() const noexcept { return m_size; }
  std::size_t binCount() const noexcept { return m_size / 2 + 1; }

  // X[k] = sum x[n] exp(-2 pi i k n / size). time: size() samples; bins: binCount() values.
  void forward(std::span<const float> time, std::span<std::complex<float>> bins) noexcept;

  // The unscaled inverse: inverse(forward(x)) = size() * x.
  void inverse(std::span<const std::complex<float>> bins, std::span<float> time) noexcept;

 private:
  struct Plan;
  std::size_t m_size;
  std::unique_ptr<Plan> m_plan;
};

}  // namespace tunescope::core
