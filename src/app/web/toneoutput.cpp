// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/toneoutput.h"

#include "audio/web/webtone.h"

namespace tunescope::app {

audio::ToneOutputFactory toneOutputFactory() {
  return [] { return audio::makeWebToneOutput(); };
}

}  // namespace tunescope::app
