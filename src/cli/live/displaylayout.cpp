// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/live/displaylayout.h"

#include "cli/live/bigtext.h"
#include "present/leveldisplay.h"

#include <algorithm>
#include <cmath>

namespace tunescope::cli {

namespace {

using Tuning = present::NoteDisplay::Tuning;

constexpr int kMaxScale = 3;
constexpr int kWaveMinRows = 3;
constexpr int kWaveMaxRows = 10;

// How the rows of a terminal are distributed. A part that does not fit has no rows.
struct Rows {
  int head = 0;
  int noteScale = 0;  // 0: the note is written small, in one row
  int noteRows = 0;
  int numbers = 0;
  int needle = 0;
  int scale = 0;  // the needle's numbers
  int level = 0;
  int records = 0;
  int wave = 0;
};

Rows shareRows(int width, int height, int recordRows) {
  Rows rows;
  int left = height;
  const auto take = [&left](int count) {
    if (left < count) return 0;
    left -= count;
    return count;
  };
  rows.noteRows = take(1);
  rows.numbers = take(1);
  rows.needle = take(1);
  rows.level = take(1);
  rows.head = take(1);
  rows.records = take(std::min(recordRows, left));
  // The largest letters that leave the waveform its minimum, otherwise the smallest that fit.
  for (int scale = kMaxScale; scale > 0 && rows.noteScale == 0; --scale) {
    const int extra = bigTextRows(scale) + 1;  // an empty row below
    const bool fits = bigTextColumns("C#4", scale) <= width && left >= extra + (scale > 1 ? kWaveMinRows + 1 : 0);
    if (!fits) continue;
    rows.noteScale = scale;
    rows.noteRows = take(extra) + 1;
  }
  rows.scale = take(1);
  if (left > kWaveMinRows && width >= 10) rows.wave = std::min(left - 1, kWaveMaxRows);
  return rows;
}

Ink tuneInk(const DisplayState& state) {
  if (!state.isVoiced) return Ink::Dim;
  switch (state.tuning) {
    case Tuning::Flat:
      return Ink::Flat;
    case Tuning::InTune:
      return Ink::InTune;
    case Tuning::Sharp:
      return Ink::Sharp;
    case Tuning::None:
      break;
  }
  return Ink::Plain;
}

// As a word too, for users who cannot see the colours.
std::string tuneWord(const DisplayState& state) {
  if (!state.isVoiced) return "";
  switch (state.tuning) {
    case Tuning::Flat:
      return "flat";
    case Tuning::InTune:
      return "in tune";
    case Tuning::Sharp:
      return "sharp";
    case Tuning::None:
      break;
  }
  return "";
}

// As much of it as fits.
std::string numbersFor(int width, const DisplayState& state) {
  if (!state.isVoiced) return state.note.empty() ? "" : "last note";
  const std::string word = tuneWord(state);
  const std::string cents = state.centsText + (word.empty() ? "" : "  " + word);
  for (const std::string& text : {cents + "  " + state.sigmaText + "   " + state.hertzText,
                                  cents + "   " + state.hertzText, state.centsText + "  " + state.hertzText}) {
    if (static_cast<int>(toUtf32(text).size()) <= width) return text;
  }
  return state.centsText;
}

// The needle's scale, -50 to 50 cents, on a canvas.
class CentsScale {
 public:
  explicit CentsScale(int canvasWidth) : m_width(std::min(canvasWidth, 101)), m_left((canvasWidth - m_width) / 2) {}

  bool fits() const noexcept { return m_width >= 11; }
  int left() const noexcept { return m_left; }
  int end() const noexcept { return m_left + m_width; }
  int column(double cents) const noexcept {
    const double share = (std::clamp(cents, -50.0, 50.0) + 50) / 100;
    return m_left + static_cast<int>(std::lround(share * (m_width - 1)));
  }

 private:
  int m_width;
  int m_left;
};

// The block is as wide as the uncertainty of the reading.
void drawNeedle(Canvas& canvas, int y, const DisplayState& state) {
  const CentsScale scale(canvas.width());
  if (!scale.fits()) return;
  const auto column = [&scale](double cents) { return scale.column(cents); };
  for (int x = scale.left(); x < scale.end(); ++x) canvas.put(x, y, U'─', Ink::Dim);
  for (const double mark : {-50.0, -25.0, 25.0, 50.0}) canvas.put(column(mark), y, U'┴', Ink::Dim);
  canvas.put(column(0), y, U'┼', Ink::Plain);
  if (!state.isVoiced) return;
  const int first = column(state.cents - state.sigmaCents);
  const int last = column(state.cents + state.sigmaCents);
  for (int x = first; x <= last; ++x) canvas.put(x, y, U'▒', tuneInk(state));
  canvas.put(column(state.cents), y, U'█', tuneInk(state));
}

// As many numbers as fit; those at the ends stay within the scale.
void drawScale(Canvas& canvas, int y) {
  constexpr int kAllFrom = 25;  // columns
  const CentsScale scale(canvas.width());
  if (!scale.fits()) return;
  for (const int cents : {-50, -25, 0, 25, 50}) {
    if (cents % 50 != 0 && scale.end() - scale.left() < kAllFrom) continue;
    const std::string text = (cents > 0 ? "+" : "") + std::to_string(cents);
    const int length = static_cast<int>(text.size());
    canvas.write(std::clamp(scale.column(cents) - length / 2, scale.left(), scale.end() - length), y, text, Ink::Dim);
  }
}

// Right-aligned, so that the unit does not move.
std::string levelText(const DisplayState& state) {
  constexpr std::size_t kWidth = 5;
  const std::string text = state.levelText.empty() ? "-" : state.levelText;
  const std::size_t length = toUtf32(text).size();
  return std::string(length < kWidth ? kWidth - length : 0, ' ') + text;
}

void drawLevel(Canvas& canvas, int y, const DisplayState& state) {
  const std::string text = " " + levelText(state) + " dBFS" + (state.isClipped ? "  clipped" : "");
  const int length = static_cast<int>(toUtf32(text).size());
  const int bar = std::min(canvas.width() - length, 80);
  const int left = bar >= 8 ? (canvas.width() - bar - length) / 2 : 0;
  const Ink ink = state.isClipped ? Ink::Warning : Ink::Plain;
  if (bar < 8) {
    canvas.write(0, y, text, ink);
    return;
  }
  const auto cells = [&](std::optional<double> db) {
    return db ? static_cast<int>(std::lround(present::LevelDisplay::positionOf(*db) * bar)) : 0;
  };
  const int filled = cells(state.rmsDb);
  const int peak = cells(state.peakDb);
  for (int x = 0; x < bar; ++x) canvas.put(left + x, y, x < filled ? U'█' : U'·', x < filled ? ink : Ink::Dim);
  if (peak > 0) canvas.put(left + peak - 1, y, U'▐', ink);
  canvas.write(left + bar, y, text, ink);
}

// A Braille character is a matrix of 2 by 4 dots (Unicode 15, block 2800).
void drawWave(Canvas& canvas, int top, int rows, const std::vector<core::MinMax>& wave) {
  constexpr char32_t kDots[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
  float peak = 1e-4F;  // a quiet signal fills the picture, silence stays a line
  for (const core::MinMax& column : wave) peak = std::max({peak, std::abs(column.min), std::abs(column.max)});
  const int dots = rows * 4;
  const auto dotOf = [&](float value) {
    const float share = 0.5F - 0.5F * std::clamp(value / peak, -1.0F, 1.0F);
    return static_cast<int>(std::lround(share * static_cast<float>(dots - 1)));
  };
  const int columns = std::min(static_cast<int>(wave.size()), canvas.width() * 2);
  const auto width = static_cast<std::size_t>(canvas.width());
  std::vector<char32_t> cells(static_cast<std::size_t>(rows) * width, 0);
  const auto cellAt = [&](int row, int x) -> char32_t& {
    return cells[static_cast<std::size_t>(row) * width + static_cast<std::size_t>(x)];
  };
  for (int i = 0; i < columns; ++i) {
    const core::MinMax& column = wave[static_cast<std::size_t>(i)];
    for (int dot = dotOf(column.max); dot <= dotOf(column.min); ++dot) {
      cellAt(dot / 4, i / 2) |= kDots[dot % 4][i % 2];
    }
  }
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < canvas.width(); ++x) {
      const char32_t dotsSet = cellAt(y, x);
      if (dotsSet != 0) canvas.put(x, top + y, 0x2800 + dotsSet, Ink::Plain);
    }
  }
}

// In lines of at most that width, broken after a comma, between columns, or else at a space, if possible.
std::vector<std::u32string> wrapped(const std::vector<std::string>& texts, int width) {
  std::vector<std::u32string> lines;
  const auto columns = static_cast<std::size_t>(std::max(width, 1));
  for (const std::string& text : texts) {
    std::u32string rest = toUtf32(text);
    while (rest.size() > columns) {
      const std::size_t comma = rest.rfind(U", ", columns - 1);
      const std::size_t column = rest.rfind(U"  ", columns);
      std::size_t end = comma == std::u32string::npos ? 0 : comma + 1;
      if (column != std::u32string::npos) end = std::max(end, column);
      if (const std::size_t space = rest.rfind(U' ', columns); end == 0 && space != std::u32string::npos) end = space;
      if (end == 0) end = columns;
      lines.push_back(rest.substr(0, end));
      rest.erase(0, std::min(rest.find_first_not_of(U' ', end), rest.size()));
    }
    if (!rest.empty()) lines.push_back(rest);
  }
  return lines;
}

void drawHead(Canvas& canvas, int y, const DisplayState& state) {
  canvas.write(0, y, state.state, state.isWarning ? Ink::Warning : Ink::Plain);
  const int after = static_cast<int>(toUtf32(state.state).size()) + 2;
  canvas.write(after, y, state.source, Ink::Dim);
  const int keys = canvas.width() - static_cast<int>(toUtf32(state.keys).size());
  if (keys >= after + static_cast<int>(toUtf32(state.source).size()) + 2) canvas.write(keys, y, state.keys, Ink::Dim);
}

void drawNote(Canvas& canvas, int y, const Rows& rows, const DisplayState& state) {
  const Ink ink = tuneInk(state);
  const std::string note = state.note.empty() ? "-" : state.note;
  int scale = rows.noteScale;
  while (scale > 0 && bigTextColumns(note, scale) > canvas.width()) --scale;
  if (scale == 0) {
    canvas.writeCentred(y, note, ink == Ink::Plain ? Ink::Strong : ink);
    return;
  }
  drawBigText(canvas, std::max(0, (canvas.width() - bigTextColumns(note, scale)) / 2), y + 1, note, scale, ink);
}

}  // namespace

int waveformColumnsFor(int width, int height) noexcept {
  return shareRows(width, height, 0).wave > 0 ? 2 * width : 0;
}

void layOutDisplay(Canvas& canvas, const DisplayState& state) {
  const std::vector<std::u32string> records = wrapped(state.records, canvas.width());
  const Rows rows = shareRows(canvas.width(), canvas.height(), static_cast<int>(records.size()));
  int y = 0;
  if (rows.head > 0) drawHead(canvas, y++, state);
  if (rows.noteRows > 0) drawNote(canvas, y, rows, state);
  y += rows.noteRows;
  if (rows.needle > 0) drawNeedle(canvas, y++, state);
  if (rows.scale > 0) drawScale(canvas, y++);
  if (rows.numbers > 0) canvas.writeCentred(y++, numbersFor(canvas.width(), state), tuneInk(state));
  if (rows.level > 0) drawLevel(canvas, y++, state);
  for (int i = 0; i < rows.records; ++i) canvas.write(0, y++, records[static_cast<std::size_t>(i)], Ink::Plain);
  if (rows.wave > 0) drawWave(canvas, y + 1, rows.wave, state.wave);
}

}  // namespace tunescope::cli
