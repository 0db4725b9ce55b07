// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/historystep.h"
#include "core/history/sessionhistory.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tunescope::core {

// What has passed since the reading before, in steps of SessionHistory::kStepS: none is skipped.
struct HistoryReading {
  static constexpr std::size_t kMaxEntries = 64;
  struct Entry {
    HistoryStep step;
    std::uint32_t count = 1;  // that many equal ones: a gap

    bool operator==(const Entry&) const = default;
  };

  std::size_t count = 0;
  std::array<Entry, kMaxEntries> list{};

  std::span<const Entry> entries() const noexcept { return std::span(list).first(count); }
};

}  // namespace tunescope::core
