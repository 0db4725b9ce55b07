// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tunescope::core {

// Normal equations of a least-squares problem with many local unknowns, each coupled only to near neighbours, and a few
// shared ones: a symmetric band matrix with a border,
//
//     [ A  G ] [x]   [g]
//     [ G' C ] [y] = [h]
//
// solved by Cholesky decomposition of A and of the Schur complement C - G' A^-1 G.
// Thread: one at a time. Realtime-safe: lock-free after construction.
class BorderedSystem {
 public:
  // band: number of subdiagonals of A.
  BorderedSystem(std::size_t maxLocal, std::size_t band, std::size_t maxShared);

  void begin(std::size_t local, std::size_t shared) noexcept;  // sets everything but A to zero
  // Begins a row of A. Elements before the column first are zero and are not read; the others are set to zero. From row
  // to row, first never decreases; row - band <= first <= row.
  void beginRow(std::size_t row, std::size_t first) noexcept;
  double& a(std::size_t row, std::size_t column) noexcept {  // first <= column <= row
    return m_a[row * (m_band + 1) + (column + m_band - row)];
  }
  double& g(std::size_t local, std::size_t shared) noexcept { return m_g[local * (m_shared + 1) + shared]; }
  double& c(std::size_t row, std::size_t column) noexcept { return m_c[row * m_maxShared + column]; }
  double& localRight(std::size_t local) noexcept { return m_g[local * (m_shared + 1) + m_shared]; }
  double& sharedRight(std::size_t shared) noexcept { return m_y[shared]; }

  // Returns false if a matrix is not positive definite. Overwrites the equations.
  bool solve() noexcept;
  // Factors A alone, for localVariance(). Returns as solve() does.
  bool factor() noexcept { return factorBand(); }
  // Variance of a local unknown with the shared ones held: the diagonal element of the inverse of A.
  double localVariance(std::size_t i) noexcept;
  double local(std::size_t i) const noexcept { return m_x[i]; }
  double shared(std::size_t i) const noexcept { return m_y[i]; }
  // Variance of a shared unknown: its diagonal element of the inverse of the whole matrix.
  double variance(std::size_t shared) const noexcept { return m_variance[shared]; }

 private:
  bool factorBand() noexcept;
  void solveForward() noexcept;
  bool solveShared() noexcept;
  void solveBackward() noexcept;

  std::size_t m_band;
  std::size_t m_maxShared;
  std::size_t m_local = 0;
  std::size_t m_shared = 0;
  std::vector<std::size_t> m_first;  // first column of each row
  std::vector<double> m_a;
  std::vector<double> m_g;  // with the right-hand side as its last column
  std::vector<double> m_c;
  std::vector<double> m_x;
  std::vector<double> m_y;
  std::vector<double> m_variance;
  std::vector<double> m_unit;
};

}  // namespace tunescope::core
