// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/search/partialspectrum.h"

namespace tunescope::core {

// How a spectrum was sampled, in bins.
struct SampledBand {
  double rateBins = 0;  // sample rate of the signal's source; 0: unknown, and nothing is treated as folded
  double endBins = 0;   // the spectrum is flat up to here
};

// The places to which partials above half the sample rate fold. A waveform computed sample by sample (a sawtooth, a
// pulse, hard clipping) has partials l f1 above it, which appear at |l f1 - m rate|: lines between its own partials,
// all of them multiples of some subharmonic when the rate is a simple multiple of f1. They are aliases and carry no
// information about the octave (Stilson & Smith 1996).
class FoldedLines {
 public:
  // f1Bins: the first partial of the note whose upper partials may have folded. If the note has no partials near the
  // end of the band, nothing folds.
  FoldedLines(const PartialSpectrum& spectrum, double f1Bins, const SampledBand& band) noexcept;

  bool areThere() const noexcept { return m_orders > 0; }

  // Whether the peak is at a folded place and no stronger than the partial that folds there can be.
  bool has(const SpectralPeak& peak) const noexcept;

 private:
  const PartialSpectrum& m_spectrum;
  double m_f1Bins;
  double m_rateBins;
  double m_most = 0;  // upper limit of l^2 times the power of a partial beyond the band
  int m_orders = 0;   // largest m
};

}  // namespace tunescope::core
