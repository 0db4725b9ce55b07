// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace tunescope::core {

// A symmetric positive definite matrix and its Cholesky factor L (Golub and Van Loan, Matrix Computations, 4.2).
// Thread: one at a time. Realtime-safe: no (it allocates).
class Cholesky {
 public:
  explicit Cholesky(std::size_t size) : m_size(size), m_values(size * size) {}

  double& at(std::size_t row, std::size_t column) noexcept { return m_values[row * m_size + column]; }  // column <= row

  void decompose() noexcept {
    for (std::size_t i = 0; i < m_size; ++i) {
      for (std::size_t j = 0; j <= i; ++j) {
        double sum = at(i, j);
        for (std::size_t k = 0; k < j; ++k) sum -= at(i, k) * at(j, k);
        at(i, j) = i == j ? std::sqrt(sum) : sum / at(j, j);
      }
    }
  }
  // After decompose(): solves L x = b; x replaces b.
  void solveLower(std::span<double> b) noexcept {
    for (std::size_t i = 0; i < m_size; ++i) {
      for (std::size_t k = 0; k < i; ++k) b[i] -= at(i, k) * b[k];
      b[i] /= at(i, i);
    }
  }
  // The same for the whole matrix.
  void solve(std::span<double> b) noexcept {
    solveLower(b);
    for (std::size_t i = m_size; i-- > 0;) {
      for (std::size_t k = i + 1; k < m_size; ++k) b[i] -= at(k, i) * b[k];
      b[i] /= at(i, i);
    }
  }

 private:
  std::size_t m_size;
  std::vector<double> m_values;
};

}  // namespace tunescope::core
