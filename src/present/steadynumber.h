// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>

// Digits that can be read while the value wanders. Thread: any. Realtime-safe: wait-free.
namespace tunescope::present {

// How many decimals a value of this standard deviation deserves: the last digit is worth at least two sigma. 0 to most.
int knownDecimals(double sigma, int most) noexcept;

// As knownDecimals, but steady: predicted standard deviations wander by half of their size on a steady tone. They are
// averaged, a decimal comes only when it has been known with a margin for a while, and goes when it is no longer known.
class SteadyDecimals {
 public:
  explicit SteadyDecimals(int most, int least = 0) noexcept : m_most(most), m_least(least), m_decimals(least) {}
  void update(double timeS, double sigma) noexcept;
  int decimals() const noexcept { return m_decimals; }

 private:
  int m_most;
  int m_least;  // shown even where they are not known
  int m_decimals;
  bool m_isEmpty = true;
  bool m_hasGained = false;
  double m_logSigma = 0;  // averaged
  double m_timeS = 0;
  double m_betterSinceS = -1;  // since when more decimals have been known; < 0: they are not
};

// A rounded value that keeps its last digit until the value is clearly nearer to another one.
class SteadyNumber {
 public:
  // Returns the rounded value, moved into [lowest, highest], which must be rounded already.
  double update(double value, int decimals, double lowest = -std::numeric_limits<double>::infinity(),
                double highest = std::numeric_limits<double>::infinity()) noexcept;
  double value() const noexcept { return m_value; }

 private:
  double m_value = 0;
  int m_decimals = -1;  // none shown yet
};

// Standard deviation in Hz of a pitch whose standard deviation is sigmaCents.
double sigmaHertz(double hertz, double sigmaCents) noexcept;

}  // namespace tunescope::present
