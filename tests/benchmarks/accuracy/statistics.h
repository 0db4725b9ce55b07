// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readings.h"
#include "support/signals.h"

#include <vector>

namespace tunescope::test {

double quantile(std::vector<double> values, double share);

// Standard deviation in cents that no unbiased estimator can go below: var(omega) >= 24 sigma^2 / (N (N^2 - 1) sum l^2
// A_l^2) for white noise, unknown amplitudes and phases, over all partials below 0.45 of the rate (Kay 1993).
double cramerRaoCents(const Tone& tone, double sampleRateHz, double windowFrames);

// What was read of sounds with one pitch.
class Tally {
 public:
  void add(const core::PitchReading& reading, const Tone& tone);
  void add(const Tally& other);
  void print(double snrDb, const char* name) const;

 private:
  int m_readings = 0;
  int m_within50 = 0;
  int m_within10 = 0;
  int m_within1 = 0;
  int m_octave = 0;
  int m_none = 0;
  int m_inTwoSigma = 0;
  std::vector<double> m_errors;  // cents, absolute, of the readings within 50
  std::vector<double> m_ratios;  // error over the bound, signed
};

// How often the confidence was right, in ten bins.
class Calibration {
 public:
  void add(const core::PitchReading& reading, double hertz);
  void print() const;

 private:
  int m_count[10] = {};
  int m_right[10] = {};
  double m_sum[10] = {};
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
