// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/items/tracepixels.h"
#include "ui/models/waveformmodel.h"

#include <QColor>
#include <QPointer>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace tunescope::ui {

// Draws a WaveformModel as one band from the lowest to the highest sample of each column, with soft edges. The geometry
// is allocated once for each number of columns; a frame only moves its vertices. For Qt's software
// renderer, which draws no geometry, the same outline is painted. Thread: gui (drawing: render, with gui waiting).
class WaveformItem : public QQuickItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::WaveformModel* model READ model WRITE setModel NOTIFY modelChanged)
  Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY colorChanged)
  Q_PROPERTY(double lineWidth READ lineWidth WRITE setLineWidth NOTIFY lineWidthChanged)

 public:
  explicit WaveformItem(QQuickItem* parent = nullptr);
  ~WaveformItem() override;

  WaveformModel* model() const { return m_model; }
  void setModel(WaveformModel* model);
  QColor color() const { return m_color; }
  void setColor(const QColor& color);
  double lineWidth() const { return m_lineWidth; }  // of a thinner signal, in pixels of the item
  void setLineWidth(double width);

  using Edge = TraceEdge;
  // The outline of a line of lineWidth through the middles of the columns, equally wide on steep and on
  // level parts, and of the columns themselves. margin: how far the outline lies outside of that, in
  // pixels; negative: inside.
  static void layOut(const core::WaveformFrame& frame, double gain, QSizeF size, double lineWidth, double margin,
                     std::vector<Edge>& edges);

 Q_SIGNALS:
  void modelChanged();
  void colorChanged();
  void lineWidthChanged();

 protected:
  QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData* data) override;
  void geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) override;
  void itemChange(ItemChange change, const ItemChangeData& data) override;

 private:
  void updateColumns();

  QPointer<WaveformModel> m_model;
  QColor m_color;
  double m_lineWidth = 1.5;
  std::vector<Edge> m_edges;
  std::vector<Edge> m_innerEdges;  // where the colour is full
};

}  // namespace tunescope::ui
