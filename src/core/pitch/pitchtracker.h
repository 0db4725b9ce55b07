// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace tunescope::core {

// What one hop says about the pitch, before it is believed.
struct PitchEvidence {
  bool present = false;  // there is a candidate at all
  double hertz = 0;
  double sigmaCents = 0;
  double explained = 0;      // share of all power that lies in the note's partials: S / (S + N)
  double harmonicShare = 0;  // share of the power of all spectral peaks
  double power = 0;          // of the partials, about the square of their amplitudes
};

// Decides hop by hop, without look-ahead, whether a note sounds and whether it is still the same one.
// Thread: one at a time. Realtime-safe: wait-free.
class PitchTracker {
 public:
  enum class Decision : std::uint8_t {
    Silent,   // no note
    Begins,   // a note begins with this hop's pitch
    Goes,     // the note goes on with this hop's pitch
    Doubtful  // the note may go on, but this hop's pitch is not to be shown
  };

  explicit PitchTracker(double hopS) noexcept : m_hopS(hopS) {}

  // onset: this hop holds an attack. broken: the note that sounded no longer repeats, and the evidence is from after
  // that.
  Decision process(const PitchEvidence& evidence, bool onset, bool broken) noexcept;
  // Before process(): power of the mains hum that was taken out of the sound, as that of the evidence; 0: none was.
  void setHumTakenOut(double power) noexcept;
  void reset() noexcept { *this = PitchTracker(m_hopS); }

  // Neither the active note going on nor another one.
  bool isInconclusive(const PitchEvidence& evidence) const noexcept;

  bool isActive() const noexcept { return m_active; }
  double hertz() const noexcept { return m_hertz; }  // of the active note's last hop
  // After Begins: the note took over from another this many hops ago, and what is older is not of it; kUnknown: it came
  // out of silence.
  static constexpr int kUnknown = -1;
  int hopsSinceChange() const noexcept { return m_hopsSinceChange; }

 private:
  Decision begin(double hertz, int hopsSince) noexcept;
  bool isHum(const PitchEvidence& evidence) const noexcept;
  bool isSameNote(const PitchEvidence& evidence) const noexcept;

  double m_hopS;
  bool m_active = false;
  double m_humPower = 0;   // of the mains hum that was recognised; 0: none so far
  double m_takenOut = 0;   // of that, what the sound no longer holds
  double m_peakPower = 0;  // of the active note
  double m_hertz = 0;
  double m_pendingHertz = 0;
  int m_pendingHops = 0;
  int m_lowHops = 0;
  int m_ageHops = 0;  // of the active note
  int m_hopsSinceOnset = 1000000;
  int m_hopsSinceChange = kUnknown;
};

}  // namespace tunescope::core
