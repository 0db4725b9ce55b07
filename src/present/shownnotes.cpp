// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/shownnotes.h"

#include <cmath>
#include <utility>

namespace tunescope::present {

ShownNotes::Shown ShownNotes::show(const analysis::NotedPitch& noted) {
  const core::PitchReading& pitch = noted.pitch;
  if (pitch.noteBegan) m_beganS = pitch.timeS;
  if (!m_presenter.show(noted).isShown) return {};
  core::TunedNote note = m_presenter.note();
  note.cents = 1200 * std::log2(*pitch.hertz / note.targetHz);
  return {.note = note, .beganS = std::exchange(m_beganS, std::nullopt)};
}

}  // namespace tunescope::present
