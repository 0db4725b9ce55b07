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
    6.334,  5.525,  -11.08, -7.134,   13.17, -1.636, -7.765, -1.81,   34.53,  -2.113, -4.292, -5.646, -5.525, -3.745,
    5.171,  -6.105, 2.461,  -0.02139, 1.523, -7.861, -11,    9.999,   5.639,  5.378,  -4.16,  4.116,  4.491,  -2.102,
    0.1603, 0.221,  2.445,  -8.494,   1.564, 4.433,  -1.45,  6.132,   -9.232, -6.789, 1.133,  3.05,   12.66,  1.163,
    2.218,  6.001,  4.144,  2.244,    3.115, -3.089, 2.15,   -0.3853, 2.09,   26.15,  -3.949, 2.403};

// The regression's logit and what it means: a line through these points, for no sum of products bends as the truth
// does.
struct Point {
  double said;
  double meant;
};
constexpr std::array<Point, 18> kMeant = {{{-12, -3.76},
                                           {-3, -3.66},
                                           {-1.6, -2.231},
                                           {-1.1, -1.483},
                                           {-0.8, -1.249},
                                           {-0.5, -0.8655},
                                           {-0.25, -0.5054},
                                           {0, -0.1976},
                                           {0.25, 0.01129},
                                           {0.5, 0.2925},
                                           {0.8, 0.7639},
                                           {1.1, 1.261},
                                           {1.6, 1.73},
                                           {2.2, 2.443},
                                           {3, 3.803},
                                           {4, 5.23},
                                           {6, 8.485},
                                           {12, 9.318}}};

// Of readings just after an attack, fitted to those alone, wrong ones weighed twenty times (docs/decisions/0015). A
// wrong note that seems sure is worse than a right one that does not: what is not as good as certain is doubted.
constexpr std::array<double, kTerms> kAttackWeights = {
    3.018,   -0.8403, 0.5876,   -2.825,  0.09796, -0.6662, -3.436, -0.6252, 2.803,    -2.612, 3.342,
    -3.035,  0.8403,  0.6524,   -1.527,  0.06316, -1.369,  1.076,  2.383,   -1.038,   -3.953, -0.3285,
    -0.8685, -1.043,  -0.1412,  -0.4906, 0.6486,  0.105,   1.194,  1.758,   0.3133,   -1.904, 0.7648,
    -1.592,  -0.2831, -0.08796, -0.28,   -0.8034, -1.665,  0.4819, 1.831,   -0.1734,  -2.099, 1.572,
    0.5575,  2.165,   2.313,    -1.394,  0.3501,  -2.139,  5.256,  2.568,   -0.09994, 1.358};
constexpr std::array<Point, 18> kAttackMeant = {{{-12, -8.927},
                                                 {-3, -1.145},
                                                 {-1.6, 0.6062},
                                                 {-1.1, 0.6062},
                                                 {-0.8, 1.388},
                                                 {-0.5, 1.388},
                                                 {-0.25, 2.042},
                                                 {0, 2.198},
                                                 {0.25, 2.198},
                                                 {0.5, 3.495},
                                                 {0.8, 4.426},
                                                 {1.1, 5.254},
                                                 {1.6, 6.223},
                                                 {2.2, 7.177},
                                                 {3, 8.155},
                                                 {4, 9.208},
                                                 {6, 11.23},
                                                 {12, 17.23}}};
constexpr double kAsGoodAsCertain = 0.99;
constexpr double kDoubted = 0.05;

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
          std::log10(1 - std::clamp(b.firstShare, 0.0, 0.9999)) / 3,
          b.jointRest > 0 ? 1 + std::log10(std::clamp(b.jointRest, 1e-3, 1.0)) / 1.5 : 0.0};
}

double confidenceOf(const ConfidenceBasis& basis) noexcept {
  std::array<double, kConfidenceVariables> x = confidenceVariables(basis);
  for (double& v : x) v = std::clamp(v, -kReach, kReach);
  const double usual = probability(x, kWeights, kMeant);
  if (!basis.isAttack) return usual;
  const double young = probability(x, kAttackWeights, kAttackMeant);
  return std::min({usual, young, young < kAsGoodAsCertain ? kDoubted : 1.0});
}

}  // namespace tunescope::core
