// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace tunescope::core {

// A scale as data: where its notes stand within a period, and how long the period is.
struct Scale {
  static constexpr int kMaxDivisions = 1200;  // of equal()
  static constexpr double kMinPeriodCents = 1;

  std::vector<double> cents{0};  // of degrees 0 to N - 1, above degree 0; need not ascend
  double periodCents = 1200;

  // The octave in that many equal steps: 1 to kMaxDivisions.
  static Scale equal(int divisions = 12);

  // It has notes, all numbers are finite, and the period is at least kMinPeriodCents.
  bool isValid() const noexcept;
  // Its notes are the twelve keys of an octave, so that they have letters and MIDI numbers.
  bool isTwelveKeys() const noexcept;

  bool operator==(const Scale&) const = default;
};

}  // namespace tunescope::core
