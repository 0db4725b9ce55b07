// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QSizeF>

#include <array>
#include <span>

namespace tunescope::ui {

// Upper and lower edge of a band at a column, in the item's coordinates.
struct TraceEdge {
  float top = 0;
  float bottom = 0;
};

// A band between two edges as pixels, each covered by the exact part of its area, for Qt's software renderer: its
// general polygons take ten times as long. Thread: one at a time. Realtime-safe: no (a new size allocates).
class TracePixels {
 public:
  // The edges stand evenly over the width of size. scale: pixels of the image for each of the item.
  void paint(std::span<const TraceEdge> edges, QSizeF size, double scale, const QColor& color);

  const QImage& image() const { return m_image; }  // of all of size
  int firstRow() const { return m_firstRow; }      // rows before it and from endRow() on are empty
  int endRow() const { return m_endRow; }

 private:
  void setColor(const QColor& color);
  void paintColumn(int x, TraceEdge left, TraceEdge right);

  QImage m_image;
  QColor m_color;
  std::array<QRgb, 256> m_shades{};  // premultiplied, by coverage
  int m_firstRow = 0;
  int m_endRow = 0;
};

}  // namespace tunescope::ui
