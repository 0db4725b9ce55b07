// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/outputs.h"

#include "ui/output/mediasoundoutput.h"
#include "ui/output/mediatoneoutput.h"

namespace tunescope::app {

audio::ToneOutputFactory toneOutputFactory() {
  return [] { return ui::makeMediaToneOutput(); };
}

std::unique_ptr<audio::SoundOutput> makeSoundOutput() {
  return ui::makeMediaSoundOutput();
}

}  // namespace tunescope::app
