// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/fit/confidence.h"

#include "core/pitch/fit/confidenceweights.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr double kReach = 1.5;        // limit of the inputs
constexpr double kFarOctaves = 0.03;  // distance to the NSDF's candidate from which that supports another pitch

double ofShare(double share) noexcept {
  return std::log10(1e-4 + std::clamp(share, 0.0, 1.0)) / 2 + 1;
}

}  // namespace

std::array<double, kConfidenceVariables> confidenceVariables(const ConfidenceBasis& b) noexcept {
  const bool isCoarse = b.partials < 1;
  const double odds = std::clamp(b.explained, 0.01, 0.999);
  return {isCoarse ? 1.0 : 0.0,
          std::log10(odds / (1 - odds)) / 2,
          std::log10(1 - std::clamp(b.harmonicShare, 0.0, 0.999)) / 3,
          std::log2(1 + b.partials) / 3 - 1,
          std::log2(std::clamp(b.periods, 1.0, 128.0)) / 3.5 - 1,
          std::log10(std::clamp(b.sigmaCents, 1e-4, 20.0)) / 3,
          std::log2(1 + std::min(b.ageHops, 63.0)) / 3 - 1,
          std::log10(1 - std::clamp(b.firstShare, 0.0, 0.9999)) / 3,
          b.jointRest > 0 ? 1 + std::log10(std::clamp(b.jointRest, 1e-3, 1.0)) / 1.5 : 0.0,
          ofShare(b.other.below),
          ofShare(b.other.betweenHalves),
          ofShare(b.other.betweenThirds),
          ofShare(b.other.beside),
          ofShare(b.other.notEven),
          ofShare(b.other.notThird),
          b.other.absent,
          ofShare(b.other.first),
          std::log10(std::clamp(b.attackS, 0.003, 3.0)) / 1.5 + 0.684,
          std::log10(std::clamp(b.rise, 0.1, 10.0)),
          std::min(b.unrest, 3.0) / 2,
          2 * b.clarity - 1,
          std::clamp(b.coarseOctaves, -2.0, 2.0) / 2,
          std::abs(b.coarseOctaves) < kFarOctaves ? 0.0 : 1.0};
}

double confidenceOf(const ConfidenceBasis& basis) noexcept {
  std::array<double, kConfidenceVariables> x = confidenceVariables(basis);
  for (double& v : x) v = std::clamp(v, -kReach, kReach);
  double logit = kConfidenceOutputBias;
  for (std::size_t unit = 0; unit < kConfidenceUnits; ++unit) {
    double sum = kConfidenceBias[unit];
    for (std::size_t i = 0; i < x.size(); ++i) sum += kConfidenceWeights[unit][i] * x[i];
    logit += kConfidenceOutput[unit] * std::tanh(sum);
  }
  return 1 / (1 + std::exp(-logit));
}

}  // namespace tunescope::core
