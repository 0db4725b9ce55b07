// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>

// Digits that stay readable while the value wanders. Thread: any. Realtime-safe: wait-free.
namespace tunescope::present {

// Whether tenths of a cent are shown: from a note's beginning on, while they are certain. Predicted standard
// deviations vary by half their size on a steady tone, so they are averaged; tenths that were removed do not return, so
// the number of digits does not change while a note lasts.
class SteadyTenths {
 public:
  void update(double timeS, double sigmaCents) noexcept;
  bool areShown() const noexcept { return m_areShown; }

 private:
  bool m_areShown = true;
  bool m_isEmpty = true;
  double m_logSigma = 0;  // averaged
  double m_beginS = -1;   // < 0: no reading yet
  double m_timeS = 0;
};

// Decimals of a frequency that shows a difference of that many cents; 1 to 3: whole Hz would contradict the cents.
int hertzDecimalsFor(double hertz, double cents) noexcept;

// A rounded value that keeps its last digit until the value is clearly closer to another one.
class SteadyNumber {
 public:
  // Returns the rounded value, clamped to [lowest, highest], which must be rounded already.
  double update(double value, int decimals, double lowest = -std::numeric_limits<double>::infinity(),
                double highest = std::numeric_limits<double>::infinity()) noexcept;
  double value() const noexcept { return m_value; }

 private:
  double m_value = 0;
  int m_decimals = -1;  // none shown yet
};

}  // namespace tunescope::present
