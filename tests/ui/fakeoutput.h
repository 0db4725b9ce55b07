// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/output/toneoutput.h"

#include <vector>

// What an output is asked for; the test speaks for the device.
class FakeOutput final : public tunescope::audio::ToneOutput {
 public:
  void play(const tunescope::core::ToneWish& wish) override {
    wishes.push_back(wish);
    if (wish.isAudible() && isThere) tell({.isSounding = true, .sampleRateHz = 48000});
    if (wish.isAudible() && !isThere) tell({.problem = tunescope::audio::ToneStatus::Problem::NoOutput});
  }
  void tell(const tunescope::audio::ToneStatus& status) { setStatus(status); }

  std::vector<tunescope::core::ToneWish> wishes;
  bool isThere = true;
};
