// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/scopeimage.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::ui {

namespace {

constexpr float kFullHeat = 65535;
constexpr double kFarPixels = 20000;  // beyond any image; what lies farther is drawn there

}  // namespace

void ScopeImage::Rows::include(const Rows& other) {
  if (other.isEmpty()) return;
  if (isEmpty()) {
    *this = other;
  } else {
    *this = {std::min(first, other.first), std::max(last, other.last)};
  }
}

void ScopeImage::resize(QSize size, const Colors& colors) {
  if (colors != m_colors) {
    m_colors = colors;
    for (std::size_t trace = 0; trace < kTraces; ++trace) {
      const QColor& color = colors[trace];
      for (int heat = 0; heat < 256; ++heat) {
        m_tables[trace][std::size_t(heat)] = qPremultiply(qRgba(color.red(), color.green(), color.blue(), heat));
      }
    }
    m_painted = {0, m_size.height()};
  }
  if (size == m_size) return;
  m_size = size;
  const auto pixels = std::size_t(size.width()) * std::size_t(size.height());
  for (auto& heat : m_heat) heat.assign(pixels, 0);
  m_cover.assign(std::size_t(size.width()) + 3, 0);
  m_image = QImage(size, QImage::Format_ARGB32_Premultiplied);
  m_image.fill(0);
  m_hot = m_painted = {};
}

void ScopeImage::clear() {
  fade(0);
}

const QImage& ScopeImage::draw(const core::ScopePicture& picture, const Look& look) {
  fade(look.keptShare);
  if (look.isXy) {
    drawPoints(picture.points, look);
  } else {
    for (std::size_t trace = 0; trace < std::min(picture.channels, kTraces); ++trace) {
      const Rows rows = layOut(picture, trace, look);
      drawTrace(trace, rows, picture.shift);
      m_hot.include(rows);
    }
  }
  paint();
  return m_image;
}

// Upper and lower edge of the trace in each column: the columns are joined half way, then widened by a disc.
ScopeImage::Rows ScopeImage::layOut(const core::ScopePicture& picture, std::size_t trace, const Look& look) {
  const auto& columns = picture.columns[trace];
  m_first = picture.first;
  m_last = std::min(picture.last, columns.size());
  m_joined.resize(columns.size());
  m_edges.resize(columns.size());
  if (m_first >= m_last) return {};
  const double height = m_size.height();
  const auto yOf = [&](float value) {
    return std::clamp(look.scale.yOf(double(value)) * height, -kFarPixels, kFarPixels);
  };
  for (std::size_t i = m_first; i < m_last; ++i) {
    const auto [min, max] = columns[i];
    // In decibels a column that crosses zero reaches down to nothing.
    const bool isAcross = look.scale.isDecibels && min < 0 && max > 0;
    const double one = yOf(isAcross ? std::max(-min, max) : max);
    const double other = isAcross ? kFarPixels : yOf(min);
    m_joined[i] = {float(std::min(one, other)), float(std::max(one, other))};
  }
  m_edges = m_joined;
  for (std::size_t i = m_first; i + 1 < m_last; ++i) {
    const float middle = 0.25F * (m_joined[i].top + m_joined[i].bottom + m_joined[i + 1].top + m_joined[i + 1].bottom);
    for (Edge* edge : {&m_edges[i], &m_edges[i + 1]}) {
      edge->top = std::min(edge->top, middle);
      edge->bottom = std::max(edge->bottom, middle);
    }
  }
  m_joined = m_edges;
  const double radius = look.lineWidth / 2;
  const int reach = int(radius);
  float top = float(kFarPixels), bottom = -float(kFarPixels);
  for (std::size_t i = m_first; i < m_last; ++i) {
    for (int dx = -reach; dx <= reach; ++dx) {
      const auto k = std::ptrdiff_t(i) + dx;
      if (k < std::ptrdiff_t(m_first) || k >= std::ptrdiff_t(m_last)) continue;
      const auto rise = float(std::sqrt(radius * radius - dx * dx));
      m_edges[i].top = std::min(m_edges[i].top, m_joined[std::size_t(k)].top - rise);
      m_edges[i].bottom = std::max(m_edges[i].bottom, m_joined[std::size_t(k)].bottom + rise);
    }
    top = std::min(top, m_edges[i].top);
    bottom = std::max(bottom, m_edges[i].bottom);
  }
  return {std::clamp(int(std::floor(top)), 0, m_size.height()), std::clamp(int(std::ceil(bottom)), 0, m_size.height())};
}

// Row by row; a pixel that two columns share has its share of both.
void ScopeImage::drawTrace(std::size_t trace, const Rows& rows, double shift) {
  if (rows.isEmpty()) return;
  const auto width = std::size_t(m_size.width());
  const auto right = float(-shift);  // of the second column
  const std::size_t count = std::min(m_edges.size(), m_cover.size() - 1);
  const std::size_t last = std::min(m_last, count);
  std::fill(m_cover.begin(), m_cover.end(), 0.0F);
  for (int y = rows.first; y < rows.last; ++y) {
    const auto upper = float(y), lower = float(y + 1);
    for (std::size_t i = m_first; i < last; ++i) {
      const float cover = std::min(m_edges[i].bottom, lower) - std::max(m_edges[i].top, upper);
      m_cover[i] = cover < 0 ? 0 : cover;
    }
    std::uint16_t* heat = m_heat[trace].data() + std::size_t(y) * width;
    for (std::size_t x = 0; x < width; ++x) {
      const float cover = m_cover[x] + right * (m_cover[x + 1] - m_cover[x]);
      const auto value = std::uint16_t(int(cover * kFullHeat));
      heat[x] = heat[x] > value ? heat[x] : value;
    }
  }
}

void ScopeImage::fade(double keptShare) {
  if (m_hot.isEmpty()) return;
  const auto kept = std::uint32_t(std::clamp(keptShare, 0.0, 1.0) * 65536);
  const auto width = std::size_t(m_size.width());
  const std::size_t begin = std::size_t(m_hot.first) * width, end = std::size_t(m_hot.last) * width;
  for (auto& heat : m_heat) {
    if (kept == 0) {
      std::fill(heat.begin() + std::ptrdiff_t(begin), heat.begin() + std::ptrdiff_t(end), std::uint16_t(0));
    } else {
      for (std::size_t i = begin; i < end; ++i) heat[i] = std::uint16_t(heat[i] * kept >> 16);
    }
  }
  if (kept == 0) m_hot = {};
}

void ScopeImage::drawPoints(std::span<const core::ScopePoint> points, const Look& look) {
  const double side = std::min(m_size.width(), m_size.height()) / 2.0 / look.xyRange;
  const auto place = [&](const core::ScopePoint& point) {
    double x = double(point.x), y = double(point.y);
    if (look.isTurned) {
      const double left = x;
      x = (y - left) / std::numbers::sqrt2;  // the left channel is on the left
      y = (left + y) / std::numbers::sqrt2;
    }
    return QPointF(m_size.width() / 2.0 + x * side, m_size.height() / 2.0 - y * side);
  };
  for (std::size_t i = 1; i < points.size(); ++i) {
    // Older ones are dimmer.
    const double age = double(i) / double(points.size());
    drawLine(place(points[i - 1]), place(points[i]), std::uint16_t(kFullHeat * float(0.25 + 0.75 * age)));
  }
  if (!points.empty()) m_hot = {0, m_size.height()};
}

void ScopeImage::drawLine(QPointF from, QPointF to, std::uint16_t heat) {
  const QPointF way = to - from;
  const double steps = std::ceil(std::max({std::abs(way.x()), std::abs(way.y()), 1.0}));
  if (!(steps < kFarPixels)) return;
  for (int i = 0; i < int(steps); ++i) {
    const QPointF at = from + way * (i / steps);
    splat(at.x() - 0.5, at.y() - 0.5, heat);
  }
}

// A spot of one pixel on the four that it covers.
void ScopeImage::splat(double x, double y, std::uint16_t heat) {
  const int left = int(std::floor(x)), top = int(std::floor(y));
  if (left < 0 || top < 0 || left + 1 >= m_size.width() || top + 1 >= m_size.height()) return;
  const double fx = x - left, fy = y - top;
  std::uint16_t* row = m_heat[0].data() + std::size_t(top) * std::size_t(m_size.width()) + left;
  const auto put = [heat](std::uint16_t& pixel, double share) { pixel = std::max(pixel, std::uint16_t(heat * share)); };
  put(row[0], (1 - fx) * (1 - fy));
  put(row[1], fx * (1 - fy));
  row += m_size.width();
  put(row[0], (1 - fx) * fy);
  put(row[1], fx * fy);
}

void ScopeImage::paint() {
  Rows rows = m_painted;
  rows.include(m_hot);
  const auto width = std::size_t(m_size.width());
  for (int y = rows.first; y < rows.last; ++y) {
    auto* line = reinterpret_cast<QRgb*>(m_image.scanLine(y));
    const std::uint16_t* first = m_heat[0].data() + std::size_t(y) * width;
    const std::uint16_t* second = m_heat[1].data() + std::size_t(y) * width;
    for (std::size_t x = 0; x < width; ++x) {
      const QRgb over = m_tables[0][first[x] >> 8];
      const QRgb under = m_tables[1][second[x] >> 8];
      if (qAlpha(under) == 0 || qAlpha(over) == 255) {
        line[x] = over;
        continue;
      }
      const int rest = 255 - qAlpha(over);
      const auto mix = [rest](int above, int below) { return std::min(255, above + (below * rest + 127) / 255); };
      line[x] = qRgba(mix(qRed(over), qRed(under)), mix(qGreen(over), qGreen(under)), mix(qBlue(over), qBlue(under)),
                      mix(qAlpha(over), qAlpha(under)));
    }
  }
  m_painted = m_hot;
}

}  // namespace tunescope::ui
