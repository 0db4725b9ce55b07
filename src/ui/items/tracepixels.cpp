// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/tracepixels.h"

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {

// How much of a column of width 1 is below the line from y = a on one side to y = b >= a on the other, down to y.
float areaBelow(float y, float a, float b) noexcept {
  if (y <= a) return 0;
  if (y >= b) return y - (a + b) / 2;
  return (y - a) * (y - a) / (2 * (b - a));
}

// Between two of the evenly placed edges.
TraceEdge edgeAt(std::span<const TraceEdge> edges, double at) noexcept {
  const auto last = double(edges.size() - 1);
  const double place = std::clamp(at, 0.0, last);
  const auto i = std::min(std::size_t(place), edges.size() - 2);
  const auto part = float(place - double(i));
  return {edges[i].top + part * (edges[i + 1].top - edges[i].top),
          edges[i].bottom + part * (edges[i + 1].bottom - edges[i].bottom)};
}

}  // namespace

void TracePixels::setColor(const QColor& color) {
  if (color == m_color) return;
  m_color = color;
  for (std::size_t i = 0; i < m_shades.size(); ++i) {
    const QRgb full = color.rgba();
    m_shades[i] = qPremultiply(qRgba(qRed(full), qGreen(full), qBlue(full), qAlpha(full) * int(i) / 255));
  }
}

void TracePixels::paint(std::span<const TraceEdge> edges, QSizeF size, double scale, const QColor& color) {
  const QSize pixels(int(std::ceil(size.width() * scale)), int(std::ceil(size.height() * scale)));
  if (edges.size() < 2 || pixels.isEmpty()) {
    m_firstRow = m_endRow = 0;
    return;
  }
  setColor(color);
  if (m_image.size() != pixels) {
    m_image = QImage(pixels, QImage::Format_ARGB32_Premultiplied);
    m_image.fill(0);
  } else {
    for (int y = m_firstRow; y < m_endRow; ++y) std::fill_n(m_image.scanLine(y), m_image.bytesPerLine(), uchar(0));
  }
  m_firstRow = pixels.height();
  m_endRow = 0;
  const double step = double(edges.size() - 1) / (size.width() * scale);
  const auto scaled = [scale](TraceEdge edge) {
    return TraceEdge{edge.top * float(scale), edge.bottom * float(scale)};
  };
  TraceEdge left = scaled(edgeAt(edges, 0));
  for (int x = 0; x < pixels.width(); ++x) {
    const TraceEdge right = scaled(edgeAt(edges, (x + 1) * step));
    paintColumn(x, left, right);
    left = right;
  }
}

void TracePixels::paintColumn(int x, TraceEdge left, TraceEdge right) {
  const auto [top, topEnd] = std::minmax(left.top, right.top);
  const auto [bottom, bottomEnd] = std::minmax(left.bottom, right.bottom);
  const int first = std::max(0, int(std::floor(top)));
  const int end = std::min(m_image.height(), int(std::ceil(bottomEnd)));
  if (first >= end) return;
  m_firstRow = std::min(m_firstRow, first);
  m_endRow = std::max(m_endRow, end);
  const qsizetype stride = m_image.bytesPerLine() / qsizetype(sizeof(QRgb));
  QRgb* pixel = reinterpret_cast<QRgb*>(m_image.bits()) + first * stride + x;
  float above = areaBelow(float(first), top, topEnd) - areaBelow(float(first), bottom, bottomEnd);
  for (int y = first; y < end; ++y, pixel += stride) {
    const auto row = float(y + 1);
    const float area = areaBelow(row, top, topEnd) - areaBelow(row, bottom, bottomEnd);
    const float part = std::clamp(area - above, 0.0F, 1.0F);
    above = area;
    *pixel = m_shades[std::size_t(std::lrint(part * 255))];
  }
}

}  // namespace tunescope::ui
