// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/items/waveformitem.h"

#include <QSGNode>

#include <span>

class QQuickWindow;

// The two ways to draw a trace in the scene graph. Each takes the node of the last frame (or nullptr) and
// returns the one to keep. Thread: render, while the gui thread waits. Realtime-safe: no.
namespace tunescope::ui {

// For GPUs (and their emulation): a band of triangles whose edges fade over kTraceFeather pixels, from inner to outer.
inline constexpr double kTraceFeather = 1.2;
QSGNode* updateTriangleTrace(QSGNode* old, std::span<const WaveformItem::Edge> outer,
                             std::span<const WaveformItem::Edge> inner, double width, const QColor& color);

// For Qt's software renderer.
QSGNode* updatePaintedTrace(QSGNode* old, QQuickWindow* window, std::span<const WaveformItem::Edge> edges, QSizeF size,
                            const QColor& color);

}  // namespace tunescope::ui
