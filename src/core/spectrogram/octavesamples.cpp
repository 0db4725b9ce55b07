// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrogram/octavesamples.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace tunescope::core {

namespace {
// Output n of a decimator stands at input 2n - kShift (see HalfbandDecimator::process).
constexpr double kShift = static_cast<double>(HalfbandDecimator::kDelayFrames) - 1;
}  // namespace

OctaveSamples::OctaveSamples(std::size_t octaves, std::size_t maxBlock, std::size_t history, std::size_t cut)
    : m_rates(std::max<std::size_t>(1, octaves)) {
  m_halvers.reserve(m_rates.size());
  for (std::size_t i = 0; i < m_rates.size(); ++i) {
    const std::size_t kept = ((history + maxBlock) >> i) + 2 * cut + HalfbandDecimator::kTaps;
    m_rates[i].ring.assign(std::bit_ceil(kept), 0.0F);
    if (i + 1 < m_rates.size()) m_halvers.emplace_back(maxBlock);
  }
}

void OctaveSamples::reset() noexcept {
  for (Rate& rate : m_rates) {
    std::ranges::fill(rate.ring, 0.0F);
    rate.written = 0;
  }
  for (BlockHalver& halver : m_halvers) halver.reset();
}

void OctaveSamples::add(std::span<const float> samples) noexcept {
  std::span<const float> incoming = samples;
  for (std::size_t i = 0; i < m_rates.size() && !incoming.empty(); ++i) {
    Rate& rate = m_rates[i];
    const std::size_t mask = rate.ring.size() - 1;
    for (const float sample : incoming) {
      rate.ring[static_cast<std::size_t>(rate.written++) & mask] = sample;
    }
    if (i < m_halvers.size()) incoming = m_halvers[i].process(incoming);
  }
}

double OctaveSamples::placeOf(std::size_t octave, double centre) noexcept {
  for (std::size_t i = 0; i < octave; ++i) centre = (centre + kShift) / 2;
  return centre;
}

double OctaveSamples::delay(std::size_t octave, std::size_t count) const noexcept {
  const double scale = std::exp2(static_cast<double>(octave));
  return scale * (static_cast<double>(count) / 2 + 1) + kShift * (scale - 1);
}

bool OctaveSamples::has(std::size_t octave, double centre, std::size_t count) const noexcept {
  const auto middle = static_cast<std::int64_t>(std::llround(placeOf(octave, centre)));
  return middle + static_cast<std::int64_t>(count - count / 2) <= m_rates[octave].written;
}

void OctaveSamples::cut(std::size_t octave, double centre, std::span<float> out) const noexcept {
  const Rate& rate = m_rates[octave];
  const std::size_t mask = rate.ring.size() - 1;
  const auto middle = static_cast<std::int64_t>(std::llround(placeOf(octave, centre)));
  const std::int64_t first = middle - static_cast<std::int64_t>(out.size() / 2);
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = rate.ring[static_cast<std::size_t>(first + static_cast<std::int64_t>(i)) & mask];
  }
}

}  // namespace tunescope::core
