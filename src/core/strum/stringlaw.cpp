// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/strum/stringlaw.h"

#include "core/strum/strumstate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kCent = std::numbers::ln2 / 1200;
constexpr double kStrayCents = 0.25;  // of high partials
constexpr double kFirstStray = 4;  // times as much in addition for the first, which the instrument's body shifts most
// The candidates for the factor on it, each kFactorStep times the one before.
constexpr std::size_t kFactors = 16;
constexpr double kLeastFactor = 0.35;
constexpr double kFactorStep = 1.4;
constexpr double kUsualFactor = 4;    // median of their prior, which is log-normal
constexpr double kFactorDoubt = 0.7;  // standard deviation of the prior, natural logarithm
// Partials stray together, which residuals do not show, and strings do not follow any law exactly (decision 0056):
constexpr double kUnseen = 1.44;  // factor on the variance
constexpr double kNoLaw = 0.25 * kCent;

// Weighted least squares of offset = d1 + bend dB, B with a prior.
struct Regression {
  double s0 = 0, s1 = 0, s2 = 0, t0 = 0, t1 = 0, yy = 0, logs = 0;

  double determinant() const noexcept { return s0 * s2 - s1 * s1; }
  double offset() const noexcept { return (s2 * t0 - s1 * t1) / determinant(); }
  double variance() const noexcept { return s2 / determinant(); }
  // Restricted log-likelihood, up to a constant.
  double logLikelihood() const noexcept {
    const double bent = (s0 * t1 - s1 * t0) / determinant();
    return -0.5 * (yy - offset() * t0 - bent * t1 + logs + std::log(determinant()));
  }
};

}  // namespace

double usualStray(int number) noexcept {
  return kStrayCents * kCent * (1 + kFirstStray / (static_cast<double>(number) * number));
}

LawCorrection correctLaw(std::span<const PartialOffset> partials, double b) noexcept {
  std::array<double, kFactors> offsets{};
  std::array<double, kFactors> variances{};
  std::array<double, kFactors> logs{};
  double factor = kLeastFactor;
  for (std::size_t i = 0; i < kFactors; ++i, factor *= kFactorStep) {
    Regression sum;
    const double toUsualB = kUsualB - b;
    sum.s2 = 1 / (kSigmaB * kSigmaB);
    sum.t1 = toUsualB * sum.s2;
    sum.yy = toUsualB * toUsualB * sum.s2;
    for (const PartialOffset& p : partials) {
      const double square = static_cast<double>(p.number) * p.number;
      const double bend = square / (2 * (1 + b * square)) - 1 / (2 * (1 + b));
      const double stray = factor * usualStray(p.number);
      const double w = 1 / (p.variance + stray * stray);
      sum.s0 += w, sum.s1 += w * bend, sum.s2 += w * bend * bend;
      sum.t0 += w * p.offset, sum.t1 += w * bend * p.offset, sum.yy += w * p.offset * p.offset;
      sum.logs -= std::log(w);
    }
    if (!(sum.determinant() > 0)) return {.offset = 0, .variance = 1, .stray = 1};
    offsets[i] = sum.offset();
    variances[i] = sum.variance();
    const double doubt = std::log(factor / kUsualFactor) / kFactorDoubt;
    logs[i] = sum.logLikelihood() - 0.5 * doubt * doubt;
  }
  const double most = *std::ranges::max_element(logs);
  double weights = 0;
  LawCorrection mean{.offset = 0, .variance = 0, .stray = 0};
  factor = kLeastFactor;
  for (std::size_t i = 0; i < kFactors; ++i, factor *= kFactorStep) {
    const double weight = std::exp(logs[i] - most);
    weights += weight;
    mean.offset += weight * offsets[i];
    mean.stray += weight * std::log(factor);
    mean.variance += weight * (variances[i] + offsets[i] * offsets[i]);
  }
  mean.offset /= weights;
  mean.stray = std::exp(mean.stray / weights);
  mean.variance = kUnseen * (mean.variance / weights - mean.offset * mean.offset) + kNoLaw * kNoLaw;
  return mean;
}

}  // namespace tunescope::core
