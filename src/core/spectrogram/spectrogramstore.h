// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spectrogram/spectrogram.h"
#include "core/spectrogram/spectrogramcolumn.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tunescope::core {

// Columns that have become complete since the reading before.
struct SpectrogramReading {
  static constexpr std::size_t kMaxColumns = 16;

  std::uint32_t stream = 0;  // another one: time does not go on from the columns before
  std::size_t count = 0;
  std::array<SpectrogramColumn, kMaxColumns> list{};

  std::span<const SpectrogramColumn> columns() const noexcept { return std::span(list).first(count); }
};

// The last ten minutes of columns, one byte a row. Columns are numbered from the first one ever added; where none was
// measured there are empty ones (levels 0). Memory: 18,000 columns of 480 bytes, 8.6 MB, touched as they fill.
// Thread: one at a time. Realtime-safe: wait-free, except the constructor.
class SpectrogramStore {
 public:
  static constexpr std::size_t kColumns = 18000;
  static constexpr double kStepS = 1 / Spectrogram::kColumnsPerS;

  SpectrogramStore();

  // Missing columns before the reading's are a gap: by their times within a stream, otherwise of pauseS seconds.
  void add(const SpectrogramReading& reading, double pauseS) noexcept;

  std::uint64_t begin() const noexcept { return m_end > kColumns ? m_end - kColumns : 0; }
  std::uint64_t end() const noexcept { return m_end; }
  // Must be one that is kept.
  std::span<const std::uint8_t> column(std::uint64_t index) const noexcept;
  // The highest level of each row in the columns from first to before last, as far as they are kept.
  void over(std::uint64_t first, std::uint64_t last, std::span<std::uint8_t> highest) const noexcept;
  bool isGap(std::uint64_t index) const noexcept;
  // The time of a column's centre by the sample clock. None in a gap between streams, or if it is not kept.
  std::optional<double> timeS(std::uint64_t index) const noexcept;

 private:
  // Times go on evenly from here.
  struct Mark {
    std::uint64_t first = 0;
    double timeS = 0;
  };
  void append(std::span<const std::uint8_t> levels) noexcept;
  void addGap(std::uint64_t count) noexcept;

  std::vector<std::uint8_t> m_levels;  // a ring of columns; has its room from the start
  std::uint64_t m_end = 0;
  std::array<Mark, 256> m_marks{};  // a ring
  std::size_t m_markCount = 0;
  std::uint32_t m_stream = 0;
  double m_lastS = 0;
};

}  // namespace tunescope::core
