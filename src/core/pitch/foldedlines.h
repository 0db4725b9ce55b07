// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/partialspectrum.h"

namespace tunescope::core {

// What a spectrum says about how it was sampled, in bins.
struct SampledBand {
  double rateBins = 0;  // the sample rate that the sound came with; 0: not known, and nothing is taken for folded
  double endBins = 0;   // up to here the spectrum is flat
};

// The places where partials above half the sample rate come down again. A waveform that was computed sample by sample
// (a saw, a pulse, hard clipping) has partials l f1 beyond it, which stand at |l f1 - m rate|: lines between its own
// partials, which are all multiples of some subharmonic when the rate is a simple multiple of f1. They are aliases and
// say nothing about the octave (Stilson & Smith 1996).
class FoldedLines {
 public:
  // f1Bins: the first partial whose upper partials may have folded. Where it has none near the end of the band, there
  // is nothing to fold.
  FoldedLines(const PartialSpectrum& spectrum, double f1Bins, const SampledBand& band) noexcept;

  bool areThere() const noexcept { return m_orders > 0; }

  // At a folded place, and no stronger than the partial that folds there can be.
  bool has(const SpectralPeak& peak) const noexcept;

 private:
  const PartialSpectrum& m_spectrum;
  double m_f1Bins;
  double m_rateBins;
  double m_most = 0;  // l^2 times the power of a partial beyond the band
  int m_orders = 0;   // m goes up to this
};

}  // namespace tunescope::core
