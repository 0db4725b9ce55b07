// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/imagetexture.h"

#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QSGRendererInterface>
#include <QSGTexture>

#include <utility>

namespace tunescope::ui {

bool ImageTexture::isKept(const QQuickWindow& window) {
  const QSGRendererInterface* renderer = window.rendererInterface();
  return renderer && renderer->graphicsApi() == QSGRendererInterface::OpenGL && QOpenGLContext::currentContext();
}

// Without a context its textures are gone already.
void ImageTexture::forget() {
  m_texture.reset();
  const unsigned name = std::exchange(m_name, 0U);
  const QOpenGLContext* context = QOpenGLContext::currentContext();
  if (name != 0 && context) context->functions()->glDeleteTextures(1, &name);
}

QSGTexture* ImageTexture::update(QQuickWindow& window, const QImage& image, QQuickWindow::CreateTextureOptions options,
                                 UploadPixels& pixels) {
  if (!isKept(window)) {
    // Before the old one is deleted: at the same address, a node would mistake it for the old one.
    std::unique_ptr<QSGTexture> texture(window.createTextureFromImage(image, options));
    forget();
    m_texture = std::move(texture);
    return m_texture.get();
  }
  QOpenGLFunctions& gl = *QOpenGLContext::currentContext()->functions();
  if (m_name == 0 || m_size != image.size()) {
    unsigned name = 0;
    gl.glGenTextures(1, &name);
    gl.glBindTexture(GL_TEXTURE_2D, name);
    gl.glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, image.width(), image.height(), 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    std::unique_ptr<QSGTexture> texture(
        QNativeInterface::QSGOpenGLTexture::fromNative(name, &window, image.size(), options));
    forget();
    m_texture = std::move(texture);
    m_name = name;
    m_size = image.size();
  }
  gl.glBindTexture(GL_TEXTURE_2D, m_name);
  upload(image, pixels);
  gl.glBindTexture(GL_TEXTURE_2D, 0);
  return m_texture.get();
}

// OpenGL ES has red first, QImage blue.
void ImageTexture::upload(const QImage& image, UploadPixels& pixels) const {
  const auto count = std::size_t(m_size.width()) * std::size_t(m_size.height());
  if (pixels.size() < count) pixels.resize(count);
  std::uint32_t* pixel = pixels.data();
  for (int y = 0; y < m_size.height(); ++y) {
    const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
    for (int x = 0; x < m_size.width(); ++x) {
      const QRgb color = line[x];
      *pixel++ = (color & 0xff00ff00U) | ((color >> 16U) & 0xffU) | ((color & 0xffU) << 16U);
    }
  }
  QOpenGLContext::currentContext()->functions()->glTexSubImage2D(
      GL_TEXTURE_2D, 0, 0, 0, m_size.width(), m_size.height(), GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
}

}  // namespace tunescope::ui
