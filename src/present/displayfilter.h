// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tunescope::present {

// Smooths displayed values; measured and logged values stay raw. A one-dimensional Kalman filter in cents whose process
// noise follows the mean variance of the readings, so that its time constant is the same for a calm and for a noisy
// signal, while within it a certain reading weighs more than an uncertain one.
// Thread: gui. Realtime-safe: wait-free.
class DisplayFilter {
 public:
  static constexpr double kSnapCents = 50;  // a jump beyond this is another note, not noise: shown at once

  explicit DisplayFilter(double timeConstantS) noexcept : m_timeConstantS(timeConstantS) {}

  // timeS never decreases; cents on any absolute scale; sigmaCents >= 0 (below 0.01 counts as 0.01).
  // Returns whether it snapped: the value is then the reading itself.
  bool add(double timeS, double cents, double sigmaCents) noexcept;

  void setTimeConstant(double timeConstantS) noexcept { m_timeConstantS = timeConstantS; }
  void reset() noexcept { m_isEmpty = true; }

  bool isEmpty() const noexcept { return m_isEmpty; }
  double cents() const noexcept { return m_cents; }  // 0 before the first reading

 private:
  double m_timeConstantS;
  bool m_isEmpty = true;
  double m_timeS = 0;
  double m_cents = 0;
  double m_variance = 0;      // of m_cents
  double m_meanVariance = 0;  // of the readings, averaged over a few time constants
};

}  // namespace tunescope::present
