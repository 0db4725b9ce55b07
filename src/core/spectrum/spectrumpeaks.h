// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spectrum/spectrumwindow.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>

namespace tunescope::core {

// A sine in a spectrum.
struct SpectrumPeak {
  double bin = 0;    // its frequency, in bins
  double power = 0;  // of a full-scale sine: 1
};

// Where between two bins a sine is, and its level, from the powers of three bins: the one that it is in and its
// neighbours on both sides. (r(s - d) - r(s + d)) / r(d) grows with the offset d, for a window whose response is r and
// neighbours s bins away, and has no other unknown; so it is exact for one sine under any of the windows, in a mean
// of frames too. Other sines within the main lobe, the sine's own mirror image near 0 Hz and half the rate, and noise
// move it. Thread: any. Realtime-safe: lock-free.
class PeakInterpolation {
 public:
  explicit PeakInterpolation(SpectrumWindow window) noexcept;

  const SpectrumWindowShape& shape() const noexcept { return *m_shape; }

  // bin: a local maximum. At the ends of the spectrum, where a neighbour is missing, the bin itself.
  SpectrumPeak at(std::span<const float> power, std::size_t bin) const noexcept;
  // The peak of the largest bin between two frequencies in bins; none if that bin is larger towards their outside, so
  // that the peak is not between them.
  std::optional<SpectrumPeak> largest(std::span<const float> power, double low, double high) const noexcept;

 private:
  static constexpr std::size_t kSteps = 64;
  static constexpr double kMaxOffset = 0.75;  // a rippled flat top may be largest in the second nearest bin

  double ratioAt(double offset) const noexcept;
  double offsetOf(double ratio) const noexcept;

  const SpectrumWindowShape* m_shape;
  std::size_t m_step;                         // from the bin to the neighbours
  std::array<double, kSteps + 1> m_ratios{};  // at offsets from 0 to kMaxOffset
};

// The highest peaks that rise riseDb above the floor (one value for each bin, as power) and are no side lobe of a
// higher one. Writes them into peaks, highest first, and returns how many. Realtime-safe: lock-free.
std::size_t findPeaks(std::span<const float> power, std::span<const float> floor, double riseDb,
                      const PeakInterpolation& interpolation, std::span<SpectrumPeak> peaks) noexcept;

}  // namespace tunescope::core
