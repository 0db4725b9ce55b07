// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/halfband.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tunescope::core {

enum class BandFraction : std::uint8_t { Octave = 1, Third = 3 };

// One band of IEC 61260-1:2014, with octaves of 10^.3.
struct FractionalBand {
  double centreHz = 0;  // exact: 1000 * 10^(.3 x / b)
  double lowHz = 0;     // edges: centreHz * 10^(-+.15 / b)
  double highHz = 0;
};

// The bands from 20 Hz (thirds) or 31.5 Hz (octaves) to 20 kHz or 16 kHz whose upper edge is below .47 of the rate.
std::vector<FractionalBand> fractionalBands(BandFraction fraction, double sampleRateHz);

// The nominal frequency that a band is called by: 31.5 for 31.62, 1250 for 1258.9.
double nominalHz(const FractionalBand& band) noexcept;

// The levels of a signal in bands of octaves or thirds, by Butterworth band passes of eighth order that keep class 1 of
// IEC 61260-1, the lower bands at half the rate and so on. Thread: one at a time. Realtime-safe: lock-free after
// construction.
class BandFilterBank {
 public:
  static constexpr std::size_t kMaxBlock = 4096;

  BandFilterBank(BandFraction fraction, double sampleRateHz);

  std::span<const FractionalBand> bands() const noexcept { return m_bands; }
  // Any length; adds each band's squares. A band's filter reacts within about 2 / (highHz - lowHz) seconds.
  void add(std::span<const float> samples) noexcept;
  // The mean square of each band since the last call, of a full-scale sine 1; 0 before there is any. The next mean
  // begins here. powers: bands().size() values.
  void takeMeans(std::span<double> powers) noexcept;
  void reset() noexcept;
  void interrupt() noexcept;  // a gap: the filters begin anew, the means go on

  // Gain of a band's filter at a frequency, without its decimation; for tests.
  double magnitudeAt(std::size_t band, double hertz) const noexcept;

 private:
  static constexpr std::size_t kSections = 4;
  // gain * (1 - z^-2) / (1 + a1 z^-1 + a2 z^-2)
  struct Section {
    double gain = 0, a1 = 0, a2 = 0;
    double s1 = 0, s2 = 0;
  };
  struct Filter {
    std::array<Section, kSections> sections;
    std::size_t stage = 0;
    double squares = 0;
  };
  // The signal at the rate over 2^index.
  struct Stage {
    double rateHz = 0;
    std::uint64_t count = 0;  // of samples since takeMeans()
  };

  static Filter designed(const FractionalBand& band, double rateHz) noexcept;
  static double squaresOf(Filter& filter, std::span<const float> samples) noexcept;
  void addBlock(std::span<const float> samples) noexcept;

  std::vector<FractionalBand> m_bands;
  std::vector<Filter> m_filters;
  std::vector<Stage> m_stages;
  std::vector<BlockHalver> m_halvers;  // from each stage to the next
};

}  // namespace tunescope::core
