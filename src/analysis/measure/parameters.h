// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "analysis/measure/scopelink.h"
#include "core/notes/playednote.h"
#include "core/stretch/strucknote.h"
#include "core/strum/stringset.h"

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

// What the measurements of registry.h are made with, and readings that no other file has.
namespace tunescope::analysis {

struct NoParameters {};

// The time span of a waveform, and its number of columns.
struct WaveformParameters {
  double spanS = 0.02;
  int columns = 512;
};

// What a view changes while its meters run. Thread: any. Realtime-safe: wait-free.
struct MeterControl {
  std::atomic<bool> isIntegrating{true};  // else integrated loudness, range and maxima stand
  std::atomic<bool> isShown{true};        // else a reading each second is enough
};

// The interval of the meters' readings, in steps of 10 ms from the start of the stream.
struct MeterParameters {
  double intervalS = 0.1;
  std::shared_ptr<const MeterControl> control{};  // none: integrates, and is shown
};

// The engine of a scope and its settings; none: its own, with default settings.
struct ScopeParameters {
  std::shared_ptr<ScopeLink> link{};
};

// How many steps a reading of the history has at least, which may change at any time (none: 1), and the clock by which
// a stop has its length, in seconds (none: the steady clock).
struct HistoryParameters {
  std::shared_ptr<std::atomic<int>> stepsPerReading;
  double (*nowS)() = nullptr;
};

// The open strings, from the last to the first: MIDI numbers of their sounding pitch.
struct StrumParameters {
  std::vector<int> keys = core::strumKeys("guitar");
};

// The notes that have ended since the previous reading.
struct PlayedNotes {
  std::vector<core::PlayedNote> notes;
};

// A struck note, measured once in one long window after its attack.
struct StruckReading {
  enum class State { Listening, Measured, TooShort, NoPartials };

  double timeS = 0;  // the end of the sound that was measured
  State state = State::Listening;
  double progress = 0;                    // 0 to 1, of the longest window
  std::optional<core::TunedNote> note;    // the nearest one
  std::optional<int> midi;                // the nearest key of twelve equal steps from the tuning's standard
  std::optional<core::StruckNote> heard;  // if it has been measured
};

}  // namespace tunescope::analysis
