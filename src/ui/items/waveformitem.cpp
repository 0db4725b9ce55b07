// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/waveformitem.h"

#include "ui/items/waveformnodes.h"

#include <QQuickWindow>
#include <QSGRendererInterface>

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {

// The highest point of a disc whose centre moves along a line: y0 and slope of the line at dx = 0, dx from lo to hi.
double topOfStroke(double y0, double slope, double radius, double lo, double hi) {
  const double dx = std::clamp(-slope * radius / std::hypot(1, slope), lo, hi);
  return y0 + slope * dx - std::sqrt(std::max(0.0, radius * radius - dx * dx));
}

}  // namespace

WaveformItem::WaveformItem(QQuickItem* parent) : QQuickItem(parent) {
  setFlag(ItemHasContents);
}

WaveformItem::~WaveformItem() {
  if (m_model) m_model->setColumns(0, this);
}

void WaveformItem::setModel(WaveformModel* model) {
  if (model == m_model) return;
  if (m_model) {
    disconnect(m_model, nullptr, this, nullptr);
    m_model->setColumns(0, this);
  }
  m_model = model;
  if (m_model) {
    connect(m_model, &WaveformModel::changed, this, [this] {
      if (isVisible()) update();  // Qt would also have a hidden item drawn
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
  if (isVisible()) update();  // as above: Qt would request a further frame
}

// One column per pixel, and none for a hidden view.
void WaveformItem::updateColumns() {
  if (m_model) m_model->setColumns(isVisible() && window() ? int(std::ceil(width())) : 0, this);
}

void WaveformItem::layOut(const core::WaveformFrame& frame, double gain, QSizeF size, double lineWidth, double margin,
                          std::vector<Edge>& edges) {
  const std::size_t count = frame.columns.size();
  edges.resize(count);
  const double middle = size.height() / 2;
  const double scale = std::max(0.0, middle - lineWidth) * gain;
  const auto yOf = [&](float sample) { return middle - std::clamp(sample * scale, -middle, middle); };
  const auto centre = [&](std::size_t i) { return (yOf(frame.columns[i].max) + yOf(frame.columns[i].min)) / 2; };
  const double step = size.width() / double(std::max<std::size_t>(count, 2) - 1);
  const double radius = std::max(0.0, lineWidth / 2 + margin);
  const auto reach = std::size_t(step > 0 ? std::ceil(radius / step) : 0);
  for (std::size_t i = 0; i < count; ++i) {
    double top = std::min(yOf(frame.columns[i].max) - margin, centre(i) - radius);
    double bottom = std::max(yOf(frame.columns[i].min) + margin, centre(i) + radius);
    // The segments of the line within a radius of this column.
    for (std::size_t k = i - std::min(i, reach); k + 1 < count && k < i + reach; ++k) {
      const double left = (double(k) - double(i)) * step;
      const double slope = (centre(k + 1) - centre(k)) / step;
      const double lo = std::max(left, -radius), hi = std::min(left + step, radius);
      const double y0 = centre(k) - slope * left;
      top = std::min(top, topOfStroke(y0, slope, radius, lo, hi));
      bottom = std::max(bottom, -topOfStroke(-y0, -slope, radius, lo, hi));
    }
    edges[i] = {float(top), float(bottom)};
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
  const core::WaveformFrame& frame = m_model->frame();
  const QSizeF size(width(), height());
  if (window()->rendererInterface()->graphicsApi() == QSGRendererInterface::Software) {
    layOut(frame, m_model->gain(), size, m_lineWidth, 0, m_edges);
    return updatePaintedTrace(old, window(), m_edges, size, m_color);
  }
  layOut(frame, m_model->gain(), size, m_lineWidth, kTraceFeather / 2, m_edges);
  layOut(frame, m_model->gain(), size, m_lineWidth, -kTraceFeather / 2, m_innerEdges);
  return updateTriangleTrace(old, m_edges, m_innerEdges, width(), m_color);
}

}  // namespace tunescope::ui
