// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cmath>
#include <complex>
#include <cstddef>

// What is known of the strings of a strum, in hertz and seconds, so that it can be used for the next window too.
namespace tunescope::core {

inline constexpr std::size_t kMaxStrings = 12;
inline constexpr int kMaxStringPartials = 20;
inline constexpr double kUsualB = 8e-5;
inline constexpr double kSigmaB = 1.5e-4;  // standard deviation of strings' B about it

struct StringPartial {
  double offHz = 0;                // its distance from where the string's law puts it
  double decay = 0;                // of its amplitude, 1/s
  std::complex<double> amplitude;  // relative to the centre of the window of the last fit
};

// Partial l of a string lies near l f0 sqrt(1 + B l^2) (Fletcher 1964), at a small distance.
struct StringState {
  double targetHz = 0;  // of the first partial, in tune
  double f0Hz = 0;
  double b = 0;
  double sigma = 0;  // of ln f1
  double stray = 1;  // of its partials from the law, over the usual
  bool isActive = false;
  std::array<StringPartial, kMaxStringPartials + 1> partials{};  // by number; index 0 is unused

  double lawHz(int number) const noexcept { return number * f0Hz * std::sqrt(1 + b * number * number); }
  double firstHz() const noexcept { return lawHz(1); }
};

struct StrumState {
  std::size_t count = 0;
  std::array<StringState, kMaxStrings> strings{};
};

}  // namespace tunescope::core
