// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/out/midinotes.h"

#include <chrono>
#include <memory>
#include <span>
#include <string>

namespace tunescope::cli {

// A virtual MIDI port, by RtMidi, in a thread of its own: RtMidi waits for the sound system, and one that hangs must
// keep neither the analysis nor the end of the program.
class MidiPort {
 public:
  static constexpr std::chrono::seconds kMaxOpen{5};
  static constexpr std::chrono::seconds kMaxClose{3};
  static constexpr std::size_t kMaxWaiting = 1024;  // messages; beyond, they are lost, and all notes go off

  enum class System { Any, Alsa, Jack };  // Any: ALSA's sequencer if there is one, otherwise JACK

  MidiPort();
  ~MidiPort();  // closes it
  MidiPort(const MidiPort&) = delete;
  MidiPort& operator=(const MidiPort&) = delete;

  // The reason why it cannot, and what to do, or an empty text. Thread: gui.
  std::string open(System system, const std::string& name);
  // Never waits. Thread: worker.
  void send(std::span<const MidiMessage> messages);
  // Sends what there is. Nothing may be sent afterwards. False: the MIDI system ended during the run. Thread: gui.
  bool close();

 private:
  struct State;
  static void run(const std::shared_ptr<State>& state, System system, const std::string& name);

  std::shared_ptr<State> m_state;  // shared with the thread, which may outlive the port
};

}  // namespace tunescope::cli
