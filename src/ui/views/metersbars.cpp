// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/metersbars.h"

#include <algorithm>

namespace tunescope::ui {

void MetersBars::move(const core::MetersReading& reading, const present::MeterScale& scale, double elapsedS,
                      double holdS, double settledAtS) {
  const double fallen = kFallDbPerS * elapsedS;
  for (std::size_t i = 0; i < reading.channelCount; ++i) {
    const core::ChannelMeters& meters = reading.perChannel[i];
    Bar& bar = m_bars[i];
    const double value = scale.valueOf(meters).value_or(kSilentDb);
    bar.value = scale.kind() == present::MeterScale::Kind::Peak ? std::max(value, bar.value - fallen) : value;
    bar.peak = std::max(scale.peakOf(meters).value_or(kSilentDb), bar.peak - fallen);
    const double highest = std::max(bar.value, bar.peak);
    if (highest >= bar.held || reading.timeS < settledAtS) {
      bar.held = highest;
      bar.heldAtS = reading.timeS;
    } else if (reading.timeS - bar.heldAtS > holdS) {
      bar.held = std::max(highest, bar.held - fallen);
    }
  }
}

void MetersBars::rest() {
  for (Bar& bar : m_bars) bar.value = bar.peak = kSilentDb;
}

}  // namespace tunescope::ui
