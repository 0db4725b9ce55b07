// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/write/notesummary.h"

#include "analysis/tuningof.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tunescope::cli {

namespace {

// Semitones above 1 Hz.
double pitchOf(const core::TunedNote& note) noexcept {
  return 12 * std::log2(note.targetHz) + note.cents / 100;
}

core::TunedNote median(std::vector<core::TunedNote> notes) {
  const auto middle = notes.begin() + static_cast<std::ptrdiff_t>(notes.size() / 2);
  std::ranges::nth_element(notes, middle, {}, pitchOf);
  return *middle;
}

}  // namespace

std::optional<double> NoteTotals::sdCents() const noexcept {
  if (readings < 2) return std::nullopt;
  return std::sqrt(squares / static_cast<double>(readings - 1));
}

void NoteSummary::add(const core::TunedNote& note, double seconds) {
  NoteTotals& t = totals(note);
  ++t.readings;
  const double distance = note.cents - t.meanCents;
  t.meanCents += distance / static_cast<double>(t.readings);
  t.squares += distance * (note.cents - t.meanCents);
  t.seconds += seconds;
}

void NoteSummary::hear(const analysis::AnalysisFrame& frame) {
  m_segmenter.add(frame.pitch, frame.note);
  collect();
  if (frame.tuning == nullptr || (m_tuning && m_tuning->id() == frame.tuning->id())) return;
  m_tuning = *frame.tuning;
  if (frame.settings != nullptr) m_a4Hz = analysis::a4HzOf(*frame.settings);
}

void NoteSummary::gap() {
  m_segmenter.gap();
  collect();
}

void NoteSummary::finish() {
  m_segmenter.finish();
  collect();
}

void NoteSummary::collect() {
  for (const core::PlayedNote& note : m_segmenter.take()) {
    if (m_played.size() < kMaxPlayed) m_played.push_back(core::standardNoteOf(note));
  }
}

std::optional<FittedA4> NoteSummary::a4() const {
  if (!m_tuning) return std::nullopt;
  const auto fit = core::fitStandard(*m_tuning, m_played);
  if (!fit) return std::nullopt;
  return FittedA4{.hertz = m_a4Hz * std::exp2(fit->cents / 1200), .sigmaCents = fit->sigmaCents};
}

void NoteSummary::noteBegan(const core::TunedNote& note) {
  ++totals(note).count;
}

std::vector<NoteTotals> NoteSummary::notes() const {
  std::vector<NoteTotals> heard;
  std::ranges::copy_if(m_notes, std::back_inserter(heard), [](const NoteTotals& t) { return t.seconds >= kMinNoteS; });
  return heard;
}

NoteTotals& NoteSummary::totals(const core::TunedNote& note) {
  const auto found = std::ranges::find_if(m_notes, [&note](const NoteTotals& t) { return t.note.isSameNote(note); });
  if (found != m_notes.end()) return *found;
  m_notes.emplace_back().note = note;
  return m_notes.back();
}

void SteadyPitch::add(const core::TunedNote& note) {
  m_notes.push_back(note);
}

std::optional<SteadyPitch::Result> SteadyPitch::result() const {
  if (m_notes.empty()) return std::nullopt;
  const double middle = pitchOf(median(m_notes));
  std::vector<core::TunedNote> steady;
  std::ranges::copy_if(m_notes, std::back_inserter(steady),
                       [middle](const core::TunedNote& note) { return std::abs(pitchOf(note) - middle) <= 0.5; });
  if (steady.size() * 2 < m_notes.size()) return std::nullopt;
  const std::size_t count = steady.size();
  return Result{.note = median(std::move(steady)), .readings = count};
}

}  // namespace tunescope::cli
