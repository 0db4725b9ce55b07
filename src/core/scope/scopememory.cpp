// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scope/scopememory.h"

#include "core/dsp/sane.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tunescope::core {

namespace {

constexpr MinMax kNothing{.min = std::numeric_limits<float>::max(), .max = std::numeric_limits<float>::lowest()};

void include(MinMax& extremes, const MinMax& other) noexcept {
  extremes.min = std::min(extremes.min, other.min);
  extremes.max = std::max(extremes.max, other.max);
}

// In lanes that do not wait for one another.
MinMax extremesOf(std::span<const float> samples) noexcept {
  constexpr std::size_t kLanes = 8;
  std::array<float, kLanes> low{};
  std::array<float, kLanes> high{};
  low.fill(kNothing.min);
  high.fill(kNothing.max);
  const std::size_t whole = samples.size() - samples.size() % kLanes;
  for (std::size_t i = 0; i < whole; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const float sample = samples[i + lane];
      low[lane] = sample < low[lane] ? sample : low[lane];
      high[lane] = sample > high[lane] ? sample : high[lane];
    }
  }
  MinMax result{.min = *std::ranges::min_element(low), .max = *std::ranges::max_element(high)};
  for (const float sample : samples.subspan(whole)) include(result, {.min = sample, .max = sample});
  return result;
}

std::size_t slot(std::int64_t number, std::int64_t capacity) noexcept {
  return static_cast<std::size_t>(number % capacity);
}

}  // namespace

ScopeMemory::ScopeMemory(double sampleRateHz, std::size_t channels)
    : m_channels(std::min(channels, kMaxChannels)),
      m_capacity(static_cast<std::int64_t>(std::ceil(kSeconds * sampleRateHz))),
      m_blockCapacity(static_cast<std::int64_t>(std::ceil(kExtremesSeconds * sampleRateHz / kBlock))) {
  for (std::size_t c = 0; c < m_channels; ++c) {
    m_data[c].samples.resize(static_cast<std::size_t>(m_capacity));
    m_data[c].blocks.resize(static_cast<std::size_t>(m_blockCapacity));
    m_data[c].open = kNothing;
  }
}

void ScopeMemory::restart(std::int64_t first) noexcept {
  m_first = m_end = std::max<std::int64_t>(0, first);
  for (Channel& channel : m_data) channel.open = kNothing;
}

std::int64_t ScopeMemory::begin() const noexcept {
  return std::max(m_first, m_end - m_capacity);
}

std::int64_t ScopeMemory::extremesBegin() const noexcept {
  return std::max(m_first, (m_end / kBlock - m_blockCapacity + 1) * kBlock);
}

std::size_t ScopeMemory::bytes() const noexcept {
  return m_channels * (static_cast<std::size_t>(m_capacity) * sizeof(float) +
                       static_cast<std::size_t>(m_blockCapacity) * sizeof(MinMax));
}

void ScopeMemory::append(const ChannelView& frames) noexcept {
  if (m_capacity == 0) return;
  for (std::size_t c = 0; c < std::min(m_channels, frames.channels()); ++c) append(m_data[c], frames, c);
  m_end += static_cast<std::int64_t>(frames.frames());
}

void ScopeMemory::append(Channel& channel, const ChannelView& frames, std::size_t source) noexcept {
  std::size_t at = slot(m_end, m_capacity);
  auto left = static_cast<std::size_t>(kBlock - m_end % kBlock);  // to the end of the block
  std::int64_t block = m_end / kBlock;
  for (std::size_t i = 0; i < frames.frames(); ++i) {
    const float sample = saneSample(frames.sample(i, source));
    channel.samples[at] = sample;
    if (++at == channel.samples.size()) at = 0;
    include(channel.open, {.min = sample, .max = sample});
    if (--left != 0) continue;
    left = kBlock;
    channel.blocks[slot(block++, m_blockCapacity)] = channel.open;
    channel.open = kNothing;
  }
}

float ScopeMemory::sample(std::size_t channel, std::int64_t frame) const noexcept {
  if (channel >= m_channels || frame < begin() || frame >= m_end) return 0;
  return m_data[channel].samples[slot(frame, m_capacity)];
}

float ScopeMemory::valueAt(std::size_t channel, double frame) const noexcept {
  const double whole = std::floor(frame);
  const auto left = static_cast<std::int64_t>(whole);
  if (channel >= m_channels || left < begin() || left >= m_end) return 0;
  std::array<float, SincInterpolator::kTaps> taps{};
  const std::int64_t first = left - SincInterpolator::kBefore;
  if (first >= begin() && first + SincInterpolator::kTaps <= m_end) {
    std::size_t at = slot(first, m_capacity);
    for (float& tap : taps) {
      tap = m_data[channel].samples[at];
      if (++at == m_data[channel].samples.size()) at = 0;
    }
  } else {
    std::int64_t at = first;
    for (float& tap : taps) tap = sample(channel, at++);
  }
  return m_interpolator.at(taps, frame - whole);
}

std::optional<MinMax> ScopeMemory::extremes(std::size_t channel, std::int64_t first, std::int64_t last) const noexcept {
  if (channel >= m_channels) return std::nullopt;
  first = std::max(first, extremesBegin());
  last = std::min(last, m_end);
  if (first >= last) return std::nullopt;
  if (first < begin()) return blockExtremes(m_data[channel], first, last);
  const std::int64_t firstBlock = (first + kBlock - 1) / kBlock;
  const std::int64_t lastBlock = last / kBlock;
  if (firstBlock >= lastBlock) return sampleExtremes(m_data[channel], first, last);
  // Whole blocks, and the samples on both sides of them.
  MinMax result = sampleExtremes(m_data[channel], first, firstBlock * kBlock);
  include(result, sampleExtremes(m_data[channel], lastBlock * kBlock, last));
  include(result, *blockExtremes(m_data[channel], firstBlock * kBlock, lastBlock * kBlock));
  return result;
}

MinMax ScopeMemory::sampleExtremes(const Channel& channel, std::int64_t first, std::int64_t last) const noexcept {
  MinMax result = kNothing;
  while (first < last) {
    const std::size_t from = slot(first, m_capacity);
    const auto run = std::min<std::int64_t>(last - first, m_capacity - static_cast<std::int64_t>(from));
    const std::span part = std::span(channel.samples).subspan(from, static_cast<std::size_t>(run));
    include(result, extremesOf(part));
    first += run;
  }
  return result;
}

std::optional<MinMax> ScopeMemory::blockExtremes(const Channel& channel, std::int64_t first,
                                                 std::int64_t last) const noexcept {
  MinMax result = kNothing;
  const std::int64_t lastBlock = (last - 1) / kBlock;
  for (std::int64_t block = first / kBlock; block <= lastBlock; ++block) {
    include(result, block == m_end / kBlock ? channel.open : channel.blocks[slot(block, m_blockCapacity)]);
  }
  return result.min <= result.max ? std::optional(result) : std::nullopt;
}

}  // namespace tunescope::core
