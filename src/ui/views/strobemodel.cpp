// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/strobemodel.h"

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {
constexpr double kDarkLevel = 0.01;
}

StrobeModel::StrobeModel(QObject* parent) : QObject(parent) {
  connect(this, &StrobeModel::sourceChanged, this, &StrobeModel::subscribe);
}

void StrobeModel::subscribe() {
  m_feed.cancel();
  rest();
  if (!m_controller || !m_isActive) return;
  disconnect(m_controller->run(), nullptr, this, nullptr);
  connect(m_controller->run(), &CaptureRun::rested, this, &StrobeModel::rest);
  const auto showIt = [this](const core::StrobeReading& reading, analysis::Ticket) {
    if (!m_controller->run()->isStopped()) show(reading);
  };
  m_feed = m_controller->session().worker().feed<core::StrobeReading>().subscribe(this, showIt);
}

void StrobeModel::show(const core::StrobeReading& reading) {
  const bool wasDark = isDark();
  m_reading = reading;
  if (!wasDark || !isDark()) Q_EMIT changed();
}

void StrobeModel::rest() {
  if (isDark()) return;
  for (core::StrobeRing& ring : m_reading.rings) ring.contrast = 0;
  Q_EMIT changed();
}

bool StrobeModel::isDark() const {
  return std::none_of(m_reading.rings.begin(), m_reading.rings.end(),
                      [](const core::StrobeRing& ring) { return ring.contrast > kDarkLevel; });
}

std::array<StrobeModel::Ring, StrobeModel::kRings> StrobeModel::rings() const {
  std::array<Ring, kRings> rings;
  for (std::size_t i = 0; i < kRings; ++i) {
    const core::StrobeRing& from = m_reading.rings[i];
    const double partialHz = from.partial * m_reading.targetHz;
    const double scale = m_isScaled && partialHz > 0 ? kScaledHz / partialHz : 1;
    const double blur = std::abs(from.turnsPerS) * scale * kFrameS / kBlurredTurns;
    rings[i] = {.partial = from.partial,
                .turns = from.turns * scale,
                .level = from.contrast,
                .sharpness = from.contrast * std::max(0.0, 1 - blur)};
    if (m_isStill) {
      const double cents = partialHz > 0 ? 1200 * std::log2(std::max(0.5, 1 + from.turnsPerS / partialHz)) : 0;
      rings[i].turns = cents / kStillCents;
      rings[i].sharpness = from.contrast;
    }
  }
  return rings;
}

}  // namespace tunescope::ui
