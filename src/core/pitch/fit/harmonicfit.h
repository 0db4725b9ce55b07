// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/fit/stiffness.h"
#include "core/pitch/search/betweenbins.h"
#include "core/pitch/search/harmonicmatch.h"
#include "core/pitch/search/partialspectrum.h"

#include <array>
#include <complex>
#include <cstddef>
#include <span>

namespace tunescope::core {

// The partials of one note, nu_l = l f0 sqrt(1 + B l^2) (Fletcher 1964), in bins of a spectrum.
struct HarmonicFitResult {
  bool ok = false;
  double f1Bins = 0;         // frequency of the first partial, whether it is present or not
  double sigmaBins = 0;      // its standard deviation from noise and misfit
  double inharmonicity = 0;  // B used
  Stiffness measured;        // B of this window alone; sigma 0: cannot be determined
  int partials = 0;          // partials used
};

// Measures f1 by weighted least squares over all partials that stand out from the noise.
//
// The frequency of each partial comes from the Hann window and its derivative at the last estimate (the phase-slope
// estimator; for a lone sinusoid its standard deviation is 1.3 times the Cramer-Rao bound). The leakage of the other
// partials and their mirror images is computed from the model and subtracted in two Gauss-Seidel rounds. This makes it
// a joint fit, for which windows of five periods suffice. Thread: one at a time. Realtime-safe: lock-free after
// construction.
class HarmonicFit {
 public:
  static constexpr std::size_t kMaxPartials = HarmonicMatch::kMaxLines;

  // match: the peaks that are partials of the note. known: the note's inharmonicity so far. maxBin: higher partials
  // are left out.
  HarmonicFitResult fit(const PartialSpectrum& spectrum, const HarmonicMatch& match, Stiffness known,
                        double maxBin) noexcept;

 private:
  struct Partial {
    int number = 0;
    std::size_t bin = 0;
    double nu = 0;  // measured frequency, bins
    double sinPiNu = 0;
    double variance = 0;  // of nu
    double noise = 0;     // mean of |hann4|^2 there
    std::complex<double> amplitude;
    double weight = 1;  // robust weight
  };

  void collect(const PartialSpectrum& spectrum, const HarmonicMatch& match, double maxBin) noexcept;
  void measure(const PartialSpectrum& spectrum, bool withLeakage) noexcept;
  struct Sums;
  Sums sums() const noexcept;
  double misfit() const noexcept;
  void bend(double chi2, double freedom) noexcept;
  void reweigh() noexcept;
  double solveWithKnown(const Sums& s) noexcept;
  struct Quality;
  void freeB(const Sums& s, double count, Quality& quality) noexcept;
  bool regress() noexcept;
  double predicted(int number) const noexcept;

  BetweenBins m_between;
  std::array<Partial, kMaxPartials> m_partials{};
  std::size_t m_count = 0;
  double m_f0Squared = 0;  // a of nu^2 / l^2 = a (1 + B l^2)
  double m_b = 0;
  double m_bending = 0;  // variance, bins^2, common to all partials, beyond what noise explains
  Stiffness m_known;
  HarmonicFitResult m_result;
};

}  // namespace tunescope::core
