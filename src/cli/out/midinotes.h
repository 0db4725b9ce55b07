// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/out/soundingnote.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace tunescope::cli {

// A message of MIDI 1.0 on a channel: all of those that are sent have three bytes.
using MidiMessage = std::array<std::uint8_t, 3>;

// Notes with pitch bend, on channel 1. Keys are those of equal temperament at 440 Hz, whatever the tuning in force:
// what a synthesizer plays. The bend makes the pitch that is heard of them. Each note begins with its bend range (RPN
// 0), since a receiver may have come late. A note goes on through vibrato and glides, until they leave the range.
// Thread: worker. Realtime-safe: no (allocates).
class MidiNotes {
 public:
  static constexpr int kBendRange = 2;  // semitones to each side; the default of synthesizers
  static constexpr int kBendCentre = 8192;

  // Appends what follows from a reading. hertz: of one that shows the note; rmsDb: of its hop.
  void hear(const SoundingNote::Change& change, double hertz, std::optional<double> rmsDb,
            std::vector<MidiMessage>& out);

 private:
  void begin(double key, std::optional<double> rmsDb, std::vector<MidiMessage>& out);
  void bendTo(double key, std::vector<MidiMessage>& out);
  void end(std::vector<MidiMessage>& out);

  std::optional<std::uint8_t> m_key;  // of the note that is on
  int m_bend = -1;
};

}  // namespace tunescope::cli
