// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/live/canvas.h"

#include "cli/write/safetext.h"

#include <algorithm>

namespace tunescope::cli {

namespace {

// The 256-colour neighbours of Okabe and Ito's bluish green, sky blue, orange and vermillion.
std::string_view sequenceOf(Ink ink) noexcept {
  switch (ink) {
    case Ink::Plain:
      return "\x1b[0m";
    case Ink::Dim:
      return "\x1b[0;2m";
    case Ink::Strong:
      return "\x1b[0;1m";
    case Ink::InTune:
      return "\x1b[0;1;38;5;36m";
    case Ink::Flat:
      return "\x1b[0;1;38;5;74m";
    case Ink::Sharp:
      return "\x1b[0;1;38;5;214m";
    case Ink::Warning:
      return "\x1b[0;1;38;5;166m";
  }
  return "\x1b[0m";
}

}  // namespace

Canvas::Canvas(int width, int height)
    : m_width(std::clamp(width, 0, 1000)),
      m_height(std::clamp(height, 0, 500)),
      m_cells(static_cast<std::size_t>(m_width) * static_cast<std::size_t>(m_height)) {}

void Canvas::put(int x, int y, char32_t character, Ink ink) {
  if (x < 0 || y < 0 || x >= m_width || y >= m_height) return;
  m_cells[indexOf(x, y)] = {character, ink};
}

void Canvas::write(int x, int y, std::u32string_view text, Ink ink) {
  for (const char32_t character : text) put(x++, y, character, ink);
}

void Canvas::write(int x, int y, std::string_view utf8, Ink ink) {
  write(x, y, std::u32string_view(toUtf32(utf8)), ink);
}

void Canvas::writeCentred(int y, std::string_view utf8, Ink ink) {
  const std::u32string text = toUtf32(utf8);
  write(std::max(0, (m_width - static_cast<int>(text.size())) / 2), y, std::u32string_view(text), ink);
}

char32_t Canvas::at(int x, int y) const noexcept {
  if (x < 0 || y < 0 || x >= m_width || y >= m_height) return U'\0';
  return m_cells[indexOf(x, y)].character;
}

std::string Canvas::toTerminal(bool hasColor) const {
  std::string out = "\x1b[H";
  for (int y = 0; y < m_height; ++y) {
    Ink ink = Ink::Plain;
    std::u32string row;
    const auto flushRow = [&] {
      appendUtf8(out, row);
      row.clear();
    };
    for (int x = 0; x < m_width; ++x) {
      const Cell& cell = m_cells[indexOf(x, y)];
      if (hasColor && cell.ink != ink) {
        flushRow();
        out += sequenceOf(cell.ink);
        ink = cell.ink;
      }
      row += cell.character;
    }
    if (ink == Ink::Plain) row.erase(row.find_last_not_of(U' ') + 1);
    const bool isFull = ink != Ink::Plain || (m_width > 0 && m_cells[indexOf(m_width - 1, y)].character != U' ');
    flushRow();
    if (ink != Ink::Plain) out += sequenceOf(Ink::Plain);
    // After a full row the cursor is still on its last character, which would be erased.
    const bool isLast = y + 1 == m_height;
    if (!isFull) out += isLast ? "\x1b[J" : "\x1b[K";
    if (!isLast) out += "\r\n";
  }
  return out;
}

std::u32string toUtf32(std::string_view utf8) {
  std::u32string out;
  const std::string clean = printable(utf8);
  for (std::string_view rest = clean; !rest.empty();) out += takeCodePoint(rest);
  return out;
}

}  // namespace tunescope::cli
