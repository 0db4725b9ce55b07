// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/waveformitem.h"

#include "ui/waveformnodes.h"

#include <QQuickWindow>
#include <QSGRendererInterface>

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

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
  if (m_model) connect(m_model, &WaveformModel::changed, this, &QQuickItem::update);
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
  if (change == ItemVisibleHasChanged || change == ItemSceneChange) updateColumns();
}

// One column for each pixel, and none for a view that nobody sees.
void WaveformItem::updateColumns() {
  if (m_model) m_model->setColumns(isVisible() && window() ? int(std::ceil(width())) : 0);
}

void WaveformItem::layOut(const core::WaveformFrame& frame, double gain, double height, double lineWidth,
                          std::vector<Edge>& edges) {
  edges.resize(frame.columns.size());
  const double middle = height / 2;
  const double scale = std::max(0.0, middle - lineWidth) * gain;
  const auto yOf = [&](float sample) { return middle - std::clamp(sample * scale, -middle, middle); };
  float joinMin = 0, joinMax = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    core::MinMax column = frame.columns[i];
    // A column reaches to its neighbour's nearer end: the line does not break where the signal is steep.
    if (i > 0) {
      column.max = std::max(column.max, joinMin);
      column.min = std::min(column.min, joinMax);
    }
    joinMin = frame.columns[i].min;
    joinMax = frame.columns[i].max;
    const double top = yOf(column.max), bottom = yOf(column.min);
    const double widen = std::max(0.0, lineWidth - (bottom - top)) / 2;
    edges[i] = {float(top - widen), float(bottom + widen)};
  }
}

QSGNode* WaveformItem::updatePaintNode(QSGNode* old, UpdatePaintNodeData*) {
  const bool isEmpty = !m_model || m_model->frame().columns.size() < 2 || width() <= 0 || height() <= 0;
  if (isEmpty) {
    delete old;
    if (m_model) m_model->acknowledge();
    return nullptr;
  }
  layOut(m_model->frame(), m_model->gain(), height(), m_lineWidth, m_edges);
  const bool isSoftware = window()->rendererInterface()->graphicsApi() == QSGRendererInterface::Software;
  QSGNode* node = isSoftware ? updatePaintedTrace(old, window(), m_edges, QSizeF(width(), height()), m_color)
                             : updateTriangleTrace(old, m_edges, width(), m_color);
  // Drawn, or as good as: the next frame may come. Through the event loop, this may be the render thread.
  QMetaObject::invokeMethod(m_model, &WaveformModel::acknowledge, Qt::QueuedConnection);
  return node;
}

}  // namespace tunescope::ui
