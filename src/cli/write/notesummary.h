// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "core/notes/notesegmenter.h"
#include "core/notes/standardfit.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tunescope::cli {

constexpr double kMinNoteS = 0.05;
constexpr std::size_t kMaxPlayed = 20000;

// Totals of one note.
struct NoteTotals {
  core::TunedNote note;
  std::uint64_t count = 0;  // how often it began
  std::uint64_t readings = 0;
  double meanCents = 0;
  double squares = 0;  // of the deviations from the mean (Welford 1962)
  double seconds = 0;

  std::optional<double> sdCents() const noexcept;  // needs two readings
};

// The pitch standard that the notes fit best.
struct FittedA4 {
  double hertz = 0;
  double sigmaCents = 0;
};

// Adds up the readings of each note, and the notes that were played. Thread: one at a time.
class NoteSummary {
 public:
  void hear(const analysis::AnalysisFrame& frame);  // every frame, for a4()
  void gap();
  void finish();  // no frame comes any more
  // Of the first kMaxPlayed notes that have ended, in the tuning of the newest frame; none for fewer than
  // core::kMinStandardNotes.
  std::optional<FittedA4> a4() const;

  std::size_t played() const noexcept { return m_played.size(); }  // notes that have ended, as --practice counts them

  void add(const core::TunedNote& note, double seconds);
  void noteBegan(const core::TunedNote& note);
  // In the order of their first readings, without those of less than kMinNoteS in all: readings of an attack
  // before the note.
  std::vector<NoteTotals> notes() const;

 private:
  NoteTotals& totals(const core::TunedNote& note);
  void collect();

  std::vector<NoteTotals> m_notes;
  core::NoteSegmenter m_segmenter;
  std::vector<core::StandardNote> m_played;
  std::optional<core::Tuning> m_tuning;
  double m_a4Hz = core::kDefaultA4Hz;
};

// Keeps the notes of all readings for `--assert`. The steady part is the readings within half a semitone of their
// median, which excludes onsets, slides and stray readings. Thread: one at a time.
class SteadyPitch {
 public:
  void add(const core::TunedNote& note);

  struct Result {
    core::TunedNote note;  // the median of the steady part
    std::size_t readings = 0;
  };
  // None if there is no reading, or if fewer than half of them agree.
  std::optional<Result> result() const;

 private:
  std::vector<core::TunedNote> m_notes;
};

}  // namespace tunescope::cli
