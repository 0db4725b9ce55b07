// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/out/livelistener.h"
#include "cli/out/midinotes.h"
#include "cli/out/midiport.h"

#include <string>
#include <vector>

namespace tunescope::cli {

// `--midi-out NAME`: the notes that the window would show, at a virtual port. NAME may begin with "alsa:" or "jack:".
class MidiOut final : public LiveListener {
 public:
  // The reason why it cannot, and what to do, or an empty text. Thread: gui.
  std::string open(const std::string& name);
  bool close() { return m_port.close(); }  // after end(); as MidiPort::close()

  void begin(const analysis::StreamInfo&) override {}
  void channelsChanged(const analysis::StreamInfo&) override {}
  void hear(const analysis::AnalysisFrame& frame, const present::ShownNotes::Shown& shown) override;
  void gap(const analysis::GapInfo&) override { send(m_note.stop(), {}); }
  void end() override { send(m_note.stop(), {}); }

 private:
  void send(const SoundingNote::Change& change, std::optional<double> rmsDb);

  MidiPort m_port;
  SoundingNote m_note;
  MidiNotes m_notes;
  std::vector<MidiMessage> m_messages;
};

}  // namespace tunescope::cli
