// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/noterows.h"

#include "core/spectrogram/spectrogramcolumn.h"

namespace tunescope::ui {

using core::SpectrogramRows;

namespace {
constexpr double kStepRows = 0.8;       // 20 cents: no two notes of a usual tuning are nearer
constexpr double kMinLinePixels = 9;    // between the lines of neighbouring notes
constexpr double kMinPeriodPixels = 9;  // between those of periods
}  // namespace

// Where neighbours have no room, only the first note of each period has a line.
NoteRows::NoteRows(const core::Tuning& tuning, double lowRow, double highRow, double height) {
  const double perRow = height / (highRow - lowRow);
  for (int i = 0; lowRow + i * kStepRows <= highRow; ++i) {
    const auto note = tuning.nearest(SpectrogramRows::hertzOf(lowRow + i * kStepRows));
    if (!note || (!m_lines.empty() && m_lines.back().note.isSameNote(*note))) continue;
    Line line;
    line.note = *note;
    line.y = (highRow - SpectrogramRows::of(note->targetHz)) * perRow;
    line.isFirst = note->degree == 0;
    m_lines.push_back(line);
  }
  if (m_lines.size() < 2) return;
  const double mean = (m_lines.front().y - m_lines.back().y) / double(m_lines.size() - 1);
  const bool isWide = mean >= kMinLinePixels;
  const bool isAnyWide = double(SpectrogramRows::kPerOctave) * perRow >= kMinPeriodPixels;
  for (Line& line : m_lines) {
    line.isDrawn = line.y >= 0 && line.y < height && (isWide || (line.isFirst && isAnyWide));
  }
}

}  // namespace tunescope::ui
