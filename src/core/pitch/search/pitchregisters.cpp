// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/search/pitchregisters.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr double kMaxFrequencyShare = 0.45;     // of the sample rate at which the pitch is measured
constexpr double kMaxShareAfterHalving = 0.40;  // where a decimator's flat band ends
constexpr double kStiffest = 1.5e-3;            // inharmonicity of strings up to 220 Hz; the limit rises above that
constexpr double kStiffestOfAll = 0.015;        // the top of a piano
constexpr double kOrdinaryShare = 0.4;          // of the maximum
constexpr std::size_t kMovingShare = 4;         // divides the window while the pitch moves
constexpr double kMovingPeriods = 4.5;

constexpr std::array<double, 2> kRegisterBelowHz = {150, 60};  // of levels 1 and 2
int registerOf(double hertz) noexcept {
  return static_cast<int>(std::ranges::count_if(kRegisterBelowHz, [&](double below) { return hertz < below; }));
}

}  // namespace

PitchRegisters::PitchRegisters(const PitchSettings& settings) noexcept
    : m_ladder(settings.sampleRateHz),
      m_minHz(settings.minHz),
      m_maxHz(std::min(settings.maxHz, kMaxFrequencyShare * settings.sampleRateHz)) {}

int PitchRegisters::levelFor(double hertz) const noexcept {
  return std::max(registerOf(hertz), m_ladder.firstLevel);
}

std::size_t PitchRegisters::windowFor(double hertz, bool isMoving) const noexcept {
  const int level = levelFor(hertz);
  const std::size_t full = kWindow >> std::max(0, level - registerOf(hertz));
  if (!isMoving) return full;
  const double periodFrames = m_ladder.levelRateHz(level) / hertz;
  std::size_t window = full / kMovingShare;
  while (window < full && static_cast<double>(window) < kMovingPeriods * periodFrames) window *= 2;
  return window;
}

double PitchRegisters::flatShare(int level) const noexcept {
  const bool halved = m_ladder.preHalvings > 0 || level > m_ladder.firstLevel;
  return halved ? kMaxShareAfterHalving : kMaxFrequencyShare;
}

double PitchRegisters::maxStiffness(double hertz) noexcept {
  return std::clamp(kStiffest * std::pow(hertz / 220, 0.8), kStiffest, kStiffestOfAll);
}

double PitchRegisters::ordinaryStiffness(double hertz) noexcept {
  return kOrdinaryShare * maxStiffness(hertz);
}

}  // namespace tunescope::core
