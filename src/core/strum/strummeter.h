// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/halfband.h"
#include "core/pitch/track/onset.h"
#include "core/strum/strumsolver.h"
#include "core/strum/strumspectrum.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tunescope::core {

// One string of a strum.
struct StrummedPitch {
  std::optional<double> hertz;  // of the first partial; none if the string is not detected
  double sigmaCents = 0;        // predicted standard deviation
  double confidence = 0;        // 0 to 1: probability that this is the string
};

// All strings at once, from about 100 ms after the attack.
struct StrumPitches {
  bool isFinal = false;  // no better reading follows
  std::size_t count = 0;
  std::array<StrummedPitch, kMaxStrings> strings{};
};

// Waits for strums and measures all strings of each in growing windows: the first reading comes 340 ms after the
// attack, the last after 1 s. An attack within that time begins the next strum; the start of the sound counts as one.
// There is no reading if no string is detected. A window is measured over a few hops, each doing its share of the work.
// Thread: worker. Realtime-safe: lock-free after construction.
class StrumMeter {
 public:
  // targetsHz: the first partials of the strings in tune, at most kMaxStrings. sampleRateHz: 8000 to 192000.
  StrumMeter(double sampleRateHz, std::size_t hopFrames, std::span<const double> targetsHz);

  // hop: exactly hopFrames samples. Returns true if there is a new reading.
  bool process(std::span<const float> hop) noexcept;
  const StrumPitches& reading() const noexcept { return m_reading; }

  // As many targets as before; they take effect with the next attack.
  void setTargets(std::span<const double> targetsHz) noexcept;
  // Forgets all previous sound.
  void reset() noexcept;

 private:
  void begin(std::size_t skippedFrames) noexcept;
  std::span<const float> decimate(std::span<const float> hop) noexcept;
  void collect(std::span<const float> samples) noexcept;
  bool beginMeasuring() noexcept;
  bool measure() noexcept;
  bool report() noexcept;

  double m_rateHz;  // after decimation
  std::size_t m_ratio = 1;
  std::size_t m_delayFrames = 0;  // of the decimation, at the input's rate
  std::vector<float> m_input;     // the hop, without invalid samples
  std::vector<HalfbandDecimator> m_decimators;
  std::vector<std::vector<float>> m_halves;
  OnsetDetector m_onset;
  std::vector<StrumSpectrum> m_spectra;  // one for each reading of a strum, growing
  std::vector<float> m_window;
  std::size_t m_filled = 0;   // of m_window
  std::size_t m_skipped = 0;  // samples until the window begins
  std::size_t m_next = 0;     // of m_spectra, the next to measure
  int m_hopsLeft = 0;         // left to finish measuring the current window; 0: no window is being measured
  std::array<double, kMaxStrings> m_targets{};
  std::size_t m_count = 0;
  StrumSolver m_solver;
  StrumPitches m_reading;
};

}  // namespace tunescope::core
