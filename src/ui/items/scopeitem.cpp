// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/scopeitem.h"

#include "ui/items/imagenode.h"

#include <QQuickWindow>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tunescope::ui {

namespace {
constexpr int kMaxScopePixels = 4096;
}  // namespace

ScopeItem::ScopeItem(QQuickItem* parent) : QQuickItem(parent) {
  setFlag(ItemHasContents);
  connect(this, &ScopeItem::changed, this, [this] {
    m_isRepainted = true;
    update();
  });
}

void ScopeItem::setModel(ScopeModel* model) {
  if (model == m_model) return;
  if (m_model) disconnect(m_model, nullptr, this, nullptr);
  m_model = model;
  if (m_model) {
    connect(m_model, &ScopeModel::drawn, this, [this] {
      if (isVisible()) update();  // Qt would also have a hidden item drawn
    });
  }
  updateColumns();
  Q_EMIT changed();
}

void ScopeItem::geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) {
  QQuickItem::geometryChange(newGeometry, oldGeometry);
  updateColumns();
  m_isRepainted = true;
  update();
}

void ScopeItem::itemChange(ItemChange change, const ItemChangeData& data) {
  QQuickItem::itemChange(change, data);
  if (change != ItemVisibleHasChanged && change != ItemSceneChange) return;
  updateColumns();
  if (isVisible()) update();
}

// One column for each pixel of the screen.
void ScopeItem::updateColumns() {
  if (!m_model || !window() || !isVisible() || width() < 1) return;
  const double pixels = width() * window()->effectiveDevicePixelRatio();
  m_model->setColumns(std::clamp(int(std::lround(pixels)), 2, kMaxScopePixels));
}

const QImage& ScopeItem::draw() {
  const double ratio = window()->effectiveDevicePixelRatio();
  const auto pixels = [ratio](double length) {
    return std::clamp(int(std::lround(length * ratio)), 2, kMaxScopePixels);
  };
  m_image->resize({pixels(width()), pixels(height())}, {m_color, m_secondColor});
  ScopeImage::Look look = m_model->look();
  look.lineWidth = m_lineWidth * ratio;
  const double elapsedS = std::clamp(m_model->sweep().timeS - m_drawnAtS, 0.0, 1.0);
  const bool isSame = m_model->pictureNumber() == m_drawn;
  const bool isSeries = std::exchange(m_series, m_model->series()) == m_model->series() && !m_isRepainted && !isSame;
  look.keptShare = isSeries && m_model->persistenceS() > 0 ? std::exp(-elapsedS / m_model->persistenceS()) : 0;
  m_drawn = m_model->pictureNumber();
  m_drawnAtS = m_model->sweep().timeS;
  m_isRepainted = false;
  return m_image->draw(m_model->picture(), look);
}

QSGNode* ScopeItem::updatePaintNode(QSGNode* old, UpdatePaintNodeData*) {
  // Through the event loop: this may be the render thread.
  if (m_model) {
    const double perS = picturesPerS(*window());
    QMetaObject::invokeMethod(
        m_model, [model = m_model.data(), perS] { model->acknowledge(perS); }, Qt::QueuedConnection);
  }
  if (!m_model || width() < 1 || height() < 1) {
    delete old;
    return nullptr;
  }
  // Stands as it is if only its surroundings changed.
  const bool isNew = !old || m_isRepainted || m_model->pictureNumber() != m_drawn || m_model->series() != m_series;
  if (!isNew) return old;
  const QImage& image = draw();
  return updateImageNode(old, *window(), std::shared_ptr<const QImage>(m_image, &image), size());
}

}  // namespace tunescope::ui
