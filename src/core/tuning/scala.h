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

struct ScaleFile {
  std::string description;                  // one line; may be empty
  Scale scale;                              // with the names of an .ascl
  std::optional<ScaleReference> reference;  // of an .ascl
  std::vector<TextProblem> remarks;         // unusual but readable content
};

// Reads the bytes of a file. A last pitch below Scale::kMinPeriodCents is not a period: the scale then has all its
// pitches and does not repeat.
std::variant<ScaleFile, TextProblem> readScale(std::string_view bytes);

// The same scale in UTF-8, without comments other than Ableton's, for storing in settings. bytes must be readable.
std::string compactScale(std::string_view bytes);

// The text of a .scl with that description, without its control characters and without what would make it a comment;
// cents with six decimals. A reference is written in a comment, as in an .ascl. scale: valid.
std::string scaleText(std::string_view description, const Scale& scale,
                      const std::optional<ScaleReference>& reference = {});

// Where the reference of an .ascl puts the notes: for a scale of twelve keys, the standard is the key of that degree
// nearest to the frequency; otherwise its first note moves by whole periods to the first place from middle C on.
PitchStandard standardOf(const ScaleReference& reference, const Scale& scale, int firstKey);

}  // namespace tunescope::core
