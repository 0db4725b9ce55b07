// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/imagenode.h"

#include <QPainter>
#include <QQuickWindow>
#include <QSGImageNode>
#include <QSGRenderNode>
#include <QSGRendererInterface>
#include <QSGTexture>

#include <cstring>
#include <utility>

namespace tunescope::ui {

namespace {

// Qt's software renderer provides its painter.
class PaintedImage : public QSGRenderNode {
 public:
  explicit PaintedImage(QQuickWindow& window) : m_window(window) {}

  void update(std::shared_ptr<const QImage> image, QSizeF size) {
    m_image = std::move(image);
    m_size = size;
    markDirty(QSGNode::DirtyMaterial);
  }

  void render(const RenderState* state) override {
    auto* painter = static_cast<QPainter*>(
        m_window.rendererInterface()->getResource(&m_window, QSGRendererInterface::PainterResource));
    if (!painter || !m_image) return;
    painter->save();
    if (const QRegion* clip = state->clipRegion(); clip && !clip->isEmpty())
      painter->setClipRegion(*clip, Qt::ReplaceClip);
    painter->setTransform(matrix()->toTransform());
    painter->setOpacity(inheritedOpacity());
    painter->drawImage(rect(), *m_image);
    painter->restore();
  }
  StateFlags changedStates() const override { return {}; }
  RenderingFlags flags() const override { return BoundedRectRendering; }
  QRectF rect() const override { return {QPointF(), m_size}; }

 private:
  QQuickWindow& m_window;
  std::shared_ptr<const QImage> m_image;
  QSizeF m_size;
};

const QImage& copyOf(const QImage& image, ImageCopies& copies) {
  QImage& copy = copies.images[copies.next];
  copies.next = (copies.next + 1) % copies.images.size();
  if (copy.size() == image.size() && copy.format() == image.format()) {
    std::memcpy(copy.bits(), image.constBits(), std::size_t(image.sizeInBytes()));
  } else {
    copy = image.copy();
  }
  return copy;
}

}  // namespace

bool isPainted(const QQuickWindow& window) {
  const QSGRendererInterface* renderer = window.rendererInterface();
  return renderer && renderer->graphicsApi() == QSGRendererInterface::Software;
}

QSGNode* updateImageNode(QSGNode* old, QQuickWindow& window, std::shared_ptr<const QImage> image, QSizeF size,
                         ImageCopies& copies) {
  if (isPainted(window)) {
    auto* painted = static_cast<PaintedImage*>(old);
    if (!painted) painted = new PaintedImage(window);
    painted->update(std::move(image), size);
    return painted;
  }
  auto* node = static_cast<QSGImageNode*>(old);
  if (!node) {
    node = window.createImageNode();
    node->setFiltering(QSGTexture::Nearest);
    node->setOwnsTexture(true);
  }
  node->setTexture(window.createTextureFromImage(copyOf(*image, copies), QQuickWindow::TextureHasAlphaChannel));
  node->setRect(QRectF(QPointF(), size));
  return node;
}

}  // namespace tunescope::ui
