// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QByteArray;

namespace tunescope::app {

// Has Qt Quick draw with its software renderer where OpenGL does not work (a bare X server, a machine without drivers)
// or is itself drawn by the processor, which costs three times as much. QT_QUICK_BACKEND and QSG_RHI_BACKEND take
// precedence. Call it after the QGuiApplication and before the first window. Thread: gui.
void chooseSceneGraph();

// Whether that GL_RENDERER names a graphics processor. Empty: OpenGL does not work. Thread: any.
bool isGraphicsProcessor(const QByteArray& renderer);

}  // namespace tunescope::app
