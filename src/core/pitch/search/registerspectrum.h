// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/search/multiratehistory.h"
#include "core/pitch/search/outside.h"
#include "core/pitch/search/partialspectrum.h"
#include "core/pitch/search/pitchregisters.h"
#include "core/pitch/track/presentnote.h"

#include <array>
#include <cstddef>

namespace tunescope::core {

// The spectrum of a pitch's register: at its level of the rate ladder, and as long as the register's window and the
// present note's sound allow. Thread: one at a time. Realtime-safe: lock-free after construction.
class RegisterSpectrum {
 public:
  RegisterSpectrum() : m_partials(kWindows) {}

  // Returns false, and is invalid afterwards, if too little sound belongs to the note.
  bool analyze(const PitchRegisters& registers, const MultirateHistory& history, double hertz,
               const PresentNote& note) noexcept;
  void invalidate() noexcept { m_isValid = false; }

  // Of the last analyze(); they remain readable after invalidate().
  bool isValid() const noexcept { return m_isValid; }
  const PartialSpectrum& partials() const noexcept { return m_partials; }
  int level() const noexcept { return m_level; }
  double binHz() const noexcept { return m_binHz; }
  // All lines, as they may ring on after an attack; none if it is not valid.
  RingingLines lines() const noexcept;
  // What was excluded because it is outside the range and louder than everything in it. minHz: lower end of the range.
  Outside outside(double minHz) const noexcept;

 private:
  // Just after an attack or a note change the window grows with the note. KissFFT needs no allocation for these sizes.
  static constexpr std::array<std::size_t, 24> kWindows = {
      256, 288, 320, 360, 400,  432,  480,  512,  576,  640,  720,  768,
      800, 864, 900, 960, 1024, 1080, 1152, 1280, 1536, 2048, 3072, PitchRegisters::kWindow};

  PartialSpectrum m_partials;
  int m_level = 0;
  double m_binHz = 1;
  bool m_isValid = false;
};

}  // namespace tunescope::core
