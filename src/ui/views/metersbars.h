// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "present/meterscale.h"

#include <array>
#include <cstddef>

namespace tunescope::ui {

// The movement of the meters' bars, in the units of their scale. Programme and volume meters bring their own
// ballistics, RMS its window; a peak falls by 20 dB in 1.7 s, as type I of IEC 60268-10 does, and the highest one is
// held before it falls. Thread: gui. Realtime-safe: no.
class MetersBars {
 public:
  static constexpr double kSilentDb = -300;
  static constexpr double kFallDbPerS = 20 / 1.7;
  struct Bar {
    double value = kSilentDb;
    double peak = kSilentDb;  // beside the value, where the scale has one
    double held = kSilentDb;  // the highest of both
    double heldAtS = 0;
  };

  // holdS: how long the highest one stands. A reading before settledAtS replaces it.
  void move(const core::MetersReading& reading, const present::MeterScale& scale, double elapsedS, double holdS,
            double settledAtS);
  void clear() { m_bars = {}; }
  void rest();  // what is of a moment goes, what is held stands
  const Bar& operator[](std::size_t channel) const { return m_bars[channel]; }

 private:
  std::array<Bar, core::FrameLayout::kMaxChannels> m_bars{};
};

}  // namespace tunescope::ui
