// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/measure/spectrumreadings.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace tunescope::analysis {

// When the records of a stream are due, to the sample: one for each interval, or one at its end. Of a display none is.
// Thread: one at a time. Realtime-safe: wait-free.
class RecordInterval {
 public:
  explicit RecordInterval(const SpectrumTiming& timing) noexcept
      : m_intervalS(timing.intervalS), m_isTimed(!timing.isDisplay && timing.intervalS >= kMinIntervalS) {}

  void begin(double startS, double sampleRateHz) noexcept {
    m_rateHz = sampleRateHz;
    m_nextS = startS + m_intervalS;
  }
  bool isTimed() const noexcept { return m_isTimed; }
  // nowS: the end of the input so far.
  bool isDue(double nowS) const noexcept { return m_isTimed && (m_nextS - nowS) * m_rateHz < kSlack; }
  std::size_t samplesUntilNext(double nowS) const noexcept {
    if (!m_isTimed) return std::numeric_limits<std::size_t>::max();
    return static_cast<std::size_t>(std::max(1.0, std::ceil((m_nextS - nowS) * m_rateHz - kSlack)));
  }
  void next(double nowS) noexcept {
    while (isDue(nowS)) m_nextS += m_intervalS;
  }

 private:
  static constexpr double kMinIntervalS = 0.001;
  static constexpr double kSlack = 1e-3;  // samples

  double m_intervalS;
  bool m_isTimed;
  double m_rateHz = 0;
  double m_nextS = 0;
};

}  // namespace tunescope::analysis
