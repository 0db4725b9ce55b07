// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QQuickWindow>
#include <QSGTexture>
#include <QSize>

#include <cstdint>
#include <memory>
#include <vector>

namespace tunescope::ui {

// Pixels on their way to OpenGL, in its order of colours. Allocates when a larger image comes only.
using UploadPixels = std::vector<std::uint32_t>;

// The texture of an image that changes. With OpenGL its storage stays as long as the size does, and only the pixels
// are replaced; elsewhere each image becomes another texture, for Qt has no public way to write into one. Destroy it in
// the render thread, behind the nodes that show it. Thread: render, while the gui thread waits. Realtime-safe: no.
class ImageTexture {
 public:
  ImageTexture() = default;
  ~ImageTexture() { forget(); }
  ImageTexture(const ImageTexture&) = delete;
  ImageTexture& operator=(const ImageTexture&) = delete;

  static bool isKept(const QQuickWindow& window);  // as with OpenGL

  // image: of 32 bits, premultiplied. Where the texture is not kept it shares the image, which must not change before
  // the next update. The result is another one if the size is, or if none is kept.
  QSGTexture* update(QQuickWindow& window, const QImage& image, QQuickWindow::CreateTextureOptions options,
                     UploadPixels& pixels);

 private:
  void forget();
  void upload(const QImage& image, UploadPixels& pixels) const;

  std::unique_ptr<QSGTexture> m_texture;
  unsigned m_name = 0;  // of OpenGL; 0: none is kept
  QSize m_size;
};

}  // namespace tunescope::ui
