// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/spectrogramtiles.h"

#include <QQuickWindow>
#include <QSGTexture>

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

using core::SpectrogramRows;

namespace {
constexpr double kMixedBelow = 0.5;  // rows to a pixel: higher rows are mixed with their neighbours
}

void SpectrogramTiles::setStyle(const SpectrogramStyle& style, QSGNode& parent) {
  if (style == m_style) return;
  clear(parent);
  m_style = style;
  plan();
}

void SpectrogramTiles::clear(QSGNode& parent) {
  for (auto& [index, tile] : m_tiles) {
    if (tile.node->parent()) parent.removeChildNode(tile.node);
    delete tile.node;
  }
  m_tiles.clear();
}

void SpectrogramTiles::plan() {
  m_pixels.resize(std::size_t(std::max(0, m_style.height)));
  const double perPixel = (m_style.highRow - m_style.lowRow) / std::max(1, m_style.height);
  m_isMixed = perPixel < kMixedBelow && !m_style.isSharp;
  const auto clamped = [](double row) {
    return std::uint16_t(std::clamp(row, 0.0, double(SpectrogramRows::kCount - 1)));
  };
  for (std::size_t y = 0; y < m_pixels.size(); ++y) {
    const double top = m_style.highRow - double(y) * perPixel;
    if (!m_isMixed && perPixel < 1) {  // the row in its middle
      const std::uint16_t row = clamped(std::floor(top - perPixel / 2));
      m_pixels[y] = {row, row, 0};
      continue;
    }
    if (!m_isMixed) {
      m_pixels[y] = {clamped(std::floor(top - perPixel)), clamped(std::ceil(top) - 1), 0};
      continue;
    }
    const double middle = top - perPixel / 2 - 0.5;  // between the middles of two rows
    const double below = std::floor(middle);
    m_pixels[y] = {clamped(below), clamped(below + 1), std::uint16_t((middle - below) * 256)};
  }
}

void SpectrogramTiles::paintColumn(std::span<const std::uint8_t> levels, QImage& image, int x) const {
  auto* pixel = reinterpret_cast<QRgb*>(image.bits()) + x;
  const auto stride = image.bytesPerLine() / qsizetype(sizeof(QRgb));
  for (const Pixel& rows : m_pixels) {
    unsigned level = levels[rows.last];
    if (m_isMixed) {
      level = (levels[rows.first] * (256U - rows.mix) + level * rows.mix + 128U) >> 8;
    } else {
      for (std::size_t row = rows.first; row < rows.last; ++row) level = std::max<unsigned>(level, levels[row]);
    }
    *pixel = m_style.colours[level];
    pixel += stride;
  }
}

void SpectrogramTiles::paint(Tile& tile, const core::SpectrogramStore& store, std::int64_t first, int columns,
                             QQuickWindow& window) {
  QImage& image = tile.images[std::size_t(tile.next)];
  int& painted = tile.columns[std::size_t(tile.next)];
  if (image.isNull()) {
    image = QImage(kTileColumns, m_style.height, QImage::Format_RGB32);
    image.fill(m_style.colours[0]);
    painted = 0;
  }
  const auto perPixel = std::uint64_t(m_style.columnsPerPixel);
  for (; painted < columns; ++painted) {
    const auto from = std::uint64_t(first + painted) * perPixel;
    store.over(from, from + perPixel, m_levels);
    paintColumn(m_levels, image, painted);
  }
  tile.node->setTexture(tile.texture->update(window, image, QQuickWindow::TextureIsOpaque, m_uploaded));
  tile.node->markDirty(QSGNode::DirtyMaterial);
  tile.shown = columns;
  tile.next = 1 - tile.next;
  ++m_paintedTiles;
  if (columns == kTileColumns) tile.images = {};  // the texture has it
}

void SpectrogramTiles::show(const core::SpectrogramStore& store, std::int64_t first, std::int64_t end, double right,
                            double width, QQuickWindow& window, QSGNode& parent) {
  first = std::max<std::int64_t>(0, first);
  const auto tileOf = [](std::int64_t pixel) { return pixel / kTileColumns; };
  for (auto tile = m_tiles.begin(); tile != m_tiles.end();) {
    const bool isSeen = first < end && tile->first >= tileOf(first) && tile->first <= tileOf(end - 1);
    if (!isSeen) {
      if (tile->second.node->parent()) parent.removeChildNode(tile->second.node);
      delete tile->second.node;
    }
    tile = isSeen ? std::next(tile) : m_tiles.erase(tile);
  }
  const auto stored = std::int64_t(store.end()) / m_style.columnsPerPixel;
  for (std::int64_t index = tileOf(first); first < end && index <= tileOf(end - 1); ++index) {
    Tile& tile = m_tiles[index];
    if (!tile.node) {
      tile.node = window.createImageNode();
      tile.node->setFiltering(QSGTexture::Nearest);
    }
    const std::int64_t begin = index * kTileColumns;
    // Also what lies beyond the right edge, as far as it is stored: it is not painted again when it is scrolled in.
    const int columns = int(std::clamp<std::int64_t>(std::max(stored, end) - begin, 0, kTileColumns));
    if (tile.shown < std::min<std::int64_t>(columns, end - begin)) paint(tile, store, begin, columns, window);
    if (!tile.node->texture()) continue;
    const double left = right - double(end - begin) * width;
    const int shown = int(std::clamp<std::int64_t>(end - begin, 1, kTileColumns));
    tile.node->setSourceRect(0, 0, shown, m_style.height);
    tile.node->setRect(left, 0, shown * width, m_style.height);
    if (!tile.node->parent()) parent.appendChildNode(tile.node);  // the software renderer needs its texture by now
  }
}

}  // namespace tunescope::ui
