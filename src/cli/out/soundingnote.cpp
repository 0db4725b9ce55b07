// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/out/soundingnote.h"

namespace tunescope::cli {

SoundingNote::Change SoundingNote::hear(const core::PitchReading& pitch, const present::ShownNotes::Shown& shown) {
  if (!shown.note || !pitch.hertz) {
    const bool isOver = m_note && pitch.availableS - m_heardS > present::NotePresenter::kGhostAfterS;
    return isOver ? stop() : Change{};
  }
  const bool isNew = !m_note || shown.beganS;
  const Change change{.hasEnded = m_note && isNew, .hasBegun = isNew, .isHeard = true};
  m_note = shown.note;
  m_hertz = *pitch.hertz;
  m_heardS = pitch.availableS;
  return change;
}

SoundingNote::Change SoundingNote::stop() {
  const Change change{.hasEnded = m_note.has_value()};
  m_note.reset();
  return change;
}

}  // namespace tunescope::cli
