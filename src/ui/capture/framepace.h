// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

class QQuickWindow;

namespace tunescope::analysis {
class AnalysisWorker;
}

namespace tunescope::ui {

// Between two pictures where the processor draws them: thirty a second.
inline constexpr std::chrono::milliseconds kSoftwarePace{33};

// Has the worker hand out readings as often as the window is worth drawing: kSoftwarePace with Qt's software renderer,
// else as they come, so that the display's rate decides. worker must outlive window. Thread: gui. Realtime-safe: no.
void paceReadings(QQuickWindow& window, analysis::AnalysisWorker& worker);

}  // namespace tunescope::ui
