// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/notesummary.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tunescope::cli {

namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

std::optional<double> NoteTotals::sdCents() const noexcept {
  if (readings < 2) return std::nullopt;
  return std::sqrt(squares / static_cast<double>(readings - 1));
}

void NoteSummary::add(const core::Note& note, double seconds) {
  NoteTotals& t = totals(note.midi);
  ++t.readings;
  const double distance = note.cents - t.meanCents;
  t.meanCents += distance / static_cast<double>(t.readings);
  t.squares += distance * (note.cents - t.meanCents);
  t.seconds += seconds;
}

void NoteSummary::noteBegan(int midi) {
  ++totals(midi).count;
}

std::vector<NoteTotals> NoteSummary::notes() const {
  std::vector<NoteTotals> heard;
  std::ranges::copy_if(m_notes, std::back_inserter(heard), [](const NoteTotals& t) { return t.seconds >= kMinNoteS; });
  return heard;
}

NoteTotals& NoteSummary::totals(int midi) {
  const auto found =
      std::find_if(m_notes.begin(), m_notes.end(), [midi](const NoteTotals& t) { return t.midi == midi; });
  if (found != m_notes.end()) return *found;
  m_notes.emplace_back().midi = midi;
  return m_notes.back();
}

void SteadyPitch::add(const core::Note& note) {
  m_semitones.push_back(note.midi + note.cents / 100);
}

std::optional<SteadyPitch::Result> SteadyPitch::result() const {
  if (m_semitones.empty()) return std::nullopt;
  const double middle = median(m_semitones);
  std::vector<double> steady;
  std::copy_if(m_semitones.begin(), m_semitones.end(), std::back_inserter(steady),
               [middle](double s) { return std::abs(s - middle) <= 0.5; });
  if (steady.size() * 2 < m_semitones.size()) return std::nullopt;
  const std::size_t count = steady.size();
  return Result{.semitones = median(std::move(steady)), .readings = count};
}

}  // namespace tunescope::cli
