// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace tunescope::core {

struct JointFitResult {
  bool ok = false;
  double radians = 0;      // of the first partial, per sample
  double sigma = 0;        // its standard deviation, radians per sample
  double b = 0;            // inharmonicity that was used
  double bSigma = 0;       // 0: it was held
  double bScore = 0;       // how much the window speaks for a larger B than this, in standard deviations (Rao's score)
  double noise = 0;        // variance of what the partials leave unexplained
  double unexplained = 0;  // share of the power about the mean that they leave, allowing for the unknowns
  bool isAll = false;      // as many partials were believed as there is room for
};

// All partials of a note at once, by exact nonlinear least squares on the samples: x[n] = c + sum a_l cos(w_l t) +
// b_l sin(w_l t) with w_l = w_1 l sqrt((1 + B l^2) / (1 + B)), t from the window's centre. It reaches the Cramer-Rao
// bound, which windows that taper do not, and needs no gaps between the partials, so it is for windows of few periods;
// with many partials it costs their number cubed.
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
    double sigma = 0;       // how well that is known
    double b = 0;           // inharmonicity
    double bSigma = 0;      // how well that is known; 0: it is not to be changed
    double maxRadians = 0;  // partials above are left out; under pi
  };
  // Not ok where there are too few samples, or where the partials do not stay where they were looked for.
  JointFitResult fit(std::span<const float> window, const Start& start) noexcept;

 private:
  struct Partial {
    double radians = 0, byF1 = 0, byB = 0;          // w_l and its derivatives
    double sinHalf = 0, cosHalf = 0;                // of w_l / 2
    double sinWindow = 0, cosWindow = 0;            // of N w_l / 2
    double xCos = 0, xSin = 0, tCos = 0, tSin = 0;  // sums of x and t x with cosine and sine
    double a = 0, b = 0;
    double weight = 0;  // of what it says about the frequency
  };
  // Over the window: cos(phi t), t sin(phi t), t^2 cos(phi t).
  struct Sums {
    double c0 = 0, s1 = 0, c2 = 0;
  };
  // A lower triangle, row after row, and its Cholesky factor in place.
  class Triangle {
   public:
    explicit Triangle(std::size_t maxRows) : m_values(maxRows * (maxRows + 1) / 2) {}
    double& at(std::size_t row, std::size_t column) noexcept { return m_values[row * (row + 1) / 2 + column]; }
    bool factor(std::size_t rows) noexcept;
    void solve(std::span<double> values) noexcept;    // with the factor's whole matrix
    void forward(std::span<double> values) noexcept;  // with the factor alone

   private:
    std::vector<double> m_values;
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
  Step step() noexcept;

  double m_frames = 0;
  double m_energy = 0;
  double m_varied = 0;  // of that, what is not the mean
  double m_sum = 0;
  std::array<Partial, kMaxPartials> m_partials{};
  std::size_t m_count = 0;
  Triangle m_cosines{kMaxPartials + 1};  // the last row is the constant's
  Triangle m_sines{kMaxPartials};
  double m_residual = 0;
};

}  // namespace tunescope::core
