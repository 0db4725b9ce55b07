// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"

#include <QString>

namespace tunescope::present {

// Why a source cannot be captured, as a clause about subject: "it is in use by another program". Both front ends build
// their sentences from it. Empty: the front ends use different words for this error. Thread: any. Realtime-safe: no.
QString reasonOf(audio::CaptureErrorCode code, const QString& subject);

}  // namespace tunescope::present
