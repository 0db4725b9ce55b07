// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/scale.h"
#include "core/tuning/textfile.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Keyboard mappings of Scala (.kbm: huygens-fokker.org/scala/help.htm#mappings). Thread: any. Realtime-safe: no (it
// allocates).
namespace tunescope::core {

// Which key plays which degree of a scale, and its pitch. Keys are MIDI numbers.
struct Keymap {
  int firstKey = 0;
  int lastKey = 127;
  int middleKey = 60;  // of the map's first entry
  int referenceKey = 69;
  double referenceHz = 440;
  int octaveDegree = 0;  // the interval of each repetition of the map; 0: the scale's period
  std::vector<std::optional<int>> entries =
      {};  // degrees; none: that key is not mapped. Empty: one key for each degree

  // The place of a key in the map: the degree of its entry, and the number of repetitions of the map below it.
  struct Place {
    int degree = 0;
    int turns = 0;
  };
  // None: the key is not mapped. Keys outside firstKey to lastKey have places too, because the reference may be
  // there. Realtime-safe: wait-free.
  std::optional<Place> placeOf(int key) const noexcept;
  int octaveOf(const Scale& scale) const noexcept;  // octaveDegree, or the scale's number of notes
  // The same as one number that continues through the periods: degree 0 of the next period is the number of notes.
  std::optional<int> degreeOf(int key, const Scale& scale) const noexcept;

  bool operator==(const Keymap&) const = default;
};

std::variant<Keymap, TextProblem> readKeymap(std::string_view bytes);

// The same map without comments, for storing in settings. bytes must be readable.
std::string compactKeymap(std::string_view bytes);

// The complete text of a map, as readKeymap() reads it; the reference has six decimals.
std::string keymapText(const Keymap& keymap);

// Why a map does not fit a scale.
struct KeymapMisfit {
  std::size_t value = 0;  // the value to blame, counted from 0 in the order of the file
  std::string reason;     // as that of a TextProblem
};

// None: the map fits.
std::optional<KeymapMisfit> keymapMisfit(const Keymap& keymap, const Scale& scale);

// The same with the line of that value in the file that the map was read from.
std::optional<TextProblem> keymapProblem(std::string_view bytes, const Keymap& keymap, const Scale& scale);

}  // namespace tunescope::core
