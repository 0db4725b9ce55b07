// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tunescope::cli {

// The meaning of a cell; colours follow from it (those of the window, if the terminal shows colours).
enum class Ink : std::uint8_t { Plain, Dim, Strong, InTune, Flat, Sharp, Warning };

// A grid of character cells. Text beyond its edges is cut off. Every character takes one cell.
// Thread: one at a time. Realtime-safe: no.
class Canvas {
 public:
  Canvas(int width, int height);

  int width() const noexcept { return m_width; }
  int height() const noexcept { return m_height; }

  void put(int x, int y, char32_t character, Ink ink = Ink::Plain);
  void write(int x, int y, std::u32string_view text, Ink ink = Ink::Plain);
  void write(int x, int y, std::string_view utf8, Ink ink = Ink::Plain);
  void writeCentred(int y, std::string_view utf8, Ink ink = Ink::Plain);
  char32_t at(int x, int y) const noexcept;

  // The grid as bytes for a terminal, from its top left corner on; without colour the only sequences move the cursor.
  std::string toTerminal(bool hasColor) const;

 private:
  std::size_t indexOf(int x, int y) const noexcept {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(m_width) + static_cast<std::size_t>(x);
  }
  struct Cell {
    char32_t character = U' ';
    Ink ink = Ink::Plain;
  };
  int m_width;
  int m_height;
  std::vector<Cell> m_cells;
};

std::u32string toUtf32(std::string_view utf8);  // invalid bytes become U+FFFD, control characters spaces

}  // namespace tunescope::cli
