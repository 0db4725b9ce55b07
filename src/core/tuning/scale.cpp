// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/scale.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {
constexpr double kOctaveCents = 1200;
constexpr double kSameCents = 1e-6;
}  // namespace

Scale Scale::equal(int divisions) {
  divisions = std::clamp(divisions, 1, kMaxDivisions);
  Scale scale;
  scale.cents.clear();
  for (int degree = 0; degree < divisions; ++degree) scale.cents.push_back(kOctaveCents * degree / divisions);
  return scale;
}

bool Scale::isValid() const noexcept {
  return !cents.empty() && std::isfinite(periodCents) && (periodCents == 0 || periodCents >= kMinPeriodCents) &&
         std::ranges::all_of(cents, [](double value) { return std::isfinite(value); });
}

bool Scale::isTwelveKeys() const noexcept {
  return cents.size() == 12 && std::abs(periodCents - kOctaveCents) < kSameCents;
}

}  // namespace tunescope::core
