// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hum/mains.h"
#include "core/hum/suspectedhum.h"

#include <cstdint>

namespace tunescope::core {

// What one hop indicates about the pitch, before it is accepted.
struct PitchEvidence {
  bool present = false;  // there is a candidate
  double hertz = 0;
  double sigmaCents = 0;
  double explained = 0;      // share of all power that lies in the note's partials: S / (S + N)
  double harmonicShare = 0;  // share of the power of all spectral peaks
  double power = 0;          // of the partials, about the square of their amplitudes
};

// Decides hop by hop, without look-ahead, whether there is a note and whether it is still the same one.
// Thread: one at a time. Realtime-safe: wait-free.
class PitchTracker {
 public:
  enum class Decision : std::uint8_t {
    Silent,   // no note
    Begins,   // a note begins with this hop's pitch
    Goes,     // the note continues with this hop's pitch
    Doubtful  // the note may continue, but this hop's pitch must not be reported
  };

  // mains: if off, a tone at a mains frequency is a note like any other.
  explicit PitchTracker(double hopS, Mains mains = Mains::Found) noexcept
      : m_hopS(hopS), m_mains(mains), m_suspected(hopS) {}

  // onset: this hop contains an attack. broken: the present note no longer repeats, and the evidence is from the sound
  // after that.
  Decision process(const PitchEvidence& evidence, bool onset, bool broken) noexcept;
  // Call before process(). power: of the mains hum that was subtracted, scaled as that of the evidence; 0: none.
  void setHumTakenOut(double power) noexcept;
  void reset() noexcept { *this = PitchTracker(m_hopS, m_mains); }

  // The evidence supports neither the active note nor another one.
  bool isInconclusive(const PitchEvidence& evidence) const noexcept;

  bool isActive() const noexcept { return m_active; }
  // The active note may be mains hum that was present from the start.
  bool isSuspect() const noexcept { return m_active && m_suspected.verdict() == SuspectedHum::Verdict::Suspect; }
  double hertz() const noexcept { return m_hertz; }  // of the active note's last hop
  // After Begins: the note replaced another this many hops ago, and older sound does not belong to it. kUnknown: there
  // is no such limit, because the note followed silence or the earlier sound belongs to it as well.
  static constexpr int kUnknown = -1;
  int hopsSinceChange() const noexcept { return m_hopsSinceChange; }

 private:
  Decision begin(const PitchEvidence& evidence, int hopsSince) noexcept;
  SuspectedHum::Verdict suspect(const PitchEvidence& evidence) noexcept;
  Decision goOn(const PitchEvidence& evidence) noexcept;
  bool isHum(const PitchEvidence& evidence) const noexcept;
  void forgetPassingHum(const PitchEvidence& evidence, bool hum) noexcept;
  bool isSameNote(const PitchEvidence& evidence) const noexcept;

  double m_hopS;
  Mains m_mains;
  SuspectedHum m_suspected;
  bool m_active = false;
  double m_humPower = 0;   // of the recognised mains hum; 0: none so far
  double m_humHz = 0;      // of hum recognised at a higher multiple
  double m_passingHz = 0;  // of the last hop of hum
  int m_humHops = 0;       // hops of hum in a row
  double m_takenOut = 0;   // power of the hum that was subtracted
  double m_peakPower = 0;  // of the active note
  double m_hertz = 0;
  double m_pendingHertz = 0;
  int m_pendingHops = 0;
  int m_lowHops = 0;
  int m_ageHops = 0;  // of the active note
  int m_hopsSinceOnset = 1000000;
  int m_hopsSinceNote = 1000000;  // that was certainly not hum
  int m_hopsSinceChange = kUnknown;
};

}  // namespace tunescope::core
