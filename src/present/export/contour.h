// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "core/notes/notesegmenter.h"
#include "core/tuning/tuning.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tunescope::present {

// One reading, as a contour keeps it.
struct ContourPoint {
  double timeS = 0;       // to the microsecond
  double hertz = 0;       // 0: no pitch
  double sigmaCents = 0;  // predicted standard deviation of hertz
  double confidence = 0;  // 0 to 1
  double cents = 0;       // from the note
  double levelS = 0;      // the instant of rmsDb
  float rmsDb = 0;        // dBFS; minus infinity for digital silence
  int note = -1;          // its place in Contour::names(); -1: none
};

// The readings and the notes of one run, to be written to a file. About 60 bytes for each reading, which is 20 MB for
// an hour at 48 kHz. Thread: one at a time. Realtime-safe: no (it allocates).
class Contour {
 public:
  // From this confidence on, a reading is a point of a curve of pitch: below it, it is more likely wrong than right.
  static constexpr double kMinConfidence = 0.5;

  Contour(std::string source, const core::NameStyle& names) : m_source(std::move(source)), m_names(names) {}

  void begin(const analysis::StreamInfo& stream);
  void add(const analysis::AnalysisFrame& frame);
  void gap();
  void finish();  // Nothing comes any more. Sorts the points by time, and ends the last note.

  // The following are complete after finish().
  const std::vector<ContourPoint>& points() const noexcept { return m_points; }
  // Those with a pitch of kMinConfidence at least, at rising instants: where two describe the same one, the later.
  std::vector<ContourPoint> curve() const;
  const std::vector<core::PlayedNote>& notes() const noexcept { return m_notes; }

  std::string nameOf(const core::TunedNote& note) const { return core::asciiNoteName(note, m_names); }
  const core::TunedNote& noteOf(const ContourPoint& point) const {
    return m_heard.at(static_cast<std::size_t>(point.note));
  }
  const std::string& source() const noexcept { return m_source; }  // UTF-8 or not, as the user gave it
  bool hasBegun() const noexcept { return m_sampleRateHz > 0; }
  double sampleRateHz() const noexcept { return m_sampleRateHz; }  // of the newest stream
  std::size_t hopFrames() const noexcept { return m_hopFrames; }
  double seconds() const noexcept { return m_seconds; }  // to the end of the last hop
  double a4Hz() const noexcept { return m_a4Hz; }        // of the newest settings
  const std::string& tuning() const noexcept { return m_tuningName; }
  const std::optional<core::Tuning>& tuningInForce() const noexcept { return m_tuning; }
  const core::NameStyle& names() const noexcept { return m_names; }

 private:
  int placeOf(const core::TunedNote& note);
  void collect();

  std::string m_source;
  core::NameStyle m_names;
  std::vector<ContourPoint> m_points;
  std::vector<core::TunedNote> m_heard;  // each note once
  std::vector<core::PlayedNote> m_notes;
  core::NoteSegmenter m_segmenter;
  std::optional<core::Tuning> m_tuning;
  std::string m_tuningName;
  double m_a4Hz = core::kDefaultA4Hz;
  double m_sampleRateHz = 0;
  std::size_t m_hopFrames = 0;
  double m_seconds = 0;
};

}  // namespace tunescope::present
