// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "present/notepresenter.h"

#include <optional>

namespace tunescope::present {

// Which note the window shows for each reading, for texts and for the events of notes: a reading that is too uncertain
// for NotePresenter has none. Thread: one at a time. Realtime-safe: no (strings).
class ShownNotes {
 public:
  struct Shown {
    std::optional<core::TunedNote> note;  // with the cents of this reading; none: the reading is not shown
    std::optional<double> beganS;  // timeS of the reading that began the note; once, with its first shown reading
  };

  // The next reading; availableS may go back only when a new stream starts.
  Shown show(const analysis::NotedPitch& noted);

 private:
  NotePresenter m_presenter;
  std::optional<double> m_beganS;  // of a note that has not been shown yet
};

}  // namespace tunescope::present
