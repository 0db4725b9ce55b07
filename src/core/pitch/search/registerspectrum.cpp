// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/search/registerspectrum.h"

#include <algorithm>

namespace tunescope::core {

namespace {

constexpr double kLeakBins = 2.5;         // leakage of a Hann window
constexpr double kLowestShare = 1.0 / 3;  // of a pitch, to which the octave may still be settled

}  // namespace

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
  m_level = level;
  m_binHz = rateHz / static_cast<double>(size);
  // Rumble leaks into the bins next to it. Below a third of the pitch they do not belong to the note.
  const double low = registers.minHz() / m_binHz;
  m_partials.analyze(history.newest(level, size),
                     {.low = low,
                      .high = registers.maxHz() / m_binHz,
                      .rumble = std::min(low + kLeakBins, kLowestShare * hertz / m_binHz)});
  if (note.ringing) m_partials.markRinging(*note.ringing, m_binHz);
  return true;
}

RingingLines RegisterSpectrum::lines() const noexcept {
  RingingLines lines;
  if (m_isValid) m_partials.addTo(lines, m_binHz);
  return lines;
}

Outside RegisterSpectrum::outside(double minHz) const noexcept {
  Outside outside;
  if (!m_isValid || !m_partials.isOutshone()) return outside;
  outside.rumbleHz = m_partials.hasRumble() ? minHz : 0;
  for (const double nu : m_partials.whistles()) {
    if (outside.lines < Outside::kMaxLines) outside.hertz[outside.lines++] = nu * m_binHz;
  }
  return outside;
}

}  // namespace tunescope::core
