// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace tunescope::core {

// Solves a symmetric system of N equations, of which the lower half is given, by Cholesky's factors (Golub and Van
// Loan, Matrix Computations, 4.2). x: the right side, then the unknowns. False if a pivot is not larger than smallPivot
// times its diagonal: the equations do not determine the unknowns. Thread: any. Realtime-safe: wait-free.
template <std::size_t N>
bool solveSymmetric(std::array<std::array<double, N>, N> l, std::array<double, N>& x, double smallPivot = 0) noexcept {
  for (std::size_t j = 0; j < N; ++j) {
    const double least = smallPivot * l[j][j];
    for (std::size_t k = 0; k < j; ++k) l[j][j] -= l[j][k] * l[j][k];
    if (!(l[j][j] > least)) return false;
    l[j][j] = std::sqrt(l[j][j]);
    for (std::size_t i = j + 1; i < N; ++i) {
      for (std::size_t k = 0; k < j; ++k) l[i][j] -= l[i][k] * l[j][k];
      l[i][j] /= l[j][j];
    }
  }
  for (std::size_t i = 0; i < N; ++i) {
    for (std::size_t k = 0; k < i; ++k) x[i] -= l[i][k] * x[k];
    x[i] /= l[i][i];
  }
  for (std::size_t i = N; i-- > 0;) {
    for (std::size_t k = i + 1; k < N; ++k) x[i] -= l[k][i] * x[k];
    x[i] /= l[i][i];
  }
  return true;
}

}  // namespace tunescope::core
