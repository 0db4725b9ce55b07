// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/fit/confidence.h"
#include "core/readings.h"
#include "findings.h"
#include "support/signals.h"

#include <array>
#include <string>
#include <vector>

namespace tunescope::test {

// A reading, and what its confidence rests on.
struct BenchReading : core::PitchReading {
  core::ConfidenceBasis basis;
};

double quantile(std::vector<double> values, double share);

// Standard deviation in cents that no unbiased estimator can go below in white noise, amplitudes and phases unknown,
// all partials below 0.45 of the rate: var(omega) >= 24 sigma^2 / (N (N^2 - 1) sum l^2 A_l^2) (Kay 1993). Of decaying
// partials what sounds within the window counts, and where the string is stiff B is unknown as well: the bound of f1
// from the two-by-two information matrix of (ln f1, B).
double cramerRaoCents(const Tone& tone, double sampleRateHz, double windowFrames, double windowStartS);

// What was read of sounds with one pitch.
class Tally {
 public:
  void add(const core::PitchReading& reading, const Tone& tone, double sampleRateHz = 48000);
  void add(const Tally& other);

  int readings() const noexcept { return m_readings; }
  double within50() const noexcept { return share(m_within50); }  // per cent of all readings
  double within10() const noexcept { return share(m_within10); }
  double within1() const noexcept { return share(m_within1); }
  double octaveErrors() const noexcept { return share(m_octave); }  // octave, twelfth, double octave
  double unvoiced() const noexcept { return share(m_none); }
  double withinTwoSigma() const noexcept;  // per cent of the readings within 50 cents
  double withinSigmas(double k) const;
  double errorCents(double quantile) const;  // of the readings within 50 cents
  double boundCents() const;                 // median
  double deviationOverBound() const;         // from the median of |error| / bound
  double maxDelayS() const noexcept { return m_maxDelayS; }

 private:
  double share(int count) const noexcept { return 100.0 * count / std::max(1, m_readings); }

  int m_readings = 0;
  int m_within50 = 0;
  int m_within10 = 0;
  int m_within1 = 0;
  int m_octave = 0;
  int m_none = 0;
  double m_maxDelayS = 0;
  std::vector<double> m_errors;  // cents, absolute, of the readings within 50
  std::vector<double> m_bounds;  // of the same
  std::vector<double> m_ratios;  // |error| over the bound
  std::vector<double> m_sigmas;  // |error| over the sigma that was told
};

// How often what was said with a confidence was right, in ten bins.
class Reliability {
 public:
  // hertz: the truth, 0 where there is none. Readings without a pitch claim nothing.
  void add(const BenchReading& reading, double hertz);
  void report(Findings& findings) const;
  // The claims of another run, with another seed.
  void add(const Reliability& other);
  // Every claim in a line: whether it was right, what was said, whether an attack was near, and the
  // regression's variables. For fit_confidence.py.
  // False where it cannot be written.
  bool writeClaims(const std::string& path) const;

 private:
  struct Claim {
    bool isRight = false;
    bool isAttack = false;
    float said = 0;
    std::array<float, core::kConfidenceVariables> variables{};
  };
  struct Bin {
    int count = 0;
    int right = 0;
    double sum = 0;
  };
  std::array<Bin, 10> m_bins{};
  std::vector<Claim> m_claims;
};

// y = bias + slope x.
class Regression {
 public:
  void add(double x, double y, bool present);
  double slope() const;
  double bias() const;      // mean of y - x
  double residual() const;  // rms about the line
  double missing() const;   // per cent

 private:
  double m_n = 0, m_x = 0, m_y = 0, m_xx = 0, m_xy = 0, m_yy = 0;
  double m_missing = 0;
};

}  // namespace tunescope::test
