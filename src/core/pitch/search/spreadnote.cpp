// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/search/spreadnote.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace tunescope::core {

namespace {

constexpr int kPartials = 6;
constexpr double kReach = 0.0263;  // 45 cents: less than halfway to the next semitone
constexpr double kReachBins = 1.5;

}  // namespace

SpreadNote measureSpreadNote(const PartialSpectrum& spectrum, double f1Bins) noexcept {
  SpreadNote note;
  double centre = 0;
  const double last = static_cast<double>(spectrum.size()) / 2 - 1;
  for (int l = 1; l <= kPartials; ++l) {
    const double nu = l * f1Bins;
    const double reach = std::min(std::max(kReachBins, kReach * nu), 0.25 * f1Bins);
    if (nu + reach > last) break;
    const auto from = static_cast<std::size_t>(std::max(1.0, std::ceil(nu - reach)));
    const auto to = static_cast<std::size_t>(nu + reach);
    for (std::size_t k = from; k <= to; ++k) {
      const double power = spectrum.power()[k];
      note.power += power;
      centre += power * static_cast<double>(k) / l;
    }
  }
  if (note.power <= 0 || spectrum.totalPower() <= 0) return {};
  note.f1Bins = centre / note.power;
  note.share = note.power / spectrum.totalPower();
  return note;
}

}  // namespace tunescope::core
