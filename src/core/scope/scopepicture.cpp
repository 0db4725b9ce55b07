// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scope/scopepicture.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr double kInterpolatedBelow = 2;  // frames a column
constexpr double kLooksPerFrame = 4;      // so that no peak between samples is lost: 0.1 dB at a quarter of the rate
constexpr std::size_t kMinPoints = 1024;

void include(MinMax& column, float value) noexcept {
  column.min = std::min(column.min, value);
  column.max = std::max(column.max, value);
}

std::int64_t firstFrameOf(std::int64_t column, double step) noexcept {
  return static_cast<std::int64_t>(std::ceil(static_cast<double>(column) * step));
}

// Column k of the clock's grid has the frames in [k step, (k + 1) step), and the last one before it to join the two.
void reduceFrames(const ScopeMemory& memory, std::int64_t firstColumn, ScopePicture& picture) noexcept {
  const double step = picture.framesPerColumn;
  const std::size_t count = picture.columns.front().size();
  picture.first = count;
  picture.last = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t column = firstColumn + static_cast<std::int64_t>(i);
    const std::int64_t begin = firstFrameOf(column, step);
    const std::int64_t end = firstFrameOf(column + 1, step);
    bool hasAll = begin >= memory.extremesBegin();
    for (std::size_t c = 0; c < picture.channels; ++c) {
      const auto extremes = memory.extremes(c, begin, end);
      hasAll = hasAll && extremes.has_value();
      picture.columns[c][i] = extremes.value_or(MinMax{});
      if (extremes && begin - 1 >= memory.begin()) include(picture.columns[c][i], memory.sample(c, begin - 1));
    }
    if (!hasAll) continue;
    picture.first = std::min(picture.first, i);
    picture.last = i + 1;
  }
}

void interpolate(const ScopeMemory& memory, double start, ScopePicture& picture) noexcept {
  const double step = picture.framesPerColumn;
  const std::size_t count = picture.columns.front().size();
  const auto looks = static_cast<int>(std::max(1.0, std::ceil(step * kLooksPerFrame)));
  std::array<float, ScopeMemory::kMaxChannels> ends{};  // of the column before
  picture.first = count;
  picture.last = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double begin = start + static_cast<double>(i) * step;
    if (begin < static_cast<double>(memory.begin()) || begin + step >= static_cast<double>(memory.end())) continue;
    picture.first = std::min(picture.first, i);
    picture.last = i + 1;
    for (std::size_t c = 0; c < picture.channels; ++c) {
      const float value = looks > 1 && i > 0 && picture.first < i ? ends[c] : memory.valueAt(c, begin);
      picture.columns[c][i] = {.min = value, .max = value};
      for (int look = 1; look <= looks && looks > 1; ++look) {
        ends[c] = memory.valueAt(c, begin + step * look / looks);
        include(picture.columns[c][i], ends[c]);
      }
    }
  }
}

void placePoints(const ScopeMemory& memory, double start, double frames, ScopePicture& picture) noexcept {
  const double first = std::max(start, static_cast<double>(memory.begin()));
  const double last = std::min(start + frames, static_cast<double>(memory.end() - 1));
  if (!(last > first)) return;
  const double wanted = std::clamp(4 * (last - first), double{kMinPoints}, double{ScopePicture::kMaxPoints});
  picture.points.resize(static_cast<std::size_t>(wanted));
  // More samples than points: the newest ones.
  const double step = std::min(1.0, (last - first) / static_cast<double>(picture.points.size()));
  for (std::size_t i = 0; i < picture.points.size(); ++i) {
    const double frame = last - step * static_cast<double>(picture.points.size() - 1 - i);
    picture.points[i] = {.x = memory.valueAt(0, frame), .y = memory.valueAt(1, frame)};
  }
}

}  // namespace

void ScopePicture::reserve() {
  for (auto& channel : columns) channel.reserve(kMaxColumns + 2);
  points.reserve(kMaxPoints);
}

void drawSweep(const ScopeMemory& memory, const ScopeSettings& settings, double sampleRateHz, double instant,
               ScopePicture& picture) noexcept {
  const std::size_t count = std::clamp<std::size_t>(settings.columns, 2, ScopePicture::kMaxColumns);
  const double frames = settings.sweepS() * sampleRateHz;
  const double start = instant - settings.position * frames;
  picture.sampleRateHz = sampleRateHz;
  picture.triggerS = instant / sampleRateHz;
  picture.startS = start / sampleRateHz;
  picture.spanS = settings.sweepS();
  picture.channels = memory.channels();
  picture.framesPerColumn = frames / static_cast<double>(count);
  const bool isInterpolated = picture.framesPerColumn < kInterpolatedBelow;
  for (auto& columns : picture.columns) columns.resize(isInterpolated ? count : count + 2);
  picture.points.clear();
  if (isInterpolated) {
    picture.shift = 0;
    interpolate(memory, start, picture);
  } else {
    const double firstColumn = std::floor(start / picture.framesPerColumn);
    picture.shift = firstColumn - start / picture.framesPerColumn;
    reduceFrames(memory, static_cast<std::int64_t>(firstColumn), picture);
  }
  if (settings.hasPoints && memory.channels() > 1) placePoints(memory, start, frames, picture);
}

}  // namespace tunescope::core
