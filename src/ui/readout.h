// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

// Numbers as they stand on screen: no digit finer than the measurement knows, a true minus sign, no unit.
// Thread: any. Realtime-safe: no (strings).
namespace tunescope::ui {

// How many decimals a value of this standard deviation deserves: the last digit is worth at least two sigma. 0 to most.
int knownDecimals(double sigma, int most) noexcept;

// As knownDecimals, but slow to believe: a decimal that has gone comes back only when sigma is a good deal (a third)
// better than it has to be, so that the last digit does not blink.
class SteadyDecimals {
 public:
  explicit SteadyDecimals(int most) noexcept : m_most(most) {}
  int update(double sigma) noexcept;  // returns the decimals to show
  int most() const noexcept { return m_most; }
  void reset() noexcept { m_decimals = -1; }

 private:
  int m_most;
  int m_decimals = -1;  // none shown yet
};

// "+3.2", "−0.4", "0.0" for decimals = 1: zero carries no sign.
QString signedText(double value, int decimals);

// "440.1": plain decimals.
QString plainText(double value, int decimals);

// Standard deviation in Hz of a pitch whose standard deviation is sigmaCents.
double sigmaHertz(double hertz, double sigmaCents) noexcept;

}  // namespace tunescope::ui
