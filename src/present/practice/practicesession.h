// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/notes/playednote.h"
#include "core/notes/standardfit.h"

#include <QDateTime>
#include <QString>

#include <optional>
#include <vector>

namespace tunescope::present {

// The notes that somebody played in one sitting. Thread: one at a time. Realtime-safe: no.
struct PracticeSession {
  static constexpr std::size_t kMaxNotes = 20000;
  static constexpr double kPauseS = 1;  // between two streams, whatever time passed

  QDateTime startedAt{};  // of its first note, local
  double a4Hz = core::kDefaultA4Hz;
  QString tuning{};                       // its name
  double inTuneCents = 2.5;               // that held when it was saved
  std::vector<core::PlayedNote> notes{};  // onsets count from the session's begin

  double seconds() const;  // of all notes
  double inTuneS(double toleranceCents) const;
  double endS() const;  // of the last note

  bool operator==(const PracticeSession&) const = default;
};

// All that was played of one note.
struct PracticeTotal {
  core::TunedNote note;  // its cents are the mean
  int count = 0;
  double seconds = 0;
  double meanCents = 0;    // of the notes' means, weighted by their length
  double spreadCents = 0;  // standard deviation from that, within the notes and between them
  double inTuneS = 0;
  std::vector<float> means{};  // of each
};

// In ascending pitch.
std::vector<PracticeTotal> totalsOf(const PracticeSession& session, double toleranceCents);

}  // namespace tunescope::present
