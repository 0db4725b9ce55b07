// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/symmetricsystem.h"

#include <array>
#include <cstddef>
#include <optional>

namespace tunescope::core {

// Weighted least squares with N unknowns, one equation at a time. Thread: one at a time. Realtime-safe:
// wait-free.
template <std::size_t N>
class LeastSquares {
 public:
  // Adds weight * (row · x - value)^2 to the sum that is minimized.
  void add(const std::array<double, N>& row, double value, double weight) noexcept {
    for (std::size_t i = 0; i < N; ++i) {
      for (std::size_t j = 0; j <= i; ++j) m_normal[i][j] += weight * row[i] * row[j];
      m_right[i] += weight * row[i] * value;
    }
  }

  // By Cholesky decomposition; none if the equations do not determine all unknowns.
  std::optional<std::array<double, N>> solve() const noexcept {
    constexpr double kSmallPivot = 1e-10;  // of the diagonal
    auto x = m_right;
    if (!solveSymmetric(m_normal, x, kSmallPivot)) return std::nullopt;
    return x;
  }

 private:
  std::array<std::array<double, N>, N> m_normal{};  // lower half
  std::array<double, N> m_right{};
};

}  // namespace tunescope::core
