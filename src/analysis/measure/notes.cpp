// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/registry.h"
#include "core/notes/notesegmenter.h"

#include <iterator>
#include <utility>

namespace tunescope::analysis {

namespace {

// Returns the notes that ended since the last call, so that a slow subscriber misses none.
class NotesMeasurement final : public Measurement<PlayedNotes> {
 public:
  void begin(const StreamInfo&) override { m_segmenter.finish(); }
  void hop(const AnalysisFrame& frame) noexcept override { m_segmenter.add(frame.pitch, frame.note); }
  void gap(const GapInfo&) noexcept override { m_segmenter.gap(); }

  bool take(PlayedNotes& newest, const RecentSamples&) override {
    newest.notes = m_segmenter.take();
    return !newest.notes.empty();
  }
  bool takeRest(PlayedNotes& rest) override {
    m_segmenter.finish();
    return take(rest, {});
  }

 private:
  core::NoteSegmenter m_segmenter;
};

}  // namespace

std::unique_ptr<Measurement<PlayedNotes>> MeasurementOf<PlayedNotes>::make(const Parameters&) {
  return std::make_unique<NotesMeasurement>();
}

}  // namespace tunescope::analysis
