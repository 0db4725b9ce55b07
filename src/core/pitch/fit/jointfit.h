// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tunescope::core {

struct JointFitResult {
  bool ok = false;
  double radians = 0;      // of the first partial, per sample
  double sigma = 0;        // its standard deviation, radians per sample
  double b = 0;            // inharmonicity used
  double bSigma = 0;       // 0: it was held fixed
  double bScore = 0;       // evidence of the window for a larger B than this, in standard deviations (Rao's score)
  double noise = 0;        // variance of the residual of the partials
  double unexplained = 0;  // residual's share of the power about the mean, corrected for the number of unknowns
  bool isAll = false;      // every partial below Start::maxRadians was used
};

// Fits all partials of a note at once, by exact nonlinear least squares on the samples: x[n] = c + sum a_l cos(w_l t) +
// b_l sin(w_l t) with w_l = w_1 l sqrt((1 + B l^2) / (1 + B)), t from the window's centre. It reaches the Cramer-Rao
// bound, which tapered windows do not, and needs no gaps between the partials, so it suits windows of few periods;
// its cost grows with the cube of the number of partials.
//
// The amplitudes are eliminated (variable projection: Golub & Pereyra 1973; the same as Nielsen et al. 2017 for B = 0).
// As t is centred, cosines and sines are orthogonal and their Gram matrices are sums of Dirichlet kernels, so
// only the sums with the samples touch the window. Thread: one at a time. Realtime-safe: lock-free after construction.
class JointFit {
 public:
  static constexpr std::size_t kMaxPartials = 96;

  JointFit();

  struct Start {
    double radians = 0;     // of the first partial
    double sigma = 0;       // standard deviation of radians
    double b = 0;           // inharmonicity
    double bSigma = 0;      // standard deviation of b; 0: b is held fixed
    double maxRadians = 0;  // higher partials are left out; below pi
  };
  // Not ok if there are too few samples, or if the pitch moves too far from the start.
  JointFitResult fit(std::span<const float> window, const Start& start) noexcept;

 private:
  struct Partial {
    double radians = 0, byF1 = 0, byB = 0;          // w_l and its derivatives
    double sinHalf = 0, cosHalf = 0;                // of w_l / 2
    double sinWindow = 0, cosWindow = 0;            // of N w_l / 2
    double xCos = 0, xSin = 0, tCos = 0, tSin = 0;  // sums of x and t x with cosine and sine
    double a = 0, b = 0;
    double weight = 0;  // of its evidence on the frequency
  };
  // Over the window: cos(phi t), t sin(phi t), t^2 cos(phi t).
  struct Sums {
    double c0 = 0, s1 = 0, c2 = 0;
  };
  // A lower triangle, row after row, and its Cholesky factor in place.
  class Triangle {
   public:
    explicit Triangle(std::size_t maxRows) : m_maxRows(maxRows), m_values(maxRows * maxRows) {}
    double& at(std::size_t row, std::size_t column) noexcept { return m_values[column * m_maxRows + row]; }
    bool factor(std::size_t rows) noexcept;
    void solve(std::span<double> values) noexcept;    // with the factor's whole matrix
    void forward(std::span<double> values) noexcept;  // with the factor alone

   private:
    std::size_t m_maxRows;
    std::vector<double> m_values;  // by columns, along which the loops run, so that their iterations are independent
  };

  void weigh(double noise, double highest) noexcept;
  struct Covariance {
    double f1 = 0, both = 0, b = 0;
  };
  double reach(double radians, double b, const Covariance& known) const noexcept;
  JointFitResult climb(std::span<const float> window, const Start& start) noexcept;
  void place(double radians, double b, std::size_t limit, double maxRadians) noexcept;
  void project(std::span<const float> window) noexcept;
  Sums sumsAt(const Partial& p, const Partial& q, bool isSum) const noexcept;
  bool solveAmplitudes() noexcept;
  struct Step;
  template <std::size_t N>
  using Columns = std::array<std::array<double, N>, 2>;  // of w_1 and B
  Step step() noexcept;
  void eliminate(Columns<kMaxPartials + 1>& withCosines, Columns<kMaxPartials>& withSines, Step& found) noexcept;
  static std::optional<double> advance(const Step& s, const Start& start, double noise, double& b,
                                       Covariance& known) noexcept;

  double m_frames = 0;
  double m_energy = 0;
  double m_varied = 0;  // of that, without the mean
  double m_sum = 0;
  std::array<Partial, kMaxPartials> m_partials{};
  std::size_t m_count = 0;
  Triangle m_cosines{kMaxPartials + 1};  // the last row is that of the constant
  Triangle m_sines{kMaxPartials};
  double m_residual = 0;
};

}  // namespace tunescope::core
