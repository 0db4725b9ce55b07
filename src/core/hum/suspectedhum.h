// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hum/mains.h"

#include <cstdint>
#include <optional>

namespace tunescope::core {

// A note that began without an attack, at a multiple of the mains, may be hum that was present from the start. While it
// neither moves nor decays it remains suspect; after two seconds it counts as hum.
// Thread: one at a time. Realtime-safe: wait-free.
class SuspectedHum {
 public:
  enum class Verdict : std::uint8_t { Note, Suspect, Hum };

  explicit SuspectedHum(double hopS) noexcept : m_hopS(hopS) {}

  // A note begins. isAttacked: with an attack, or just after another note.
  void begin(bool isAttacked) noexcept;
  // A hop of it. sigmaCents: of its pitch. power: if all of the note is still in the sound.
  Verdict process(double hertz, double sigmaCents, std::optional<double> power) noexcept;
  void reset() noexcept { *this = SuspectedHum(m_hopS); }

  Verdict verdict() const noexcept { return m_verdict; }
  // The note began without an attack and has neither moved nor decayed.
  bool isPossible() const noexcept { return m_isPossible; }

 private:
  double m_hopS;
  bool m_isPossible = false;
  Verdict m_verdict = Verdict::Note;
  double m_lowHz = 0;  // since it became steady
  double m_highHz = 0;
  double m_peakPower = 0;
  int m_steadyHops = 0;
  int m_hops = 0;  // of the note
};

}  // namespace tunescope::core
