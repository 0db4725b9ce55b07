// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/sessionhistory.h"

#include <algorithm>

namespace tunescope::core {

namespace {
constexpr std::uint64_t kMaxCount = 24 * SessionHistory::kSteps;  // a day
}

SessionHistory::SessionHistory() {
  for (std::size_t level = 0; level < kLevels; ++level) m_levels[level].reserve(capacityOf(level));
}

void SessionHistory::store(std::size_t level, std::uint64_t block, const HistoryStep& step) noexcept {
  std::vector<HistoryStep>& ring = m_levels[level];
  const auto index = static_cast<std::size_t>(block % capacityOf(level));
  if (index < ring.size()) {
    ring[index] = step;
  } else {
    ring.push_back(step);  // within its room
  }
}

void SessionHistory::add(const HistoryStep& step) noexcept {
  store(0, m_end, step);
  ++m_end;
  for (std::size_t level = 1; level < kLevels && m_end % lengthOf(level) == 0; ++level) {
    const std::uint64_t block = m_end / lengthOf(level) - 1;
    HistoryStep merged;
    for (std::uint64_t part = 0; part < 4; ++part) merged.add(at(level - 1, 4 * block + part));
    store(level, block, merged);
  }
}

void SessionHistory::add(const HistoryStep& step, std::uint64_t count) noexcept {
  for (std::uint64_t i = 0; i < std::min(count, kMaxCount); ++i) add(step);
}

// In the longest complete blocks that fit.
HistoryStep SessionHistory::over(std::uint64_t first, std::uint64_t last) const noexcept {
  HistoryStep merged;
  first = std::max(first, begin());
  last = std::min(last, m_end);
  while (first < last) {
    std::size_t level = 0;
    while (level + 1 < kLevels && first % lengthOf(level + 1) == 0 && first + lengthOf(level + 1) <= last) ++level;
    merged.add(at(level, first / lengthOf(level)));
    first += lengthOf(level);
  }
  return merged;
}

}  // namespace tunescope::core
