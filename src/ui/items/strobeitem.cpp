// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/strobeitem.h"

#include <QQuickWindow>
#include <QSGImageNode>
#include <QSGTexture>

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

StrobeItem::StrobeItem(QQuickItem* parent) : QQuickItem(parent) {
  setFlag(ItemHasContents);
  connect(this, &StrobeItem::changed, this, &QQuickItem::update);
}

void StrobeItem::setModel(StrobeModel* model) {
  if (model == m_model) return;
  if (m_model) disconnect(m_model, nullptr, this, nullptr);
  m_model = model;
  if (m_model) {
    connect(m_model, &StrobeModel::changed, this, [this] {
      if (isVisible()) update();  // Qt would also have a hidden item drawn
    });
  }
  Q_EMIT changed();
}

void StrobeItem::geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) {
  QQuickItem::geometryChange(newGeometry, oldGeometry);
  update();
}

void StrobeItem::itemChange(ItemChange change, const ItemChangeData& data) {
  QQuickItem::itemChange(change, data);
  if (change == ItemVisibleHasChanged && isVisible()) update();
}

QSGNode* StrobeItem::updatePaintNode(QSGNode* old, UpdatePaintNodeData*) {
  const double side = m_isCircular ? std::min(width(), height()) : 0;
  const QSizeF area = m_isCircular ? QSizeF(side, side) : QSizeF(width(), height());
  auto* node = static_cast<QSGImageNode*>(old);
  if (!m_model || area.width() < 1 || area.height() < 1) {
    delete node;
    return nullptr;
  }
  const auto pixels = [this](double length) {
    return std::clamp(int(std::lround(length * window()->effectiveDevicePixelRatio())), 1, kMaxPixels);
  };
  const auto rings = m_model->rings();
  const QSize size(pixels(area.width()), pixels(area.height()));
  const QImage& image = m_image.paint(rings, m_isCircular, size, m_color, m_ground);
  if (!node) {
    node = window()->createImageNode();
    node->setFiltering(QSGTexture::Linear);
    node->setOwnsTexture(true);
  }
  // A copy: the software renderer's texture shares the image, which is painted again for the next frame.
  node->setTexture(window()->createTextureFromImage(image.copy(), QQuickWindow::TextureHasAlphaChannel));
  node->setRect(QRectF(QPointF((width() - area.width()) / 2, (height() - area.height()) / 2), area));
  return node;
}

}  // namespace tunescope::ui
