// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stretch/inharmonicity.h"

#include "core/stretch/cholesky.h"

#include <cmath>
#include <vector>

namespace tunescope::core {

namespace {

constexpr double kBassSlope = -0.0847, kBassLevel = -5.82;
constexpr double kTrebleSlope = 0.0926, kTrebleLevel = -13.64;

// Standard deviations of a piano's ln B from the typical one.
constexpr double kFactor = 1;
constexpr double kSlopePerKey = 0.02;
constexpr double kBend = 0.35;
constexpr double kBendKeys = 6;
constexpr double kKeyToKey = 0.04;  // without any smoothness
constexpr double kMiddleKey = 64.5;

double covariance(double x, double y) noexcept {
  const double apart = (x - y) / kBendKeys;
  return kFactor * kFactor + kSlopePerKey * kSlopePerKey * (x - kMiddleKey) * (y - kMiddleKey) +
         kBend * kBend * std::exp(-0.5 * apart * apart);
}

}  // namespace

double typicalInharmonicity(double midi) noexcept {
  return std::exp(kBassSlope * midi + kBassLevel) + std::exp(kTrebleSlope * midi + kTrebleLevel);
}

InharmonicityCurve inharmonicityOver(std::span<const KeyInharmonicity> measured) {
  const std::size_t count = measured.size();
  Cholesky factor(count);
  std::vector<double> weights(count);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j <= i; ++j) factor.at(i, j) = covariance(measured[i].midi, measured[j].midi);
    factor.at(i, i) += measured[i].sigmaLnB * measured[i].sigmaLnB + kKeyToKey * kKeyToKey;
    weights[i] = std::log(measured[i].b / typicalInharmonicity(measured[i].midi));
  }
  factor.decompose();
  factor.solve(weights);
  InharmonicityCurve curve;
  std::vector<double> shared(count);
  for (std::size_t key = 0; key < kPianoKeys; ++key) {
    const double midi = kFirstPianoKey + static_cast<double>(key);
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
      shared[i] = covariance(midi, measured[i].midi);
      sum += shared[i] * weights[i];
    }
    factor.solveLower(shared);
    double variance = covariance(midi, midi) + kKeyToKey * kKeyToKey;
    for (const double part : shared) variance -= part * part;
    curve.b[key] = typicalInharmonicity(midi) * std::exp(sum);
    curve.sigmaLnB[key] = std::sqrt(std::max(0.0, variance));
  }
  return curve;
}

}  // namespace tunescope::core
