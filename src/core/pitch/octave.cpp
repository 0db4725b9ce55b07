// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/octave.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tunescope::core {

namespace {

constexpr int kSharePartials = 40;
constexpr double kMinSpacingBins = 2.6;  // below this the lines between cannot be told from the lines beside
constexpr double kOverFloor = 20;        // 13 dB
constexpr double kUnderTop = 1e-5;       // -50 dB
constexpr double kMinPower = 2e-4;       // -37 dB: power of the lines between against the spectrum's
constexpr double kFloorReach = 80;       // bins on each side that make the local floor
constexpr double kClaritySlack = 0.02;
constexpr double kResidualRatio = 0.98;

struct Lines {
  int found = 0;
  int gcd = 0;
  double power = 0;
};

// Spectral peaks at l f1 / d for l that is no multiple of d.
Lines linesBetween(const PartialSpectrum& spectrum, double f1Bins, int d) noexcept {
  const std::span<const float> power = spectrum.power();
  const double top = *std::ranges::max_element(power);
  Lines lines;
  for (int l = 1; l <= 4 * d; ++l) {
    if (l % d == 0) continue;
    const double nu = l * f1Bins / d;
    const auto bin = static_cast<std::size_t>(std::lround(nu));
    if (bin < 2 || bin + 2 >= power.size()) continue;
    std::size_t peak = bin;
    if (power[bin - 1] > power[peak]) peak = bin - 1;
    if (power[bin + 1] > power[peak]) peak = bin + 1;
    if (power[peak] < power[peak - 1] || power[peak] < power[peak + 1]) continue;  // a flank, not a peak
    const double where = static_cast<double>(peak) + (spectrum.derivative4(peak) / spectrum.hann4(peak)).real();
    if (std::abs(where - nu) > std::max(0.5, nu * 0.003)) continue;  // half a bin or 5 cents
    if (power[peak] < kUnderTop * top || power[peak] < kOverFloor * spectrum.noiseNear(nu, kFloorReach)) continue;
    ++lines.found;
    lines.gcd = std::gcd(lines.gcd, l);
    lines.power += power[peak];
  }
  return lines;
}

}  // namespace

double harmonicShare(const PartialSpectrum& spectrum, double f1Bins, double inharmonicity) noexcept {
  const std::span<const float> power = spectrum.power();
  if (!(spectrum.totalPower() > 0) || f1Bins < 1) return 0;
  double harmonic = 0;
  std::size_t previous = 0;
  for (int l = 1; l <= kSharePartials; ++l) {
    const double l2 = static_cast<double>(l) * l;
    const double nu = l * f1Bins * std::sqrt((1 + inharmonicity * l2) / (1 + inharmonicity));
    const auto bin = static_cast<std::size_t>(std::lround(nu));
    if (bin + 2 >= power.size()) break;
    for (std::size_t k = std::max(previous + 1, bin - 1); k <= bin + 1; ++k) harmonic += power[k];
    previous = bin + 1;
  }
  const double covered = std::min(0.85, 3 / f1Bins);
  return (harmonic / spectrum.totalPower() - covered) / (1 - covered);
}

int octaveDivisor(const PartialSpectrum& spectrum, const PitchCandidates& candidates, double f1Bins,
                  double hertzPerBin) noexcept {
  const double clarity = candidates.clarityAt(f1Bins * hertzPerBin);
  for (const int d : {2, 3}) {
    if (f1Bins / d < kMinSpacingBins) continue;
    const double below = candidates.clarityAt(f1Bins / d * hertzPerBin);
    if (below < clarity - kClaritySlack) continue;
    if ((1 - clarity) < kResidualRatio * (1 - below)) continue;
    const Lines lines = linesBetween(spectrum, f1Bins, d);
    // One string a fourth below another puts lines at every second or third place, but not at coprime ones.
    if (lines.found >= d && lines.gcd == 1 && lines.power > kMinPower * spectrum.totalPower()) return d;
  }
  return 1;
}

}  // namespace tunescope::core
