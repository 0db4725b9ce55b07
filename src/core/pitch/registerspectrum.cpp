// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/registerspectrum.h"

namespace tunescope::core {

bool RegisterSpectrum::analyze(const PitchRegisters& registers, const MultirateHistory& history, double hertz,
                               const PresentNote& note) noexcept {
  const int level = registers.levelFor(hertz);
  const std::size_t wanted = registers.windowFor(hertz, note.isMoving);
  const double rateHz = registers.ladder().levelRateHz(level);
  const double available = (note.soundS - history.delayS(level)) * rateHz;
  std::size_t size = 0;
  for (const std::size_t window : kWindows) {
    if (window <= wanted && static_cast<double>(window) <= available) size = window;
  }
  m_isValid = size > 0;
  if (size == 0) return false;
  m_partials.analyze(history.newest(level, size));
  m_level = level;
  m_binHz = rateHz / static_cast<double>(size);
  return true;
}

}  // namespace tunescope::core
