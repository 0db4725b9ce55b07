// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "present/capturestate.h"

#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// The enumerations of present::CaptureState, for QML.
class CaptureState : public tunescope::present::CaptureState {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Enumerations only")
};

}  // namespace tunescope::ui
