// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/imagenode.h"

#include "ui/items/imagetexture.h"

#include <QPainter>
#include <QQuickWindow>
#include <QSGImageNode>
#include <QSGRenderNode>
#include <QSGRendererInterface>
#include <QSGTexture>
#include <QScreen>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
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

// Anything else of Qt's scene graph draws its texture.
class RenderedImage : public QSGTransformNode {
 public:
  explicit RenderedImage(QQuickWindow& window) : m_node(window.createImageNode()) {
    m_node->setFiltering(QSGTexture::Nearest);
    m_node->setFlag(QSGNode::OwnedByParent, false);
    appendChildNode(m_node.get());
  }

  void update(QQuickWindow& window, const QImage& image, QSizeF size) {
    const QImage& shown = ImageTexture::isKept(window) ? image : copyOf(image);
    m_node->setTexture(m_texture.update(window, shown, QQuickWindow::TextureHasAlphaChannel, m_pixels));
    m_node->setRect(QRectF(QPointF(), size));
    m_node->markDirty(QSGNode::DirtyMaterial);
  }

 private:
  // In turn: the renderer may still hold the one before.
  const QImage& copyOf(const QImage& image) {
    QImage& copy = m_copies[m_next];
    m_next = (m_next + 1) % m_copies.size();
    if (copy.size() == image.size() && copy.format() == image.format()) {
      std::memcpy(copy.bits(), image.constBits(), std::size_t(image.sizeInBytes()));
    } else {
      copy = image.copy();
    }
    return copy;
  }

  UploadPixels m_pixels;
  std::array<QImage, 2> m_copies;
  std::size_t m_next = 0;
  ImageTexture m_texture;
  std::unique_ptr<QSGImageNode> m_node;  // a child; destroyed before its texture
};

}  // namespace

bool isPainted(const QQuickWindow& window) {
  const QSGRendererInterface* renderer = window.rendererInterface();
  return renderer && renderer->graphicsApi() == QSGRendererInterface::Software;
}

double picturesPerS(const QQuickWindow& window) {
  constexpr double kPaintedPerS = 30, kMaxPerS = 120;
  if (isPainted(window)) return kPaintedPerS;
  return std::clamp(window.screen() ? window.screen()->refreshRate() : 60, kPaintedPerS, kMaxPerS);
}

QSGNode* updateImageNode(QSGNode* old, QQuickWindow& window, std::shared_ptr<const QImage> image, QSizeF size) {
  if (isPainted(window)) {
    auto* painted = static_cast<PaintedImage*>(old);
    if (!painted) painted = new PaintedImage(window);
    painted->update(std::move(image), size);
    return painted;
  }
  auto* rendered = static_cast<RenderedImage*>(old);
  if (!rendered) rendered = new RenderedImage(window);
  rendered->update(window, *image, size);
  return rendered;
}

}  // namespace tunescope::ui
