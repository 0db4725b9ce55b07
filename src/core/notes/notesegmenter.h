// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/notes/playednote.h"
#include "core/readings.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace tunescope::core {

// Divides readings into notes. A note ends when the pitch engine reports the attack of another, after a pause, when
// samples were lost, and when the pitch has moved to another note for longer than in a vibrato. Works for live input
// and for files. take() describes the notes: a long one needs some milliseconds, which a hop does not have. Thread: one
// at a time. Realtime-safe: no (it allocates).
class NoteSegmenter {
 public:
  static constexpr double kMinNoteS = 0.05;      // from the first reading to the last; shorter sounds are not notes
  static constexpr double kMaxPauseS = 0.08;     // without a pitch, within a note
  static constexpr double kMaxNoteS = 60;        // a longer one is split
  static constexpr double kSlurCents = 70;       // from the note: beyond this, the smoothed pitch belongs to another
  static constexpr double kMinConfidence = 0.5;  // that a note must reach at least once

  // Adds each reading in order, with its note if it has a pitch.
  void add(const PitchReading& reading, const std::optional<TunedNote>& note);
  void gap() { finish(); }  // samples were lost
  void finish();            // ends the present note; time may start again
  bool isSounding() const noexcept { return !m_points.empty(); }

  // Returns the notes that have ended since the last call.
  std::vector<PlayedNote> take();

 private:
  void begin(const TunedNote& note, double onsetS);
  void close();
  void splitSlur(const TunedNote& note);
  // A note that has ended, as it was heard.
  struct Ended {
    std::vector<NotePoint> points;
    std::vector<TunedNote> heard;
    TunedNote note;
    double onsetS = 0;
    double endS = 0;
  };
  static PlayedNote described(Ended& ended);
  static TunedNote nearestHeard(const Ended& ended, double& offsetCents);

  std::vector<Ended> m_ended;  // the first m_endedCount; the others keep their memory for the next ones
  std::size_t m_endedCount = 0;
  std::vector<NotePoint> m_points;  // of the note that sounds; cents above m_note's target
  std::vector<TunedNote> m_heard;   // the notes that its readings were nearest to, each once
  TunedNote m_note;                 // of its first reading
  double m_onsetS = 0;
  double m_endS = 0;        // of its newest reading
  double m_heardS = 0;      // when it became available; without a pitch, times are of shorter windows
  double m_newestS = 0;     // of any reading
  double m_levelCents = 0;  // smoothed
  double m_confidence = 0;  // the highest
};

}  // namespace tunescope::core
