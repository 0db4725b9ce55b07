// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "present/shownnotes.h"

#include <optional>

namespace tunescope::cli {

// When the note that the window would show begins and ends, for outputs that report both. Thread: worker.
// Realtime-safe: no.
class SoundingNote {
 public:
  struct Change {
    bool hasEnded = false;  // the note before; comes first
    bool hasBegun = false;
    bool isHeard = false;  // this reading shows the note
  };

  Change hear(const core::PitchReading& pitch, const present::ShownNotes::Shown& shown);
  Change stop();  // nothing sounds any more: samples were lost, or the run ends

  bool isSounding() const noexcept { return m_note.has_value(); }
  const core::TunedNote& note() const { return *m_note; }  // while it sounds: the nearest one, with the newest cents
  double hertz() const noexcept { return m_hertz; }        // of the newest reading that shows it

 private:
  std::optional<core::TunedNote> m_note;
  double m_hertz = 0;
  double m_heardS = 0;
};

}  // namespace tunescope::cli
