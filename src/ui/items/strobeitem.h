// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/items/strobeimage.h"
#include "ui/views/strobemodel.h"

#include <QColor>
#include <QPointer>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// Draws a StrobeModel as bands or rings: a picture of at most kMaxPixels to a side, which every renderer shows.
// Thread: gui (drawing: render, with gui waiting).
class StrobeItem : public QQuickItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::StrobeModel* model READ model WRITE setModel NOTIFY changed)
  Q_PROPERTY(QColor color MEMBER m_color NOTIFY changed)
  Q_PROPERTY(QColor ground MEMBER m_ground NOTIFY changed)
  Q_PROPERTY(bool isCircular MEMBER m_isCircular NOTIFY changed)

 public:
  static constexpr int kMaxPixels = 1200;

  explicit StrobeItem(QQuickItem* parent = nullptr);
  StrobeModel* model() const { return m_model; }
  void setModel(StrobeModel* model);

 Q_SIGNALS:
  void changed();

 protected:
  QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData* data) override;
  void geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) override;
  void itemChange(ItemChange change, const ItemChangeData& data) override;

 private:
  QPointer<StrobeModel> m_model;
  QColor m_color;
  QColor m_ground;
  bool m_isCircular = false;
  StrobeImage m_image;
};

}  // namespace tunescope::ui
