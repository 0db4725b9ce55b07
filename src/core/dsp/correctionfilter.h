// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/fft.h"
#include "core/dsp/miccalibration.h"

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace tunescope::core {

// Takes the response of a microphone out of its signal: a filter of minimum phase with the inverse of that response, of
// some 170 ms, which resolves some 6 Hz. Made by the cepstrum (Oppenheim and Schafer, Discrete-Time Signal Processing,
// 3rd edition, 13.3), run as a partitioned convolution (Stockham 1966; Gardner 1995). Thread: one at a time.
// Realtime-safe: the constructor no (it allocates), the rest lock-free.
class CorrectionFilter {
 public:
  static constexpr std::size_t kPart = 512;  // samples of a partition, and of delay

  CorrectionFilter(const MicCalibration& calibration, double sampleRateHz);

  // Filters samples in place; they come out kPart samples later, after silence.
  void process(std::span<float> samples) noexcept;
  // Forgets what has been added.
  void reset() noexcept;

  // Magnitude of the filter at that frequency. Thread: any, after construction. Realtime-safe: wait-free.
  double magnitudeAt(double hertz) const noexcept;

 private:
  using Bins = std::vector<std::complex<float>>;

  void design(const MicCalibration& calibration, std::size_t taps);
  void turn() noexcept;

  double m_sampleRateHz;
  std::vector<float> m_taps;
  RealFft m_fft{2 * kPart};
  std::vector<Bins> m_response;  // of each partition
  std::vector<Bins> m_spectra;   // of the newest input blocks, a ring
  std::size_t m_newest = 0;
  std::vector<float> m_input;   // two blocks; the second one fills
  std::vector<float> m_output;  // of the block before
  std::vector<float> m_scratch;
  Bins m_sum;
  std::size_t m_fill = 0;
};

}  // namespace tunescope::core
