// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/outputs.h"

#include "audio/web/webtone.h"

namespace tunescope::app {

audio::ToneOutputFactory toneOutputFactory() {
  return [] { return audio::makeWebToneOutput(); };
}

std::unique_ptr<audio::SoundOutput> makeSoundOutput() {
  return {};
}

}  // namespace tunescope::app
