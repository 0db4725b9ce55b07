// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/strobeimage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace tunescope::ui {

namespace {

constexpr double kEdge = 1.6;            // of the profile: 1 is a sine, more has sharper edges
constexpr double kInnerPart = 0.3;       // of the radius: the hole
constexpr double kGapPart = 0.09;        // of a ring or band, below it
constexpr double kEmptyBrightness = 0;   // of a ring without a signal
constexpr double kBlurBrightness = 0.5;  // of a ring whose stripes are too fast

// 0 to 1: of the stripes, at a position in periods.
double brightness(const StrobeModel::Ring& ring, double periods) {
  const double profile = std::clamp(0.5 + 0.5 * kEdge * std::cos(2 * M_PI * periods), 0.0, 1.0);
  return kEmptyBrightness + ring.level * kBlurBrightness + ring.sharpness * (profile - 0.5);
}

QRgb mixed(const QColor& ground, const QColor& color, double part) {
  const double p = std::clamp(part, 0.0, 1.0);
  const auto mix = [p](int from, int to) { return int(std::lround(from + p * (to - from))); };
  return qRgb(mix(ground.red(), color.red()), mix(ground.green(), color.green()), mix(ground.blue(), color.blue()));
}

QRgb faded(QRgb color, int coverage) {
  return qPremultiply(qRgba(qRed(color), qGreen(color), qBlue(color), coverage));
}

}  // namespace

const QImage& StrobeImage::paint(std::span<const StrobeModel::Ring> rings, bool isCircular, QSize size,
                                 const QColor& color, const QColor& ground) {
  if (m_image.size() != size || isCircular == m_places.empty()) {
    m_image = QImage(size, QImage::Format_ARGB32_Premultiplied);
    m_image.fill(Qt::transparent);
    m_places.clear();
    if (isCircular) mapCircle(int(rings.size()));
  }
  if (isCircular) {
    paintCircle(rings, color, ground);
  } else {
    paintBands(rings, color, ground);
  }
  return m_image;
}

void StrobeImage::mapCircle(int rings) {
  const int width = m_image.width(), height = m_image.height();
  m_places.assign(std::size_t(width) * std::size_t(height), {});
  const double radius = std::min(width, height) / 2.0;
  const double hole = radius * kInnerPart, each = (radius - hole) / rings, gap = each * kGapPart;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double dx = x + 0.5 - width / 2.0, dy = y + 0.5 - height / 2.0;
      const double out = std::hypot(dx, dy) - hole;
      const int ring = int(std::floor(out / each));
      if (ring < 0 || ring >= rings) continue;
      const double inRing = out - ring * each;
      const double coverage = std::clamp(std::min(inRing, each - gap - inRing) + 0.5, 0.0, 1.0);
      const double turn = std::atan2(dx, -dy) / (2 * M_PI);  // clockwise from the top
      m_places[std::size_t(y) * std::size_t(width) + std::size_t(x)] = {
          std::uint16_t(std::lround((turn < 0 ? turn + 1 : turn) * 65536) & 0xffff), std::uint8_t(ring),
          std::uint8_t(std::lround(255 * coverage))};
    }
  }
}

void StrobeImage::paintCircle(std::span<const StrobeModel::Ring> rings, const QColor& color, const QColor& ground) {
  std::vector<QRgb> profiles(rings.size() * kSteps);
  std::vector<unsigned> stripes;
  for (std::size_t i = 0; i < rings.size(); ++i) {
    stripes.push_back(unsigned(kCircularStripes * rings[i].partial));
    for (int step = 0; step < kSteps; ++step) {
      const double periods = double(step) / kSteps - rings[i].turns;
      profiles[i * kSteps + std::size_t(step)] = mixed(ground, color, brightness(rings[i], periods));
    }
  }
  const Place* place = m_places.data();
  for (int y = 0; y < m_image.height(); ++y) {
    auto* pixel = reinterpret_cast<QRgb*>(m_image.scanLine(y));
    for (int x = 0; x < m_image.width(); ++x, ++pixel, ++place) {
      if (place->coverage == 0) continue;
      const unsigned step = (place->angle * stripes[place->ring] / (65536 / kSteps)) % kSteps;
      const QRgb full = profiles[place->ring * std::size_t(kSteps) + step];
      *pixel = place->coverage == 255 ? full : faded(full, place->coverage);
    }
  }
}

void StrobeImage::paintBands(std::span<const StrobeModel::Ring> rings, const QColor& color, const QColor& ground) {
  const int width = m_image.width(), height = m_image.height();
  const double each = double(height) / double(rings.size());
  for (std::size_t i = 0; i < rings.size(); ++i) {
    const int top = int(std::lround(double(rings.size() - 1 - i) * each));
    const int bottom = int(std::lround(double(rings.size() - i) * each - (i > 0 ? each * kGapPart : 0)));
    if (bottom <= top) continue;  // lower than its rings
    auto* row = reinterpret_cast<QRgb*>(m_image.scanLine(top));
    const double periodsPerPixel = double(kLinearStripes * rings[i].partial) / width;
    for (int x = 0; x < width; ++x) {
      // A bright stripe is in the middle at zero turns.
      const double periods = (x + 0.5 - width / 2.0) * periodsPerPixel - rings[i].turns;
      row[x] = mixed(ground, color, brightness(rings[i], periods));
    }
    for (int y = top + 1; y < bottom; ++y) std::memcpy(m_image.scanLine(y), row, std::size_t(width) * sizeof(QRgb));
  }
}

}  // namespace tunescope::ui
