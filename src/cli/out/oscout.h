// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options/options.h"
#include "cli/out/livelistener.h"

#include <memory>
#include <string>

namespace tunescope::cli {

// `--osc HOST:PORT`: messages of Open Sound Control 1.0, each in a UDP datagram of its own. A datagram that cannot be
// sent at once is lost, as is one that nobody reads.
class OscOut : public LiveListener {
 public:
  // Stands for a level that there is not: silence, or too little sound so far.
  static constexpr float kNoLevelDb = -200;
};

struct OscOutResult {
  std::unique_ptr<OscOut> out{};
  std::string problem{};  // why there is none
};

// Thread: gui.
OscOutResult openOsc(const OscTarget& target, const core::NameStyle& names);

}  // namespace tunescope::cli
