// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/waveformnodes.h"

#include <QPainter>
#include <QQuickWindow>
#include <QSGGeometryNode>
#include <QSGRenderNode>
#include <QSGRendererInterface>
#include <QSGVertexColorMaterial>

#include <algorithm>
#include <cmath>
#include <vector>

namespace tunescope::ui {

namespace {

constexpr int kVerticesPerColumn = 4;  // faded top, full top, full bottom, faded bottom
constexpr int kIndicesPerGap = 18;     // three quads between two columns
static_assert(WaveformModel::kMaxColumns * kVerticesPerColumn <= 65536, "indices are 16 bits wide");

void fillIndices(QSGGeometry& geometry, int columns) {
  quint16* index = geometry.indexDataAsUShort();
  for (int column = 0; column + 1 < columns; ++column) {
    for (int band = 0; band + 1 < kVerticesPerColumn; ++band) {
      const auto a = quint16(column * kVerticesPerColumn + band);
      const auto b = quint16(a + kVerticesPerColumn);
      for (const int vertex : {int(a), int(b), a + 1, a + 1, int(b), b + 1}) *index++ = quint16(vertex);
    }
  }
}

QSGGeometryNode* makeTriangleNode(int columns) {
  auto* node = new QSGGeometryNode;
  auto* geometry = new QSGGeometry(QSGGeometry::defaultAttributes_ColoredPoint2D(), columns * kVerticesPerColumn,
                                   (columns - 1) * kIndicesPerGap, QSGGeometry::UnsignedShortType);
  geometry->setDrawingMode(QSGGeometry::DrawTriangles);
  geometry->setVertexDataPattern(QSGGeometry::DynamicPattern);
  fillIndices(*geometry, columns);
  node->setGeometry(geometry);
  auto* material = new QSGVertexColorMaterial;
  material->setFlag(QSGMaterial::Blending);
  node->setMaterial(material);
  node->setFlags(QSGNode::OwnsGeometry | QSGNode::OwnsMaterial);
  return node;
}

// Qt's software renderer provides its painter. The pixels are made for its scale: a screen's, or a picture's.
class PaintedTrace : public QSGRenderNode {
 public:
  explicit PaintedTrace(QQuickWindow* window) : m_window(window) {}

  void update(std::span<const WaveformItem::Edge> edges, QSizeF size, const QColor& color) {
    m_size = size;
    m_color = color;
    m_edges.assign(edges.begin(), edges.end());
    m_paintedScale = 0;
    markDirty(QSGNode::DirtyMaterial);
  }

  void render(const RenderState* state) override {
    auto* painter = static_cast<QPainter*>(
        m_window->rendererInterface()->getResource(m_window, QSGRendererInterface::PainterResource));
    if (!painter) return;
    painter->save();
    if (const QRegion* clip = state->clipRegion(); clip && !clip->isEmpty())
      painter->setClipRegion(*clip, Qt::ReplaceClip);
    painter->setTransform(matrix()->toTransform());
    painter->setOpacity(inheritedOpacity());
    const double scale = std::clamp(std::abs(painter->deviceTransform().m11()), 0.5, 4.0);
    if (std::abs(scale - m_paintedScale) > 0) m_pixels.paint(m_edges, m_size, scale, m_color);
    m_paintedScale = scale;
    const int first = m_pixels.firstRow(), rows = m_pixels.endRow() - first;
    const QRectF source(0, first, m_pixels.image().width(), rows);
    if (rows > 0)
      painter->drawImage(QRectF(0, first / scale, source.width() / scale, rows / scale), m_pixels.image(), source);
    painter->restore();
  }
  StateFlags changedStates() const override { return {}; }
  RenderingFlags flags() const override { return BoundedRectRendering; }
  QRectF rect() const override { return QRectF(QPointF(), m_size); }

 private:
  QQuickWindow* m_window;
  std::vector<WaveformItem::Edge> m_edges;
  TracePixels m_pixels;
  double m_paintedScale = 0;  // 0: the pixels are of another trace
  QSizeF m_size;
  QColor m_color;
};

}  // namespace

QSGNode* updateTriangleTrace(QSGNode* old, std::span<const WaveformItem::Edge> outer,
                             std::span<const WaveformItem::Edge> inner, double width, const QColor& color) {
  const int columns = int(outer.size());
  auto* node = static_cast<QSGGeometryNode*>(old);
  if (!node || node->geometry()->vertexCount() != columns * kVerticesPerColumn) {
    delete node;
    node = makeTriangleNode(columns);
  }
  const auto level = [&](double part) { return uchar(std::lround(255 * color.alphaF() * part)); };
  const uchar alpha = level(1);
  const uchar red = level(color.redF()), green = level(color.greenF()), blue = level(color.blueF());  // premultiplied
  const float step = float(width) / float(columns - 1);
  QSGGeometry::ColoredPoint2D* vertex = node->geometry()->vertexDataAsColoredPoint2D();
  for (int i = 0; i < columns; ++i) {
    const float x = float(i) * step;
    const WaveformItem::Edge& faded = outer[std::size_t(i)];
    const WaveformItem::Edge& full = inner[std::size_t(i)];
    (vertex++)->set(x, faded.top, 0, 0, 0, 0);
    (vertex++)->set(x, full.top, red, green, blue, alpha);
    (vertex++)->set(x, full.bottom, red, green, blue, alpha);
    (vertex++)->set(x, faded.bottom, 0, 0, 0, 0);
  }
  node->markDirty(QSGNode::DirtyGeometry);
  return node;
}

QSGNode* updatePaintedTrace(QSGNode* old, QQuickWindow* window, std::span<const WaveformItem::Edge> edges, QSizeF size,
                            const QColor& color) {
  auto* node = static_cast<PaintedTrace*>(old);
  if (!node) node = new PaintedTrace(window);
  node->update(edges, size, color);
  return node;
}

}  // namespace tunescope::ui
