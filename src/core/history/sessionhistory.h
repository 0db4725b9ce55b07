// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/historystep.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tunescope::core {

// The last hour in steps of 50 ms, and the extremes of 4, 16, 64 ... steps, so that a picture of any span costs the
// same and loses no extreme. Steps are numbered from the first one ever added; those before begin() are forgotten.
// Memory: 72,000 steps of 28 bytes and a third of that for the extremes, 2.7 MB, touched as it fills.
// Thread: one at a time. Realtime-safe: wait-free, except the constructor.
class SessionHistory {
 public:
  static constexpr double kStepS = 0.05;
  static constexpr std::size_t kSteps = 72000;  // an hour
  static constexpr double kSpanS = kStepS * static_cast<double>(kSteps);

  SessionHistory();

  void add(const HistoryStep& step) noexcept;
  // That many equal steps; more than a day of them counts as a day.
  void add(const HistoryStep& step, std::uint64_t count) noexcept;

  std::uint64_t begin() const noexcept { return m_end > kSteps ? m_end - kSteps : 0; }
  std::uint64_t end() const noexcept { return m_end; }
  // The extremes and flags of the steps from first to before last, as far as they are kept.
  HistoryStep over(std::uint64_t first, std::uint64_t last) const noexcept;

 private:
  static constexpr std::size_t kLevels = 7;  // the longest block has 4^6 steps, 205 s

  static std::uint64_t lengthOf(std::size_t level) noexcept { return std::uint64_t{1} << (2 * level); }
  static std::size_t capacityOf(std::size_t level) noexcept {
    return (kSteps + static_cast<std::size_t>(lengthOf(level)) - 1) / static_cast<std::size_t>(lengthOf(level)) + 4;
  }
  void store(std::size_t level, std::uint64_t block, const HistoryStep& step) noexcept;
  const HistoryStep& at(std::size_t level, std::uint64_t block) const noexcept {
    return m_levels[level][static_cast<std::size_t>(block % capacityOf(level))];
  }

  std::array<std::vector<HistoryStep>, kLevels> m_levels;  // rings of blocks; each has its room from the start
  std::uint64_t m_end = 0;
};

}  // namespace tunescope::core
