// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/fit/linebank.h"

#include <array>
#include <complex>
#include <cstddef>

namespace tunescope::core {

inline constexpr std::size_t kHumLines = 20;  // harmonics that are analysed

// A sum of steady harmonics: Re(amplitudes[l] exp(2 pi i (l + 1) hertz (t - timeS))).
struct Hum {
  double hertz = 50;  // of the mains
  double timeS = 0;
  std::array<std::complex<double>, kHumLines> amplitudes{};

  // The phasor of harmonic line + 1 at an instant.
  std::complex<double> at(std::size_t line, double timeS) const noexcept;
  double power() const noexcept;  // sum of the squares of the amplitudes
};

struct HumFit {
  Hum hum;
  // Share of each line's power that is not the steady sinusoid; 1 if the line has no power.
  std::array<double, kHumLines> unsteady{};
  std::array<double, kHumLines> noise{};  // power of that share, in one block
};

// Fits harmonics of one frequency to the newest blocks of a bank by least squares (Gauss-Newton over the frequency; the
// amplitudes follow from it). Starts with the first two and adds the higher ones that turn out to be steady.
// first: the bank's line of the first harmonic; lines: number of consecutive lines from there.
// Thread: any. Realtime-safe: wait-free.
HumFit fitHum(const LineBank& bank, const LineTiming& timing, std::size_t blocks, std::size_t first,
              std::size_t lines) noexcept;

}  // namespace tunescope::core
