// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

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
    auto l = m_normal;
    for (std::size_t j = 0; j < N; ++j) {
      for (std::size_t k = 0; k < j; ++k) l[j][j] -= l[j][k] * l[j][k];
      if (!(l[j][j] > kSmallPivot * m_normal[j][j])) return std::nullopt;
      l[j][j] = std::sqrt(l[j][j]);
      for (std::size_t i = j + 1; i < N; ++i) {
        for (std::size_t k = 0; k < j; ++k) l[i][j] -= l[i][k] * l[j][k];
        l[i][j] /= l[j][j];
      }
    }
    auto x = m_right;
    for (std::size_t i = 0; i < N; ++i) {
      for (std::size_t k = 0; k < i; ++k) x[i] -= l[i][k] * x[k];
      x[i] /= l[i][i];
    }
    for (std::size_t i = N; i-- > 0;) {
      for (std::size_t k = i + 1; k < N; ++k) x[i] -= l[k][i] * x[k];
      x[i] /= l[i][i];
    }
    return x;
  }

 private:
  std::array<std::array<double, N>, N> m_normal{};  // lower half
  std::array<double, N> m_right{};
};

}  // namespace tunescope::core
