// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/scale.h"
#include "core/tuning/textfile.h"
#include "core/tuning/tuning.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Scales of Scala (.scl: huygens-fokker.org/scala/scl_format.html) and of Ableton Live (.ascl: ASCL Specification,
// 2024). Thread: any. Realtime-safe: no (it allocates).
namespace tunescope::core {

// "! @ABL REFERENCE_PITCH octave index Hz". The file chooses how it numbers octaves.
struct ScaleReference {
  int octave = 0;
  int degree = 0;
  double hertz = kDefaultA4Hz;

  bool operator==(const ScaleReference&) const = default;
};

// "! @ABL NOTE_RANGE_BY_FREQUENCY Hz [Hz]": which notes Live plays. A tuner names every note, and only keeps it.
struct FrequencyRange {
  double minHz = 0;
  std::optional<double> maxHz;

  bool operator==(const FrequencyRange&) const = default;
};

// "! @ABL NOTE_RANGE_BY_INDEX octave index [octave index]". Notes are counted from the file's octave 0 on, note 0
// first.
struct NoteRange {
  int first = 0;
  std::optional<int> last;

  bool operator==(const NoteRange&) const = default;
};

// What an .ascl says about its scale beside names and pitch.
struct ScaleOrigin {
  std::string source;  // "! @ABL SOURCE": a book, a person; empty: none
  std::string link;    // "! @ABL LINK": an address; empty: none
  std::variant<std::monostate, FrequencyRange, NoteRange> range;

  bool operator==(const ScaleOrigin&) const = default;
};

struct ScaleFile {
  std::string description;                  // one line; may be empty
  Scale scale;                              // with the names of an .ascl
  std::optional<ScaleReference> reference;  // of an .ascl
  ScaleOrigin origin;                       // of an .ascl
  std::vector<TextProblem> remarks;         // unusual but readable content
};

// Reads the bytes of a file. A last pitch below Scale::kMinPeriodCents is not a period: the scale then has all its
// pitches and does not repeat.
std::variant<ScaleFile, TextProblem> readScale(std::string_view bytes);

// The same scale in UTF-8, without comments other than Ableton's, for storing in settings. bytes must be readable.
std::string compactScale(std::string_view bytes);

// The text of a .scl with that description, without its control characters and without what would make it a comment;
// cents with six decimals. Names, reference and origin follow the pitches in comments, as in an .ascl. scale: valid.
std::string scaleText(std::string_view description, const Scale& scale,
                      const std::optional<ScaleReference>& reference = {}, const ScaleOrigin& origin = {});

// Where the reference of an .ascl puts the notes: for a scale of twelve keys, the standard is the key of that degree
// nearest to the frequency; otherwise its first note moves by whole periods to the first place from middle C on.
PitchStandard standardOf(const ScaleReference& reference, const Scale& scale, int firstKey);

}  // namespace tunescope::core
