// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/out/midiout.h"

#include <string_view>

namespace tunescope::cli {

std::string MidiOut::open(const std::string& name) {
  for (const auto& [prefix, system] : {std::pair<std::string_view, MidiPort::System>("alsa:", MidiPort::System::Alsa),
                                       {"jack:", MidiPort::System::Jack}}) {
    if (name.starts_with(prefix)) return m_port.open(system, name.substr(prefix.size()));
  }
  return m_port.open(MidiPort::System::Any, name);
}

void MidiOut::hear(const analysis::AnalysisFrame& frame, const present::ShownNotes::Shown& shown) {
  send(m_note.hear(frame.pitch, shown), frame.level.rmsDb);
}

void MidiOut::send(const SoundingNote::Change& change, std::optional<double> rmsDb) {
  m_messages.clear();
  m_notes.hear(change, m_note.hertz(), rmsDb, m_messages);
  if (!m_messages.empty()) m_port.send(m_messages);
}

}  // namespace tunescope::cli
