// SPDX-License-Identifier: GPL-3.0-or-later
// Any file of a stretch is either read or refused with a reason. What is read makes a tuning whose targets are in
// order, and reads the same from the text that settings keep.
#include "core/stretch/stretchfile.h"
#include "core/tuning/tuning.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace tunescope::core;

void require(bool holds) {
  if (!holds) std::abort();
}

void checkPiano(const PianoStretch& piano) {
  const StretchCurve curve = stretchCurveOf(piano);
  require(curve.offsets.cents[48] == 0);
  const Tuning tuning({.stretch = curve.offsets});
  double before = 0;
  for (int midi = 0; midi < 128; ++midi) {
    const double hertz = tuning.key(midi)->targetHz;
    require(std::isfinite(hertz) && hertz > before);
    before = hertz;
    const auto note = tuning.nearest(hertz);
    require(note && note->midi == midi && std::abs(note->cents) < 1e-6);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto read = readStretch(bytes);
  if (const auto* problem = std::get_if<TextProblem>(&read)) {
    require(problem->line >= 0 && !problem->reason.empty() && problem->reason.size() < 300 && isUtf8(problem->reason));
    return 0;
  }
  checkPiano(std::get<PianoStretch>(read));
  const std::string compact = compactStretch(bytes);
  require(compact.size() <= kMaxTuningTextBytes);
  const auto again = readStretch(compact);
  require(std::holds_alternative<PianoStretch>(again) && compactStretch(compact) == compact);
  return 0;
}
