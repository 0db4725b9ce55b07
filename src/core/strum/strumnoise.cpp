// SPDX-License-Identifier: GPL-3.0-or-later
// What StrumFit takes for noise.
#include "core/strum/strumfit.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr double kMinMisfit = 0.003;  // share of a partial's amplitude
constexpr double kMaxMisfit = 0.1;
constexpr double kFaintest = 1e-5;  // of the loudest bin: lower limit of the floor
constexpr int kNoiseBins = 40;      // to each side
constexpr double kLoudLine = 1e-4;  // of the loudest bin's power

static_assert(2 * kNoiseBins <= static_cast<int>(StrumFit::kMaxLines));  // both are sorted in the same buffer

}  // namespace

// The floor is a median of the residual around a bin; the misfit is a median of its share in the partials' power.
void StrumFit::measureNoise(const StrumState& state) noexcept {
  evaluate(state);
  const bool isFitted = m_active > 0;
  const double faintest = kFaintest * m_loudest;
  for (int from = 0; from < binCount(); from += kNoiseBins / 2) {
    const int begin = std::max(0, std::min(from - kNoiseBins / 2, binCount() - 2 * kNoiseBins));
    const int end = std::min(binCount(), begin + 2 * kNoiseBins);
    auto* last = m_sorted.data();
    for (int k = begin; k < end; ++k) *last++ = std::norm(m_residual[static_cast<std::size_t>(k)]);
    auto* middle = m_sorted.data() + (end - begin) / (isFitted ? 2 : 5);
    std::nth_element(m_sorted.data(), middle, last);
    const double floor = *middle / (isFitted ? 0.69 : 0.22) + faintest * faintest;
    for (int k = from; k < std::min(binCount(), from + kNoiseBins / 2); ++k) {
      m_floor[static_cast<std::size_t>(k)] = floor;
    }
  }
  if (isFitted) measureMisfit();
  weigh();
}

// Median of the share of their power that the loud lines leave as a residual.
void StrumFit::measureMisfit() noexcept {
  std::size_t count = 0;
  for (std::size_t i = 0; i < m_count && count < m_sorted.size(); ++i) {
    const int centre = m_lines[i].firstBin + kReach;
    double left = 0;
    double all = 0;
    for (int k = std::max(0, centre - 2); k <= std::min(binCount() - 1, centre + 2); ++k) {
      const auto bin = static_cast<std::size_t>(k);
      left += std::max(0.0, std::norm(m_residual[bin]) - m_floor[bin]);
      all += m_explained[bin];
    }
    if (all > kLoudLine * m_loudest * m_loudest) m_sorted[count++] = left / all;
  }
  if (count == 0) return;
  const auto middle = m_sorted.begin() + static_cast<std::ptrdiff_t>(count / 2);
  std::nth_element(m_sorted.begin(), middle, m_sorted.begin() + static_cast<std::ptrdiff_t>(count));
  m_misfit = std::clamp(std::sqrt(*middle), kMinMisfit, kMaxMisfit);
}

void StrumFit::weigh() noexcept {
  for (std::size_t k = 0; k < m_weights.size(); ++k) {
    m_variance[k] = m_floor[k] + m_misfit * m_misfit * m_explained[k];
  }
}

}  // namespace tunescope::core
