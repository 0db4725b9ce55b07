// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/live/canvas.h"
#include "core/readings.h"
#include "present/notedisplay.h"

#include <optional>
#include <string>
#include <vector>

namespace tunescope::cli {

// The contents of the live display; texts are final, numbers are smoothed.
struct DisplayState {
  std::string source;      // the input, and its rate
  std::string state;       // one word or sentence: "running", "waiting for the input", …
  bool isWarning = false;  // the state needs attention
  std::string keys;        // the keys and their actions; empty if none are read
  std::string note;        // ASCII name of the note, or of the last one; empty before the first
  bool isVoiced = false;   // the note sounds now; else it is a ghost
  present::NoteDisplay::Tuning tuning = present::NoteDisplay::Tuning::None;
  double cents = 0;       // where the needle stands
  double sigmaCents = 0;  // half the needle's width
  std::string centsText;  // "+1.2 cents"
  std::string sigmaText;  // "±0.3"
  std::string hertzText;  // "440.31 Hz"
  std::string levelText;  // "-20.1"; empty: nothing comes
  std::optional<double> rmsDb;
  std::optional<double> peakDb;
  bool isClipped = false;
  std::vector<core::MinMax> wave;    // two columns a cell
  std::vector<std::string> records;  // a line each: the newest record of each kind that was requested
};

// Fills the canvas with as much as fits: the note first, then numbers, needle, level, waveform, source.
// Thread: any. Realtime-safe: no.
void layOutDisplay(Canvas& canvas, const DisplayState& state);

// How many waveform columns that canvas can show; 0: none.
int waveformColumnsFor(int width, int height) noexcept;

}  // namespace tunescope::cli
