// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/spectrumcurve.h"

#include "core/dsp/cubic.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tunescope::ui {

namespace {

constexpr double kMinCurvePower = 1e-30;
constexpr double kMinCurveDb = -300;
constexpr double kMaxCurveBins = 1.5;  // in a column, for the curve between them to be seen

double dbAt(std::span<const float> power, std::ptrdiff_t bin) noexcept {
  const auto last = std::ptrdiff_t(power.size()) - 1;
  return 10 *
         std::log10(std::max(double(power[std::size_t(std::clamp<std::ptrdiff_t>(bin, 0, last))]), kMinCurvePower));
}

double cubicDb(std::span<const float> power, double bin) noexcept {
  const double whole = std::floor(bin);
  const auto k = std::ptrdiff_t(whole);
  return core::cubicBetween(dbAt(power, k - 1), dbAt(power, k), dbAt(power, k + 1), dbAt(power, k + 2), bin - whole);
}

}  // namespace

double interpolatedPower(const analysis::SpectrumValues& values, double hertz) noexcept {
  if (values.power.empty() || !(values.binHz > 0)) return 0;
  return std::pow(10, cubicDb(values.power, hertz / values.binHz) / 10);
}

void layOutCurve(std::span<const float> power, const present::FrequencyScale& frequencies, const CurveScale& scale,
                 std::span<float> heights) noexcept {
  if (power.size() < 2 || heights.size() < 2) return;
  const double step = 1 / double(heights.size() - 1);
  const double pixelsPerDb = scale.height / (scale.highDb - scale.lowDb);
  double from = frequencies.hertzAt(-0.5 * step) / scale.binHz;
  for (std::size_t x = 0; x < heights.size(); ++x) {
    const double to = frequencies.hertzAt((double(x) + 0.5) * step) / scale.binHz;
    const double end = double(power.size()) - 1;
    const auto first = std::size_t(std::clamp(std::ceil(from), 0.0, end));
    const auto behind = std::size_t(std::clamp(std::floor(to), 0.0, end)) + 1;
    double db = to - from < kMaxCurveBins ? cubicDb(power, std::clamp(0.5 * (from + to), 0.0, end)) : kMinCurveDb;
    if (first < behind) {
      const auto top = std::max_element(power.begin() + std::ptrdiff_t(first), power.begin() + std::ptrdiff_t(behind));
      db = std::max(db, dbAt(power, top - power.begin()));
    }
    heights[x] = float(std::clamp((scale.highDb - db) * pixelsPerDb, 0.0, scale.height));
    from = to;
  }
}

}  // namespace tunescope::ui
