// SPDX-License-Identifier: GPL-3.0-or-later
// Any .scl, .ascl or .kbm is either read or refused with a line and a reason. What is read makes a tuning that names
// every frequency, and reads the same from the text that settings keep.
#include "core/tuning/keymap.h"
#include "core/tuning/scala.h"
#include "core/tuning/tuning.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <variant>

namespace {

using namespace tunescope::core;

void require(bool holds) {
  if (!holds) std::abort();
}

void checkProblem(const TextProblem& problem) {
  require(problem.line >= 1 && !problem.reason.empty() && problem.reason.size() < 300 && isUtf8(problem.reason));
  for (const char c : problem.reason) require(static_cast<unsigned char>(c) >= 0x20U && c != 0x7F);
}

void checkTuning(const TuningSettings& settings) {
  const Tuning tuning(settings);
  for (const double hertz : {1e-3, 20.0, 261.6, 440.0, 4186.0, 1e6}) {
    const auto note = tuning.nearest(hertz);
    require(note && std::isfinite(note->cents) && note->targetHz >= 0 && note->degree >= 0);
    require(!asciiNoteName(*note).empty());
  }
}

// What is written reads as it was, to the decimals that are written.
void checkWriting(const ScaleFile& file) {
  const auto read = readScale(scaleText(file.description, file.scale, file.reference, file.origin));
  const auto* again = std::get_if<ScaleFile>(&read);
  if (again == nullptr) {  // only because of its size
    require(file.scale.cents.size() > 1000 || file.origin.source.size() + file.origin.link.size() > 1000 ||
            !file.scale.names.empty());
    return;
  }
  require(again->scale.cents.size() == file.scale.cents.size() && again->scale.names == file.scale.names);
  require(again->origin.source == file.origin.source && again->origin.link == file.origin.link);
  require(again->origin.range.index() == file.origin.range.index());
}

void checkScale(std::string_view bytes) {
  const auto read = readScale(bytes);
  if (const auto* problem = std::get_if<TextProblem>(&read)) {
    checkProblem(*problem);
    return;
  }
  const auto& file = std::get<ScaleFile>(read);
  for (const TextProblem& remark : file.remarks) checkProblem(remark);
  require(file.scale.isValid() && isUtf8(file.description));
  const std::string compact = compactScale(bytes);
  require(compact.size() <= kMaxTuningTextBytes);
  const auto again = readScale(compact);
  const auto* kept = std::get_if<ScaleFile>(&again);
  require(kept != nullptr && kept->scale == file.scale && kept->reference == file.reference &&
          kept->origin == file.origin);
  checkWriting(file);
  const PitchStandard standard = file.reference ? standardOf(*file.reference, file.scale, 60) : PitchStandard{};
  require(std::isfinite(standard.hertz) && standard.hertz > 0);
  checkTuning({.standard = standard, .scale = file.scale});
}

void checkKeymap(std::string_view bytes) {
  const auto read = readKeymap(bytes);
  if (const auto* problem = std::get_if<TextProblem>(&read)) {
    checkProblem(*problem);
    return;
  }
  const auto& keymap = std::get<Keymap>(read);
  const auto again = readKeymap(compactKeymap(bytes));
  require(std::holds_alternative<Keymap>(again) && std::get<Keymap>(again) == keymap);
  for (const Scale& scale : {Scale::equal(), Scale::equal(31), Scale{.cents = {0, 500}, .periodCents = 0}}) {
    if (const auto problem = keymapProblem(bytes, keymap, scale)) {
      checkProblem(*problem);
    } else {
      checkTuning({.scale = scale, .keymap = keymap});
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  checkScale(bytes);
  checkKeymap(bytes);
  return 0;
}
