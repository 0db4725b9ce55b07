// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scope/scopepicture.h"
#include "present/scopetext.h"

#include <QColor>
#include <QImage>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace tunescope::ui {

// Draws sweeps into an image, with soft edges, and lets earlier ones fade. One image serves both renderers. Allocates
// when its size changes only. Thread: one at a time. Realtime-safe: no.
class ScopeImage {
 public:
  static constexpr std::size_t kTraces = core::ScopeMemory::kMaxChannels;
  using Colors = std::array<QColor, kTraces>;

  struct Look {
    present::ScopeScale scale;
    double lineWidth = 2;   // pixels of the image
    double keptShare = 0;   // of the brightness of what was drawn before: 0 to 1
    bool isXy = false;      // points instead of columns ...
    bool isTurned = false;  // ... by 45 degrees: mono is vertical (goniometer)
    double xyRange = 1;     // full scales from the centre to the edge
  };

  void resize(QSize size, const Colors& colors);
  void clear();  // nothing fades
  const QImage& draw(const core::ScopePicture& picture, const Look& look);

 private:
  struct Edge {
    float top = 0;
    float bottom = 0;
  };
  struct Rows {
    int first = 0;
    int last = 0;  // behind them
    bool isEmpty() const { return first >= last; }
    void include(const Rows& other);
  };

  Rows layOut(const core::ScopePicture& picture, std::size_t trace, const Look& look);
  void drawTrace(std::size_t trace, const Rows& rows, double shift);
  void fade(double keptShare);
  void drawPoints(std::span<const core::ScopePoint> points, const Look& look);
  void drawLine(QPointF from, QPointF to, std::uint16_t heat);
  void splat(double x, double y, std::uint16_t heat);
  void paint();

  QSize m_size;
  Colors m_colors;
  std::array<std::array<QRgb, 256>, kTraces> m_tables{};   // premultiplied, by heat
  std::array<std::vector<std::uint16_t>, kTraces> m_heat;  // brightness of each pixel
  std::vector<Edge> m_joined;
  std::vector<Edge> m_edges;
  std::vector<float> m_cover;
  Rows m_hot;                           // where there is any heat
  Rows m_painted;                       // in the image
  std::size_t m_first = 0, m_last = 0;  // columns with samples
  QImage m_image;
};

}  // namespace tunescope::ui
