// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/strum/borderedsystem.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tunescope::core {

namespace {

// Uses four lanes to avoid one long chain of additions.
double dot(const double* a, const double* b, std::size_t count) noexcept {
  std::array<double, 4> lanes{};
  std::size_t i = 0;
  for (; i + lanes.size() <= count; i += lanes.size()) {
    for (std::size_t l = 0; l < lanes.size(); ++l) lanes[l] += a[i + l] * b[i + l];
  }
  for (; i < count; ++i) lanes[0] += a[i] * b[i];
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

}  // namespace

BorderedSystem::BorderedSystem(std::size_t maxLocal, std::size_t band, std::size_t maxShared)
    : m_band(band),
      m_maxShared(maxShared),
      m_first(maxLocal),
      m_a(maxLocal * (band + 1)),
      m_g(maxLocal * (maxShared + 1)),
      m_c(maxShared * maxShared),
      m_x(maxLocal),
      m_y(maxShared),
      m_variance(maxShared),
      m_unit(maxShared) {}

void BorderedSystem::begin(std::size_t local, std::size_t shared) noexcept {
  m_local = local;
  m_shared = shared;
  std::fill_n(m_g.begin(), local * (shared + 1), 0.0);
  std::ranges::fill(m_c, 0.0);
  std::ranges::fill(m_y, 0.0);
}

void BorderedSystem::beginRow(std::size_t row, std::size_t first) noexcept {
  m_first[row] = first;
  std::fill_n(&a(row, first), row - first + 1, 0.0);
}

bool BorderedSystem::solve() noexcept {
  if (!factorBand()) return false;
  solveForward();
  if (!solveShared()) return false;
  solveBackward();
  return true;
}

// A = L L', in place.
bool BorderedSystem::factorBand() noexcept {
  const std::size_t width = m_band + 1;
  for (std::size_t i = 0; i < m_local; ++i) {
    const std::size_t first = m_first[i];
    double* row = m_a.data() + i * width + m_band - i;  // row[j] is element (i, j)
    for (std::size_t j = first; j <= i; ++j) {
      const double* other = m_a.data() + j * width + m_band - j;
      const std::size_t from = std::max(first, m_first[j]);
      const double sum = row[j] - dot(row + from, other + from, j - from);
      if (j == i) {
        if (!(sum > 0)) return false;
        row[i] = std::sqrt(sum);
      } else {
        row[j] = sum / other[j];
      }
    }
  }
  return true;
}

// Sum of the squares of column i of L^-1.
double BorderedSystem::localVariance(std::size_t i) noexcept {
  const std::size_t width = m_band + 1;
  double sum = 0;
  for (std::size_t j = i; j < m_local; ++j) {
    if (j > i && m_first[j] == j) break;  // the following rows are not coupled to i
    const double* row = m_a.data() + j * width + m_band - j;
    const std::size_t from = std::max(i, m_first[j]);
    const double value = j == i ? 1 : -dot(row + from, m_x.data() + from, j - from);
    m_x[j] = value / row[j];
    sum += m_x[j] * m_x[j];
  }
  return sum;
}

// Replaces G and g by L^-1 G and L^-1 g.
void BorderedSystem::solveForward() noexcept {
  const std::size_t width = m_band + 1;
  const std::size_t columns = m_shared + 1;
  for (std::size_t i = 0; i < m_local; ++i) {
    const double* row = m_a.data() + i * width + m_band - i;
    double* target = m_g.data() + i * columns;
    for (std::size_t k = m_first[i]; k < i; ++k) {
      const double* source = m_g.data() + k * columns;
      for (std::size_t s = 0; s <= m_shared; ++s) target[s] -= row[k] * source[s];
    }
    for (std::size_t s = 0; s <= m_shared; ++s) target[s] /= row[i];
  }
}

bool BorderedSystem::solveShared() noexcept {
  const std::size_t n = m_shared;
  const std::size_t columns = m_shared + 1;
  for (std::size_t i = 0; i < m_local; ++i) {
    const double* row = m_g.data() + i * columns;
    for (std::size_t s = 0; s < n; ++s) {
      for (std::size_t t = 0; t <= s; ++t) c(s, t) -= row[s] * row[t];
      m_y[s] -= row[s] * row[n];
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = c(i, j);
      for (std::size_t k = 0; k < j; ++k) sum -= c(i, k) * c(j, k);
      if (i == j && !(sum > 0)) return false;
      c(i, j) = i == j ? std::sqrt(sum) : sum / c(j, j);
    }
  }
  const auto substitute = [&](std::vector<double>& x) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < i; ++k) x[i] -= c(i, k) * x[k];
      x[i] /= c(i, i);
    }
  };
  for (std::size_t s = 0; s < n; ++s) {
    std::ranges::fill(m_unit, 0.0);
    m_unit[s] = 1;
    substitute(m_unit);
    m_variance[s] = 0;
    for (std::size_t i = s; i < n; ++i) m_variance[s] += m_unit[i] * m_unit[i];
  }
  substitute(m_y);
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) m_y[i] -= c(k, i) * m_y[k];
    m_y[i] /= c(i, i);
  }
  return true;
}

void BorderedSystem::solveBackward() noexcept {
  const std::size_t width = m_band + 1;
  const std::size_t columns = m_shared + 1;
  for (std::size_t i = 0; i < m_local; ++i) {
    const double* row = m_g.data() + i * columns;
    double sum = row[m_shared];
    for (std::size_t s = 0; s < m_shared; ++s) sum -= row[s] * m_y[s];
    m_x[i] = sum;
  }
  for (std::size_t i = m_local; i-- > 0;) {
    const double* row = m_a.data() + i * width + m_band - i;
    m_x[i] /= row[i];
    for (std::size_t k = m_first[i]; k < i; ++k) m_x[k] -= row[k] * m_x[i];
  }
}

}  // namespace tunescope::core
