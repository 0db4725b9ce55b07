// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrum/spectrumaverage.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace tunescope::core {

void SpectrumAverage::resize(std::size_t bins) {
  m_mean.assign(bins, 0);
  m_highest.assign(bins, 0);
  reset();
}

void SpectrumAverage::reset() noexcept {
  m_frames = 0;
  m_coveredS = 0;
}

void SpectrumAverage::resetHold() noexcept {
  std::ranges::fill(m_highest, 0.0F);
}

void SpectrumAverage::choose(Mode mode, double timeConstantS) noexcept {
  m_mode = mode;
  m_timeConstantS = timeConstantS;
}

// The first frame is the mean; an exponential mean then weighs all frames alike until that many have come, so that it
// is right from the start.
void SpectrumAverage::add(std::span<const float> power, double intervalS, double frameS) noexcept {
  assert(power.size() == m_mean.size());
  ++m_frames;
  m_frameS = frameS;
  m_coveredS += m_frames == 1 ? frameS : intervalS;
  double weight = 1;
  if (m_mode != Mode::None) weight = 1 / static_cast<double>(m_frames);
  if (m_mode == Mode::Exponential) weight = std::max(weight, -std::expm1(-intervalS / m_timeConstantS));
  const auto share = static_cast<float>(weight);
  for (std::size_t k = 0; k < m_mean.size(); ++k) {
    m_mean[k] = share < 1 ? m_mean[k] + share * (power[k] - m_mean[k]) : power[k];
    m_highest[k] = std::max(m_highest[k], m_mean[k]);
  }
}

// An exponential mean of tau is worth a plain one of 2 tau.
double SpectrumAverage::independentFrames() const noexcept {
  if (m_mode == Mode::None || m_frames == 0 || !(m_frameS > 0)) return 1;
  const double spanS = m_mode == Mode::Exponential ? std::min(m_coveredS, 2 * m_timeConstantS) : m_coveredS;
  return std::clamp(spanS / m_frameS, 1.0, static_cast<double>(m_frames));
}

}  // namespace tunescope::core
