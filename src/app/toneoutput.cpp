// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/toneoutput.h"

#include "ui/output/mediatoneoutput.h"

namespace tunescope::app {

audio::ToneOutputFactory toneOutputFactory() {
  return [] { return ui::makeMediaToneOutput(); };
}

}  // namespace tunescope::app
