// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

// Windows of a spectrum, and what each does to a sine. Thread: any.
namespace tunescope::core {

enum class SpectrumWindow : std::uint8_t {
  Rectangular,
  Hann,
  Hamming,
  Blackman,
  Nuttall3,
  BlackmanHarris,
  Nuttall4,
  Hft70,
  Hft95,
  Hft90D,
  Hft116D,
  Hft144D,
  Hft169D,
  Hft196D,
  Hft223D,
  Hft248D,
  FlatTop5,
  FlatTopSr785
};

// w[n] = sum (-1)^k a_k cos(2 pi k n / N), n from 0 to N - 1.
struct SpectrumWindowShape {
  SpectrumWindow window = SpectrumWindow::Hann;
  std::string_view id;     // of the command line and the settings
  std::string_view title;  // for people
  std::span<const double> terms;
  bool isFlatTop = false;  // a sine between two bins reads within .02 dB of its level in both

  // Mean of the window: what a constant is multiplied by.
  double coherentGain() const noexcept { return terms[0]; }
  // Equivalent noise bandwidth in bins: mean(w^2) / mean(w)^2.
  double noiseBandwidthBins() const noexcept;
  // Half the width of the main lobe, in bins.
  std::size_t lobeBins() const noexcept { return terms.size(); }
  // Response to a sine that is so many bins away, relative to one in the bin (for 512 samples or more).
  double response(double bins) const noexcept;
  // Its envelope, outside the main lobe: what a sine leaks into bins so far away, at worst.
  double leakage(double bins) const noexcept;
};

// Every window, in the order of the enumeration. Harris 1978; Nuttall 1981; Heinzel, Ruediger and Schilling 2002
// ("Spectrum and spectral density estimation by the DFT", the HFT family).
std::span<const SpectrumWindowShape> spectrumWindows() noexcept;
const SpectrumWindowShape& shapeOf(SpectrumWindow window) noexcept;
// By its id, or "flattop" for HFT144D. None: there is no such window.
std::optional<SpectrumWindow> spectrumWindowNamed(std::string_view id) noexcept;

// The window's values. Realtime-safe: no (allocates).
std::vector<float> makeSpectrumWindow(SpectrumWindow window, std::size_t size);

}  // namespace tunescope::core
