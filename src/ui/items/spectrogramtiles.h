// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spectrogram/spectrogramstore.h"
#include "ui/items/imagetexture.h"

#include <QImage>
#include <QSGImageNode>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

class QQuickWindow;

namespace tunescope::ui {

// How the columns of a spectrogram become pixels.
struct SpectrogramStyle {
  int height = 0;  // pixels
  double lowRow = 0, highRow = 1;
  int columnsPerPixel = 1;
  bool isSharp = false;  // rows are lines: what lies between two of them is not their mean
  std::array<std::uint32_t, 256> colours{};

  bool operator==(const SpectrogramStyle&) const = default;
};

// The picture of a spectrogram in tiles of 64 pixel columns: only the newest tile is painted and uploaded again while
// columns arrive, with OpenGL into the same texture; the others only move. Both renderers draw them. Thread: render,
// while the gui thread waits. Realtime-safe: no.
class SpectrogramTiles {
 public:
  static constexpr int kTileColumns = 64;

  // Forgets all tiles if the style is another one.
  void setStyle(const SpectrogramStyle& style, QSGNode& parent);
  // Shows the pixel columns from first to before end; the right edge of the last is at right. width: of each.
  void show(const core::SpectrogramStore& store, std::int64_t first, std::int64_t end, double right, double width,
            QQuickWindow& window, QSGNode& parent);
  void clear(QSGNode& parent);

  // Colours one pixel column of an image from the levels of the rows.
  void paintColumn(std::span<const std::uint8_t> levels, QImage& image, int x) const;
  std::uint64_t paintedTiles() const { return m_paintedTiles; }  // since the start: uploads

 private:
  struct Tile {
    QSGImageNode* node = nullptr;
    std::unique_ptr<ImageTexture> texture = std::make_unique<ImageTexture>();
    // One is shown while the other is painted, so that neither is copied. Empty when the tile is complete.
    std::array<QImage, 2> images;
    std::array<int, 2> columns{};  // that are painted
    int next = 0;                  // the image to paint
    int shown = 0;                 // columns that the texture has
  };
  // A pixel's rows: the highest of first to last, or a mix of both.
  struct Pixel {
    std::uint16_t first = 0, last = 0;
    std::uint16_t mix = 0;  // of last, in 256ths
  };
  void plan();
  void paint(Tile& tile, const core::SpectrogramStore& store, std::int64_t first, int columns, QQuickWindow& window);

  SpectrogramStyle m_style;
  std::vector<Pixel> m_pixels;
  bool m_isMixed = false;
  std::map<std::int64_t, Tile> m_tiles;
  std::vector<std::uint8_t> m_levels = std::vector<std::uint8_t>(core::SpectrogramRows::kCount);
  UploadPixels m_uploaded;
  std::uint64_t m_paintedTiles = 0;
};

}  // namespace tunescope::ui
