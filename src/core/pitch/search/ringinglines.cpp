// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/search/ringinglines.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr double kNoLouder = 2;  // 3 dB: a newly struck line is louder by more than this

}  // namespace

void RingingLines::add(double hertz, double power, double reachHz) noexcept {
  if (m_count == kMaxLines) return;
  m_lines[m_count++] = {.hertz = hertz, .power = power, .reachHz = reachHz};
  m_widestHz = std::max(m_widestHz, reachHz);
}

bool RingingLines::has(double hertz, double power, double reachHz) const noexcept {
  const std::span<const Line> lines = std::span(m_lines).first(m_count);
  const double reach = m_widestHz + reachHz;
  for (auto line = std::ranges::lower_bound(lines, hertz - reach, {}, &Line::hertz);
       line != lines.end() && line->hertz < hertz + reach; ++line) {
    if (std::abs(line->hertz - hertz) < line->reachHz + reachHz && power < kNoLouder * line->power) return true;
  }
  return false;
}

}  // namespace tunescope::core
