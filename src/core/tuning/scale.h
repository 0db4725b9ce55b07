// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace tunescope::core {

// A scale as data: the positions of its notes within a period, and the length of the period.
struct Scale {
  static constexpr int kMaxDivisions = 1200;  // of equal()
  static constexpr double kMinPeriodCents = 1;

  std::vector<double> cents{0};      // of degrees 0 to N - 1, above degree 0; need not ascend
  double periodCents = 1200;         // 0: the scale does not repeat
  std::vector<std::string> names{};  // of the degrees, if a file gives them; otherwise empty

  // The octave divided into that many equal steps: 1 to kMaxDivisions.
  static Scale equal(int divisions = 12);

  bool isRepeating() const noexcept { return periodCents > 0; }
  // It has notes, all numbers are finite, and the period is 0 or at least kMinPeriodCents.
  bool isValid() const noexcept;
  // Its notes are the twelve keys of an octave, so that they have letters and MIDI numbers.
  bool isTwelveKeys() const noexcept;

  bool operator==(const Scale&) const = default;
};

}  // namespace tunescope::core
