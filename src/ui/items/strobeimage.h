// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/strobemodel.h"

#include <QColor>
#include <QImage>
#include <QSize>

#include <cstdint>
#include <span>
#include <vector>

namespace tunescope::ui {

// Paints the rings of a strobe into an image, the same for every renderer. Ring n has n times as many stripes as
// the first, so that all move together while the partials are in tune with each other. Thread: render. Realtime-safe:
// no.
class StrobeImage {
 public:
  static constexpr int kLinearStripes = 3;    // of partial 1, over the whole width
  static constexpr int kCircularStripes = 4;  // of partial 1, round the circle

  // Bands one above the other, the highest partial at the top; or rings, the highest one outside. size in pixels.
  const QImage& paint(std::span<const StrobeModel::Ring> rings, bool isCircular, QSize size, const QColor& color,
                      const QColor& ground);

 private:
  static constexpr int kSteps = 1024;  // of one period

  void mapCircle(int rings);
  void paintCircle(std::span<const StrobeModel::Ring> rings, const QColor& color, const QColor& ground);
  void paintBands(std::span<const StrobeModel::Ring> rings, const QColor& color, const QColor& ground);

  struct Place {
    std::uint16_t angle = 0;  // 0 to 65535 round the circle
    std::uint8_t ring = 0;
    std::uint8_t coverage = 0;  // 0: outside of all rings
  };

  QImage m_image;
  std::vector<Place> m_places;  // of each pixel, for a circle
};

}  // namespace tunescope::ui
