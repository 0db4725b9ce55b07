// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrogram/spectrogramstore.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {
constexpr std::array<std::uint8_t, SpectrogramRows::kCount> kNothing{};
}

SpectrogramStore::SpectrogramStore() {
  m_levels.reserve(kColumns * SpectrogramRows::kCount);
}

void SpectrogramStore::append(std::span<const std::uint8_t> levels) noexcept {
  const std::size_t place = static_cast<std::size_t>(m_end % kColumns) * SpectrogramRows::kCount;
  if (place < m_levels.size()) {
    std::ranges::copy(levels, m_levels.begin() + static_cast<std::ptrdiff_t>(place));
  } else {
    m_levels.insert(m_levels.end(), levels.begin(), levels.end());  // within its room
  }
  ++m_end;
}

void SpectrogramStore::addGap(std::uint64_t count) noexcept {
  for (std::uint64_t i = 0; i < std::min<std::uint64_t>(count, kColumns); ++i) append(kNothing);
}

void SpectrogramStore::add(const SpectrogramReading& reading, double pauseS) noexcept {
  for (const SpectrogramColumn& column : reading.columns()) {
    const bool isFirst = m_end == 0;
    const double steps = std::round((column.timeS - m_lastS) / kStepS);
    const bool goesOn = !isFirst && reading.stream == m_stream && steps >= 1;
    const double missing = isFirst ? 0 : goesOn ? steps - 1 : std::max(1.0, std::round(pauseS / kStepS));
    addGap(static_cast<std::uint64_t>(std::clamp(missing, 0.0, static_cast<double>(kColumns))));
    if (!goesOn || missing > 0) m_marks[m_markCount++ % m_marks.size()] = {m_end, column.timeS};
    append(column.levels);
    m_stream = reading.stream;
    m_lastS = column.timeS;
  }
}

std::span<const std::uint8_t> SpectrogramStore::column(std::uint64_t index) const noexcept {
  const std::size_t place = static_cast<std::size_t>(index % kColumns) * SpectrogramRows::kCount;
  return std::span(m_levels).subspan(place, SpectrogramRows::kCount);
}

void SpectrogramStore::over(std::uint64_t first, std::uint64_t last, std::span<std::uint8_t> highest) const noexcept {
  std::ranges::fill(highest, std::uint8_t{0});
  for (std::uint64_t i = std::max(first, begin()); i < std::min(last, m_end); ++i) {
    const std::uint8_t* levels = column(i).data();
    for (std::size_t row = 0; row < SpectrogramRows::kCount; ++row) highest[row] = std::max(highest[row], levels[row]);
  }
}

bool SpectrogramStore::isGap(std::uint64_t index) const noexcept {
  return index < begin() || index >= m_end || column(index)[0] == 0;
}

std::optional<double> SpectrogramStore::timeS(std::uint64_t index) const noexcept {
  if (isGap(index)) return std::nullopt;
  const std::size_t oldest = m_markCount - std::min(m_markCount, m_marks.size());
  for (std::size_t i = m_markCount; i-- > oldest;) {
    const Mark& mark = m_marks[i % m_marks.size()];
    if (mark.first <= index) return mark.timeS + static_cast<double>(index - mark.first) * kStepS;
  }
  return std::nullopt;
}

}  // namespace tunescope::core
