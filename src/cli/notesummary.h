// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tunescope::cli {

constexpr double kMinNoteS = 0.05;

// What was heard of one note in all.
struct NoteTotals {
  core::TunedNote note;
  std::uint64_t count = 0;  // how often it began
  std::uint64_t readings = 0;
  double meanCents = 0;
  double squares = 0;  // of the distances to the mean (Welford 1962)
  double seconds = 0;

  std::optional<double> sdCents() const noexcept;  // needs two readings
};

// Adds up the readings of each note. Thread: one at a time.
class NoteSummary {
 public:
  void add(const core::TunedNote& note, double seconds);
  void noteBegan(const core::TunedNote& note);
  // In the order in which they were first heard, without those of less than kMinNoteS in all: readings of an attack
  // that was no note yet.
  std::vector<NoteTotals> notes() const;

 private:
  NoteTotals& totals(const core::TunedNote& note);
  std::vector<NoteTotals> m_notes;
};

// Keeps the notes of all readings for `--assert`. The steady part is what lies within half a semitone of their median;
// onsets, slides and stray readings fall out of it. Thread: one at a time.
class SteadyPitch {
 public:
  void add(const core::TunedNote& note);

  struct Result {
    core::TunedNote note;  // the median of the steady part
    std::size_t readings = 0;
  };
  // Nothing when there is no reading, or when less than half of them agree.
  std::optional<Result> result() const;

 private:
  std::vector<core::TunedNote> m_notes;
};

}  // namespace tunescope::cli
