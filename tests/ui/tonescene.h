// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/capture/capturecontroller.h"
#include "ui/fakeoutput.h"

#include <memory>

// A chord of the reference tone; of a scale of 31 notes, one that an output refused at first.
inline void playChord(tunescope::ui::CaptureController& controller, bool isOfScale) {
  using namespace tunescope;
  ui::ToneModel& tone = *controller.tone();
  auto output = std::make_unique<FakeOutput>();
  output->isThere = !isOfScale;
  tone.setOutput(std::move(output));
  tone.setWay(ui::ToneModel::Way::Chord);
  tone.stop();
  analysis::Settings values = controller.settings()->values();
  values.temperament = isOfScale ? "edo-31" : "equal";
  controller.settings()->change(values, {analysis::settingIndex("temperament")});
  for (const int key : {0, 3, 7, 10}) tone.press(key);
}
