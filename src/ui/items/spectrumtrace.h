// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/items/waveformitem.h"
#include "ui/views/spectrummodel.h"

#include <QColor>
#include <QPointer>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace tunescope::ui {

// Draws one curve of a SpectrumModel over the whole item, a column for each pixel; in the modes of bands their bars. It
// allocates only when it is resized. Thread: gui (drawing: render, with gui waiting).
class SpectrumTrace : public QQuickItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::SpectrumModel* model READ model WRITE setModel NOTIFY changed)
  Q_PROPERTY(Kind kind MEMBER m_kind NOTIFY changed)
  Q_PROPERTY(QColor color MEMBER m_color NOTIFY changed)
  Q_PROPERTY(double lineWidth MEMBER m_lineWidth NOTIFY changed)

 public:
  enum Kind { Area, Line, Highest, Floor };  // of the mean: filled, as a line; the held maximum; the noise
  Q_ENUM(Kind)

  explicit SpectrumTrace(QQuickItem* parent = nullptr);
  SpectrumModel* model() const { return m_model; }
  void setModel(SpectrumModel* model);

 Q_SIGNALS:
  void changed();

 protected:
  QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData* data) override;
  void geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) override;
  void itemChange(ItemChange change, const ItemChangeData& data) override;

 private:
  void followPace();
  bool layOut();  // false: there is nothing to draw
  void layOutLine(double margin, std::vector<WaveformItem::Edge>& edges) const;
  void layOutBars(double margin, std::vector<WaveformItem::Edge>& edges) const;
  void layOutEdges(double margin, std::vector<WaveformItem::Edge>& edges) const;

  QPointer<SpectrumModel> m_model;
  Kind m_kind = Line;
  QColor m_color;
  double m_lineWidth = 1.5;
  std::vector<float> m_heights;
  std::vector<WaveformItem::Edge> m_edges;
  std::vector<WaveformItem::Edge> m_innerEdges;  // where the colour is full
};

}  // namespace tunescope::ui
