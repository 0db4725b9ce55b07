// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/tuning.h"

#include <vector>

namespace tunescope::ui {

// The notes of a tuning along the frequency axis of a spectrogram: which have a line and which a name, as there is
// room. Thread: any. Realtime-safe: no.
class NoteRows {
 public:
  struct Line {
    double y = 0;  // pixels from the top
    core::TunedNote note;
    bool isDrawn = false;
    bool isFirst = false;  // of its period
  };

  NoteRows(const core::Tuning& tuning, double lowRow, double highRow, double height);

  const std::vector<Line>& lines() const { return m_lines; }  // from the lowest note

 private:
  std::vector<Line> m_lines;
};

}  // namespace tunescope::ui
