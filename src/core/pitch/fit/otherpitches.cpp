// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/fit/otherpitches.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace tunescope::core {

namespace {

constexpr double kPlaces = 12.5;       // up to this multiple of the pitch
constexpr double kNearPartial = 0.12;  // of the pitch: a peak this close to a multiple is that partial
constexpr double kNearBetween = 0.08;  // and a peak this close to a half or a third lies there
constexpr std::size_t kFirstPartials = 8;

double distance(double place, double step) noexcept {
  return std::abs(place - step * std::round(place / step));
}

}  // namespace

OtherPitches otherPitches(const PartialSpectrum& spectrum, double f1Bins, double inharmonicity) noexcept {
  OtherPitches other;
  std::array<bool, kFirstPartials + 1> isThere{};
  double all = 0;
  double own = 0;
  for (const SpectralPeak& peak : spectrum.peaks()) {
    const double bent = peak.nu / f1Bins;
    if (bent > kPlaces) break;
    const double place = bent * std::sqrt((1 + inharmonicity) / (1 + inharmonicity * bent * bent));
    all += peak.power;
    const auto number = static_cast<int>(std::lround(place));
    if (number > 0 && std::abs(place - number) < kNearPartial) {
      own += peak.power;
      if (number % 2 != 0) other.notEven += peak.power;
      if (number % 3 != 0) other.notThird += peak.power;
      if (number == 1) other.first += peak.power;
      if (number <= static_cast<int>(kFirstPartials)) isThere[static_cast<std::size_t>(number)] = true;
      continue;
    }
    if (place < 1) other.below += peak.power;
    if (distance(place, 1.0 / 2) < kNearBetween)
      other.betweenHalves += peak.power;
    else if (distance(place, 1.0 / 3) < kNearBetween)
      other.betweenThirds += peak.power;
    else
      other.beside += peak.power;
  }
  if (!(all > 0) || !(own > 0)) return {};
  for (double* share : {&other.below, &other.betweenHalves, &other.betweenThirds, &other.beside}) *share /= all;
  for (double* share : {&other.notEven, &other.notThird, &other.first}) *share /= own;
  std::size_t highest = kFirstPartials;
  while (highest > 0 && !isThere[highest]) --highest;
  if (highest > 0) {
    const auto found = static_cast<double>(std::count(isThere.begin(), isThere.end(), true));
    other.absent = 1 - found / static_cast<double>(highest);
  }
  return other;
}

}  // namespace tunescope::core
