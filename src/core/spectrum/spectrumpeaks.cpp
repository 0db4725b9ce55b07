// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrum/spectrumpeaks.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

// Neighbours near half the height of the main lobe, where its slope is steepest.
std::size_t stepOf(const SpectrumWindowShape& shape) noexcept {
  std::size_t step = 1;
  while (shape.response(static_cast<double>(step)) > 0.75 && step + 1 < shape.lobeBins()) ++step;
  return step;
}

bool isTop(std::span<const float> power, std::size_t bin) noexcept {
  return power[bin] >= power[bin - 1] && power[bin] > power[bin + 1];
}

// Whether the second can be a side lobe of the first.
bool leaks(const SpectrumPeak& from, const SpectrumPeak& into, const SpectrumWindowShape& shape) noexcept {
  constexpr double kMargin = 4;  // 6 dB: two of them may add up
  const double leakage = shape.leakage(into.bin - from.bin);
  return kMargin * from.power * leakage * leakage > into.power;
}

// By its level, without the lower ones that are its side lobes. Returns how many there are.
std::size_t insertPeak(const SpectrumPeak& peak, std::span<SpectrumPeak> peaks, std::size_t count,
                       const SpectrumWindowShape& shape) noexcept {
  const auto end = peaks.begin() + static_cast<std::ptrdiff_t>(count);
  const auto place =
      std::find_if(peaks.begin(), end, [&](const SpectrumPeak& other) { return other.power < peak.power; });
  const auto kept = std::remove_if(place, end, [&](const SpectrumPeak& lower) { return leaks(peak, lower, shape); });
  if (place == peaks.end()) return count;
  const auto last = kept == peaks.end() ? kept - 1 : kept;
  std::move_backward(place, last, last + 1);
  *place = peak;
  return static_cast<std::size_t>(last + 1 - peaks.begin());
}

}  // namespace

PeakInterpolation::PeakInterpolation(SpectrumWindow window) noexcept
    : m_shape(&shapeOf(window)), m_step(stepOf(*m_shape)) {
  for (std::size_t i = 0; i <= kSteps; ++i) {
    m_ratios[i] = ratioAt(kMaxOffset * static_cast<double>(i) / static_cast<double>(kSteps));
  }
}

double PeakInterpolation::ratioAt(double offset) const noexcept {
  const auto step = static_cast<double>(m_step);
  return (m_shape->response(step - offset) - m_shape->response(step + offset)) / m_shape->response(offset);
}

double PeakInterpolation::offsetOf(double ratio) const noexcept {
  const auto above =
      static_cast<std::size_t>(std::upper_bound(m_ratios.begin(), m_ratios.end(), ratio) - m_ratios.begin());
  if (above == 0) return 0;
  if (above > kSteps) return kMaxOffset;
  double low = kMaxOffset * static_cast<double>(above - 1) / static_cast<double>(kSteps);
  double high = kMaxOffset * static_cast<double>(above) / static_cast<double>(kSteps);
  double atLow = m_ratios[above - 1], atHigh = m_ratios[above];
  double offset = low;
  for (int turn = 0; turn < 4; ++turn) {  // regula falsi: the interval is 1/85 bin, and almost straight
    offset = low + (high - low) * (ratio - atLow) / (atHigh - atLow);
    const double at = ratioAt(offset);
    (at < ratio ? low : high) = offset;
    (at < ratio ? atLow : atHigh) = at;
    if (!(atHigh - atLow > 1e-12)) break;
  }
  return offset;
}

SpectrumPeak PeakInterpolation::at(std::span<const float> power, std::size_t bin) const noexcept {
  const auto centre = static_cast<double>(power[bin]);
  if (bin < m_step || bin + m_step >= power.size() || !(centre > 0)) return {static_cast<double>(bin), centre};
  const double below = std::sqrt(static_cast<double>(power[bin - m_step]) / centre);
  const double above = std::sqrt(static_cast<double>(power[bin + m_step]) / centre);
  // Without a lobe that reaches both neighbours, the smaller one is behind the zero and has the other sign.
  const bool hasZeroBetween = m_shape->lobeBins() == m_step;
  const double far = std::min(below, above) * (hasZeroBetween ? -1 : 1);
  const double offset = offsetOf(std::max(below, above) - far);
  const double response = m_shape->response(offset);
  return {static_cast<double>(bin) + (above >= below ? offset : -offset), centre / (response * response)};
}

std::optional<SpectrumPeak> PeakInterpolation::largest(std::span<const float> power, double low,
                                                       double high) const noexcept {
  const double end = static_cast<double>(power.size()) - 2;
  const auto first = static_cast<std::size_t>(std::clamp(std::ceil(low), 1.0, end));
  const auto last = static_cast<std::size_t>(std::clamp(std::floor(high), 1.0, end));
  if (first > last || high < 1 || low > end) return std::nullopt;
  const auto begin = power.begin() + static_cast<std::ptrdiff_t>(first);
  const auto top = std::max_element(begin, power.begin() + static_cast<std::ptrdiff_t>(last) + 1);
  const auto bin = static_cast<std::size_t>(top - power.begin());
  if (!isTop(power, bin)) return std::nullopt;
  return at(power, bin);
}

std::size_t findPeaks(std::span<const float> power, std::span<const float> floor, double riseDb,
                      const PeakInterpolation& interpolation, std::span<SpectrumPeak> peaks) noexcept {
  const SpectrumWindowShape& shape = interpolation.shape();
  const std::size_t lobe = shape.lobeBins();
  const auto rise = static_cast<float>(std::pow(10, riseDb / 10));
  constexpr float kRounding = 1e-14F;  // -140 dB: what a transform of floats makes of the highest line
  const float least = kRounding * *std::max_element(power.begin(), power.end());
  std::size_t count = 0;
  for (std::size_t bin = 1; bin + 1 < power.size(); ++bin) {
    if (!isTop(power, bin) || !(power[bin] > rise * floor[bin]) || power[bin] < least) continue;
    const auto first = power.begin() + static_cast<std::ptrdiff_t>(bin - std::min(bin, lobe));
    const auto last = power.begin() + static_cast<std::ptrdiff_t>(std::min(bin + lobe, power.size() - 1)) + 1;
    if (*std::max_element(first, last) > power[bin]) continue;  // on the slope of another one
    const SpectrumPeak peak = interpolation.at(power, bin);
    const auto isHidden = [&](const SpectrumPeak& higher) { return leaks(higher, peak, shape); };
    if (std::any_of(peaks.begin(), peaks.begin() + static_cast<std::ptrdiff_t>(count), isHidden)) continue;
    count = insertPeak(peak, peaks, count, shape);
  }
  return count;
}

}  // namespace tunescope::core
