// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tunescope::core {

// A sinusoid in a spectrum; it may decay.
struct FoundPartial {
  double hertz = 0;
  double sigmaHz = 0;  // from the noise around it
};

// Finds sinusoids in one window of sound from the peaks of its transform under the window cos^4. A decay broadens such
// a peak symmetrically, so that it does not move; of two strings that are almost the same, the peak is at the stronger.
// Thread: one at a time. Realtime-safe: no (it allocates).
class PartialFinder {
 public:
  PartialFinder(std::span<const float> sound, double sampleRateHz);

  double resolutionHz() const noexcept { return 1 / m_seconds; }
  double maxHz() const noexcept { return m_maxHz; }
  // ln(1 + power / threshold of a peak) of the loudest bin in a range: the evidence for a partial there.
  double evidence(double lowHz, double highHz) const noexcept;
  // The loudest peak of the range; none if it does not stand out from the noise.
  std::optional<FoundPartial> find(double lowHz, double highHz) const noexcept;

 private:
  void measureFloor();
  struct BinRange {
    std::size_t first = 0, last = 0;  // inclusive
  };
  BinRange binsOf(double lowHz, double highHz) const noexcept;

  std::vector<float> m_sound;      // windowed, without its mean
  std::vector<double> m_power;     // of bins
  std::vector<double> m_floor;     // mean power of the noise
  std::vector<double> m_evidence;  // of bins
  double m_rateHz;
  double m_seconds;
  double m_binHz;
  double m_maxHz;
};

}  // namespace tunescope::core
