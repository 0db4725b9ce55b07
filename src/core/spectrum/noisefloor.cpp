// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrum/noisefloor.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kMinPower = 1e-24;  // -240 dB: digital silence
constexpr double kMinBins = 32;      // of a median
constexpr double kSixthOctave = 1.122462048309373;

// Median over mean of the mean of that many squared magnitudes of noise: ln 2 for one; Wilson and Hilferty 1931 for a
// gamma distribution of that shape.
double medianOfNoise(double frames) noexcept {
  if (frames < 1.5) return std::numbers::ln2;
  const double root = 1 - 1 / (9 * frames);
  return root * root * root;
}

}  // namespace

NoiseFloor::NoiseFloor(std::size_t binCount) : m_sorted(binCount), m_floor(binCount) {
  const auto end = static_cast<double>(binCount);
  m_stretches.reserve(128);
  double centre = kMinBins / 2;
  while (centre < end) {
    const double half = std::max(kMinBins / 2, centre * (kSixthOctave - 1));
    const double first = std::clamp(centre - half, 1.0, end - kMinBins);
    const double last = std::min(end, std::max(centre + half, first + kMinBins));
    m_stretches.push_back(
        {.first = static_cast<std::size_t>(first), .count = static_cast<std::size_t>(last - first), .centre = centre});
    centre = std::max(centre + kMinBins / 4, centre * kSixthOctave);
  }
}

void NoiseFloor::measure(std::span<const float> power, double frames) noexcept {
  assert(power.size() == m_floor.size());
  const double scale = 1 / medianOfNoise(frames);
  for (Stretch& stretch : m_stretches) {
    const auto from = power.subspan(stretch.first, stretch.count);
    const std::span<float> sorted = std::span(m_sorted).first(stretch.count);
    std::ranges::copy(from, sorted.begin());
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(stretch.count / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    stretch.db = 10 * std::log10(std::max(static_cast<double>(*middle) * scale, kMinPower));
  }
  join();
}

// From bin to bin the level changes by a factor, which needs no power of ten for each.
void NoiseFloor::join() noexcept {
  std::size_t next = 0;
  for (std::size_t k = 0; k < m_floor.size();) {
    while (next < m_stretches.size() && m_stretches[next].centre <= static_cast<double>(k)) ++next;
    const bool isInside = next > 0 && next < m_stretches.size();
    const Stretch& before = m_stretches[next == 0 ? 0 : next - 1];
    const Stretch& after = m_stretches[std::min(next, m_stretches.size() - 1)];
    const double slope = isInside ? (after.db - before.db) / (after.centre - before.centre) : 0;
    const double db = before.db + slope * (static_cast<double>(k) - before.centre);
    const double factor = std::pow(10, slope / 10);
    const std::size_t end =
        next < m_stretches.size() ? static_cast<std::size_t>(std::ceil(after.centre)) : m_floor.size();
    double value = std::pow(10, db / 10);
    for (; k < std::min(end, m_floor.size()); ++k, value *= factor) m_floor[k] = static_cast<float>(value);
  }
}

}  // namespace tunescope::core
