// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options/options.h"
#include "cli/out/livelistener.h"
#include "cli/records/measuredrecord.h"
#include "cli/write/recordwriter.h"

#include <memory>
#include <optional>

namespace tunescope::cli {

// What other programs get of a run while it goes on: `--serve`, `--osc` and `--midi-out`. Thread: gui, but for what is
// the listener's.
class LiveOut : public LiveListener {
 public:
  // A writer that hands on each record besides what the given one does, which may be null.
  virtual std::unique_ptr<RecordWriter> around(std::unique_ptr<RecordWriter> writer) = 0;

  // Nothing more comes: lets the other programs have the rest.
  virtual void finish() = 0;
};

struct LiveOutResult {
  std::unique_ptr<LiveOut> out{};          // null: the options ask for none, or it cannot be opened
  std::optional<RecordFailure> failure{};  // why it cannot be opened
};

// In a browser there is none (web/noliveout.cpp). Thread: gui.
LiveOutResult openLiveOut(const Options& options);

}  // namespace tunescope::cli
