// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/waveformitem.h"

#include "ui/waveformnodes.h"

#include <QQuickWindow>
#include <QSGRendererInterface>

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {
constexpr double kMostSteepness = 24;  // beyond, a line is as good as upright
}  // namespace

WaveformItem::WaveformItem(QQuickItem* parent) : QQuickItem(parent) {
  setFlag(ItemHasContents);
}

WaveformItem::~WaveformItem() {
  if (m_model) m_model->setColumns(0);
}

void WaveformItem::setModel(WaveformModel* model) {
  if (model == m_model) return;
  if (m_model) {
    disconnect(m_model, nullptr, this, nullptr);
    m_model->setColumns(0);
  }
  m_model = model;
  if (m_model) {
    connect(m_model, &WaveformModel::changed, this, [this] {
      if (isVisible()) update();  // Qt would have a hidden item drawn as well
    });
  }
  updateColumns();
  update();
  Q_EMIT modelChanged();
}

void WaveformItem::setColor(const QColor& color) {
  if (color == m_color) return;
  m_color = color;
  update();
  Q_EMIT colorChanged();
}

void WaveformItem::setLineWidth(double width) {
  if (!(std::abs(width - m_lineWidth) > 0)) return;
  m_lineWidth = width;
  update();
  Q_EMIT lineWidthChanged();
}

void WaveformItem::geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) {
  QQuickItem::geometryChange(newGeometry, oldGeometry);
  updateColumns();
  update();
}

void WaveformItem::itemChange(ItemChange change, const ItemChangeData& data) {
  QQuickItem::itemChange(change, data);
  if (change != ItemVisibleHasChanged && change != ItemSceneChange) return;
  updateColumns();
  if (isVisible()) update();  // as above: a frame more would be asked for
}

// One column for each pixel, and none for a view that nobody sees.
void WaveformItem::updateColumns() {
  if (m_model) m_model->setColumns(isVisible() && window() ? int(std::ceil(width())) : 0);
}

void WaveformItem::layOut(const core::WaveformFrame& frame, double gain, QSizeF size, double lineWidth,
                          std::vector<Edge>& edges) {
  const std::size_t count = frame.columns.size();
  edges.resize(count);
  const double middle = size.height() / 2;
  const double scale = std::max(0.0, middle - lineWidth) * gain;
  const auto yOf = [&](float sample) { return float(middle - std::clamp(sample * scale, -middle, middle)); };
  for (std::size_t i = 0; i < count; ++i) {
    core::MinMax column = frame.columns[i];
    // A column reaches to its neighbour's nearer end: the line does not break where the signal is steep.
    if (i > 0) {
      column.max = std::max(column.max, frame.columns[i - 1].min);
      column.min = std::min(column.min, frame.columns[i - 1].max);
    }
    edges[i] = {yOf(column.max), yOf(column.min)};
  }
  // A line has one width across its direction, so a steep one is longer upright.
  const double step = size.width() / double(std::max<std::size_t>(count, 2) - 1);
  const auto centre = [&](std::size_t i) { return (yOf(frame.columns[i].max) + yOf(frame.columns[i].min)) / 2; };
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t before = i > 0 ? i - 1 : i, after = std::min(i + 1, count - 1);
    const double run = double(std::max<std::size_t>(after - before, 1)) * step;
    const double slope = step > 0 ? (centre(after) - centre(before)) / run : 0;
    Edge& edge = edges[i];
    edge.steepness = float(std::min(std::hypot(1, slope), kMostSteepness));
    const float widen = std::max(0.0F, float(lineWidth) * edge.steepness - (edge.bottom - edge.top)) / 2;
    edge.top -= widen;
    edge.bottom += widen;
  }
}

QSGNode* WaveformItem::updatePaintNode(QSGNode* old, UpdatePaintNodeData*) {
  const bool isEmpty = !m_model || m_model->frame().columns.size() < 2 || width() <= 0 || height() <= 0;
  // Through the event loop: this may be the render thread.
  if (m_model) QMetaObject::invokeMethod(m_model, &WaveformModel::acknowledge, Qt::QueuedConnection);
  if (isEmpty) {
    delete old;
    return nullptr;
  }
  layOut(m_model->frame(), m_model->gain(), QSizeF(width(), height()), m_lineWidth, m_edges);
  const bool isSoftware = window()->rendererInterface()->graphicsApi() == QSGRendererInterface::Software;
  return isSoftware ? updatePaintedTrace(old, window(), m_edges, QSizeF(width(), height()), m_color)
                    : updateTriangleTrace(old, m_edges, width(), m_color);
}

}  // namespace tunescope::ui
