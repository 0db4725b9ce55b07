// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/fit/stiffness.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr double kMemory = 30;  // windows: older ones count as this many
constexpr double kSignificant = 3;
constexpr double kMinB = 2e-7;  // no string is less stiff

}  // namespace

void NoteStiffness::add(Stiffness measured, double overlap) noexcept {
  const double weight = 1 / (measured.sigma * measured.sigma);
  m_overlap = std::max(1.0, overlap);
  m_weight = std::min(m_weight, kMemory * weight);
  m_mean = (m_mean * m_weight + measured.b * weight) / (m_weight + weight);
  m_weight += weight;
}

Stiffness NoteStiffness::value() const noexcept {
  if (!(m_weight > 0)) return {};
  const double sigma = std::sqrt(m_overlap / m_weight);
  return m_mean > std::max(kMinB, kSignificant * sigma) ? Stiffness{.b = m_mean, .sigma = sigma} : Stiffness{};
}

}  // namespace tunescope::core
