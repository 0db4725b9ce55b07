// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QSizeF>

#include <array>
#include <cstddef>
#include <memory>

class QQuickWindow;
class QSGNode;

namespace tunescope::ui {

// An image that changes with each frame, in either renderer. Thread: render, with gui waiting.

// Qt's software renderer draws the window.
bool isPainted(const QQuickWindow& window);

// Copies in turn: the renderer may still hold the one before.
struct ImageCopies {
  std::array<QImage, 2> images;
  std::size_t next = 0;
};

// The node for the image, over an item of that size: the old one or, where there is none, another. Where the window is
// painted the image is drawn as it is, without a copy, so it must stay; else its copy becomes a texture.
QSGNode* updateImageNode(QSGNode* old, QQuickWindow& window, std::shared_ptr<const QImage> image, QSizeF size,
                         ImageCopies& copies);

}  // namespace tunescope::ui
