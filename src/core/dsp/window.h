// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

// Window functions (Harris 1978), computed once and applied by plain loops.
namespace tunescope::core {

enum class WindowKind { Rectangular, Hann, BlackmanHarris4 };
enum class WindowSymmetry {
  Periodic,  // for spectra: w[n] = w(n / size)
  Symmetric  // w[n] = w[size - 1 - n]
};

// Thread: any. Realtime-safe: no (allocates).
std::vector<float> makeWindow(WindowKind kind, std::size_t size, WindowSymmetry symmetry = WindowSymmetry::Periodic);

// Sum of the window's values: the factor of a sine's amplitude (times a half) in its bin.
double windowSum(std::span<const float> window) noexcept;

}  // namespace tunescope::core
