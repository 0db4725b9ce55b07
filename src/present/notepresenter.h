// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "present/displayfilter.h"
#include "present/notedisplay.h"

#include <optional>

namespace tunescope::present {

// The display of pitch readings in a tuner: their nearest note with hysteresis, its deviation (NoteDisplay), and
// whether it still sounds. It neither measures nor names. Time is the sample clock. Thread: one at a time.
class NotePresenter {
 public:
  enum class Presence { Resting, Ghost, Sounding };  // nothing, only the name of the last note, a note now

  static constexpr double kKeepNoteCents = 10;    // a note stays until another is nearer by that: no flicker
  static constexpr double kMaxCents = 55;         // of the needle
  static constexpr double kGhostAfterS = 0.15;    // shorter holes are not shown
  static constexpr double kSureConfidence = 0.5;  // below: shown only when kUnsureReadings agree
  static constexpr int kUnsureReadings = 3;
  static constexpr double kYoungS = 0.1;  // in which a new note's readings have to agree however certain they are
  static constexpr double kMinConfidence = 0.1;  // below: speaks for no note, though it may continue the shown one

  struct Update {
    bool isShown = false;  // numbers may be others
    bool isNewNote = false;
    bool isNewWord = false;
  };

  // The width of "in tune", see NoteDisplay. A sounding note is displayed again.
  void setInTuneCents(double cents);

  // The next reading; availableS may go back only when a new stream starts.
  Update show(const analysis::NotedPitch& noted);
  void rest();   // no note sounds any more: it becomes a ghost
  void clear();  // forgets the last note too

  Presence presence() const { return m_presence; }
  bool isSure() const { return m_isSure; }
  const core::TunedNote& note() const { return m_note; }  // unless resting
  const NoteDisplay& display() const { return m_display; }
  double timeS() const { return m_timeS; }  // of the newest reading; 0 after a rest

 private:
  Update showVoiced(const core::PitchReading& reading, const core::TunedNote& nearest);
  bool isKept(double absoluteCents, const core::TunedNote& nearest) const;
  bool isAccepted(double absoluteCents, const core::TunedNote& nearest, double confidence);
  void startOver();

  DisplayFilter m_filter{0.1};
  NoteDisplay m_display;
  Presence m_presence = Presence::Resting;
  bool m_isSure = false;
  core::TunedNote m_note;
  core::TunedNote m_candidate;
  int m_candidateCount = 0;
  double m_inTuneCents = m_display.inTuneCents();
  double m_timeS = 0;
  double m_voicedS = 0;            // of the newest voiced reading
  std::optional<double> m_beganS;  // of the newest note
};

}  // namespace tunescope::present
