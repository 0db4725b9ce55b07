// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/items/scopeimage.h"
#include "ui/views/scopemodel.h"

#include <QColor>
#include <QPointer>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace tunescope::ui {

// Draws the sweep of a ScopeModel, as one image for both renderers. Thread: gui (drawing: render, with gui waiting).
class ScopeItem : public QQuickItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::ScopeModel* model READ model WRITE setModel NOTIFY changed)
  Q_PROPERTY(QColor color MEMBER m_color NOTIFY changed)
  Q_PROPERTY(QColor secondColor MEMBER m_secondColor NOTIFY changed)
  Q_PROPERTY(double lineWidth MEMBER m_lineWidth NOTIFY changed)

 public:
  explicit ScopeItem(QQuickItem* parent = nullptr);

  ScopeModel* model() const { return m_model; }
  void setModel(ScopeModel* model);

 Q_SIGNALS:
  void changed();

 protected:
  QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData* data) override;
  void geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) override;
  void itemChange(ItemChange change, const ItemChangeData& data) override;

 private:
  void updateColumns();
  const QImage& draw();

  QPointer<ScopeModel> m_model;
  QColor m_color, m_secondColor;
  double m_lineWidth = 2;
  std::shared_ptr<ScopeImage> m_image = std::make_shared<ScopeImage>();
  unsigned m_drawn = 0;   // the model's picture
  unsigned m_series = 0;  // of pictures that fade into one another
  double m_drawnAtS = 0;
  bool m_isRepainted = true;
};

}  // namespace tunescope::ui
