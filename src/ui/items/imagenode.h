// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QSizeF>

#include <memory>

class QQuickWindow;
class QSGNode;

namespace tunescope::ui {

// An image that changes with each frame, in either renderer. Thread: render, with gui waiting.

// Qt's software renderer draws the window.
bool isPainted(const QQuickWindow& window);

// How many pictures of what moves are worth drawing: 30 a second where the processor draws them, else as many as the
// display shows.
double picturesPerS(const QQuickWindow& window);

// The node for the image, over an item of that size: the old one or, where there is none, another. Where the window is
// painted the image is drawn as it is, so it must stay; else it becomes a texture, which with OpenGL keeps its storage.
QSGNode* updateImageNode(QSGNode* old, QQuickWindow& window, std::shared_ptr<const QImage> image, QSizeF size);

}  // namespace tunescope::ui
