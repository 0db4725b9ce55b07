// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/waveform.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace tunescope::core {

namespace {

float finiteOrZero(float sample) noexcept {
  const bool finite = sample >= std::numeric_limits<float>::lowest() && sample <= std::numeric_limits<float>::max();
  return finite ? sample : 0.0F;
}

MinMax extremes(std::span<const float> samples) noexcept {
  MinMax result{.min = finiteOrZero(samples.front()), .max = finiteOrZero(samples.front())};
  for (const float raw : samples.subspan(1)) {
    const float sample = finiteOrZero(raw);
    result.min = std::min(result.min, sample);
    result.max = std::max(result.max, sample);
  }
  return result;
}

}  // namespace

void reduceWaveform(std::span<const float> samples, std::span<MinMax> columns) noexcept {
  if (samples.empty()) {
    std::fill(columns.begin(), columns.end(), MinMax{});
    return;
  }
  // 64 bits also where std::size_t has 32: the product of both sizes must fit.
  const std::uint64_t sampleCount = samples.size();
  const std::uint64_t columnCount = columns.size();
  for (std::uint64_t column = 0; column < columnCount; ++column) {
    const std::uint64_t begin = column * sampleCount / columnCount;
    const std::uint64_t end = std::max(begin + 1, (column + 1) * sampleCount / columnCount);
    columns[static_cast<std::size_t>(column)] =
        extremes(samples.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
  }
}

}  // namespace tunescope::core
