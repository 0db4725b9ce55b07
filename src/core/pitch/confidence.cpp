// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/confidence.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace tunescope::core {

namespace {

// How many products of two of the variables (without the constant) there are; the square of the second, which is 0 or
// 1, says nothing new.
constexpr std::size_t kVaried = kConfidenceVariables - 1;
constexpr std::size_t kTerms = kConfidenceVariables + kVaried * (kVaried + 1) / 2 - 1;

constexpr std::array<double, kTerms> kWeights = {
    4.736,  1.581,   -4.124, -3.095, 4.526,  -2.974,  -3.491, -0.6939, 27.07, 1.398,   -0.96,
    -1.581, -0.1703, 0.476,  0.2643, -3.016, -0.6515, -0.549, -9.453,  5.857, 4.805,   4.514,
    -6.862, 7.227,   -2.558, 0.7987, 1.997,  2.848,   -8.275, 5.712,   1.867, 1.829,   -1.86,
    -7.913, 2.481,   7.028,  4.484,  2.05,   3.187,   4.48,   7.541,   1.716, -0.7638, 21.42};

// The regression's logit and what it means: a line through these points, for no sum of products bends as the truth
// does.
struct Point {
  double said;
  double meant;
};
constexpr std::array<Point, 18> kMeant = {{{-12, -3.377},
                                           {-3, -3.292},
                                           {-1.6, -2.469},
                                           {-1.1, -1.861},
                                           {-0.8, -1.584},
                                           {-0.5, -1.276},
                                           {-0.25, -0.903},
                                           {0, -0.3614},
                                           {0.25, -0.3614},
                                           {0.5, 0.0594},
                                           {0.8, 0.8921},
                                           {1.1, 1.13},
                                           {1.6, 2.167},
                                           {2.2, 2.762},
                                           {3, 3.966},
                                           {4, 6.127},
                                           {6, 6.127},
                                           {12, 11.31}}};

// Of readings just after an attack, where a wrong note that seems sure is worse than a right one that does not: wrong
// ones of young notes weighed sixty times in this fit (docs/decisions/0008).
constexpr std::array<double, kTerms> kAttackWeights = {
    3.954,  2.166,   -1.848, 0.874,   0.5925, 0.3988,  -5.004,  -1.019, 17.52,  3.436,  -2.817,
    -2.166, 2.301,   0.6519, 3.101,   1.912,  2.207,   -0.9052, -5.43,  -4.943, 2.232,  3.152,
    -2.426, 3.039,   -2.397, -0.2148, 4.149,  -0.3884, -1.723,  -1.226, 3.67,   -2.297, -0.8762,
    -2.595, -0.4039, 5.582,  -0.3544, -1.931, 0.5657,  -2.764,  1.657,  1.639,  0.6897, 12.8};
constexpr std::array<Point, 17> kAttackMeant = {{{-12, -10.43},
                                                 {-4, -2.3},
                                                 {-3, -2.3},
                                                 {-2.2, -2.3},
                                                 {-1.6, -2.3},
                                                 {-1.1, -2.3},
                                                 {-0.6, -1.541},
                                                 {-0.2, -1.249},
                                                 {0.2, -0.4312},
                                                 {0.6, 0.1997},
                                                 {1.1, 1.293},
                                                 {1.6, 1.949},
                                                 {2.2, 3.036},
                                                 {3, 5.181},
                                                 {4, 5.377},
                                                 {6, 7.03},
                                                 {12, 13.16}}};

constexpr double kReach = 1.5;  // the variables are not followed further

double probability(const std::array<double, kConfidenceVariables>& x, const std::array<double, kTerms>& weights,
                   std::span<const Point> points) noexcept {
  double logit = 0;
  std::size_t term = 0;
  for (const double v : x) logit += weights[term++] * v;
  for (std::size_t i = 1; i < x.size(); ++i) {
    for (std::size_t j = i; j < x.size(); ++j) {
      if (i == 1 && j == 1) continue;
      logit += weights[term++] * x[i] * x[j];
    }
  }
  logit = std::clamp(logit, points.front().said, points.back().said);
  std::size_t at = 1;
  while (at + 1 < points.size() && logit > points[at].said) ++at;
  const Point& low = points[at - 1];
  const Point& high = points[at];
  const double meant = low.meant + (high.meant - low.meant) * (logit - low.said) / (high.said - low.said);
  return 1 / (1 + std::exp(-meant));
}

}  // namespace

std::array<double, kConfidenceVariables> confidenceVariables(const ConfidenceBasis& b) noexcept {
  const bool isCoarse = b.partials < 1;
  const double odds = std::clamp(b.explained, 0.01, 0.999);
  return {1,
          isCoarse ? 1.0 : 0.0,
          std::log10(odds / (1 - odds)) / 2,
          std::log10(1 - std::clamp(b.harmonicShare, 0.0, 0.999)) / 3,
          std::log2(1 + b.partials) / 3 - 1,
          std::log2(std::clamp(b.periods, 1.0, 128.0)) / 3.5 - 1,
          std::log10(std::clamp(b.sigmaCents, 1e-4, 20.0)) / 3,
          std::log2(1 + std::min(b.ageHops, 63.0)) / 3 - 1,
          std::log10(1 - std::clamp(b.firstShare, 0.0, 0.9999)) / 3};
}

double confidenceOf(const ConfidenceBasis& basis) noexcept {
  std::array<double, kConfidenceVariables> x = confidenceVariables(basis);
  for (double& v : x) v = std::clamp(v, -kReach, kReach);
  const double usual = probability(x, kWeights, kMeant);
  return basis.isAttack ? std::min(usual, probability(x, kAttackWeights, kAttackMeant)) : usual;
}

}  // namespace tunescope::core
