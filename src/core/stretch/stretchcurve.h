// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stretch/inharmonicity.h"
#include "core/stretch/keyoffsets.h"
#include "core/stretch/strucknote.h"

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string_view>

namespace tunescope::core {

// The partials of an octave's two strings that coincide when it is in tune: n of the lower one, m of the upper one.
struct OctaveType {
  std::string_view id;  // "4:2"
  int lower = 0;
  int upper = 0;
};
inline constexpr std::array<OctaveType, 3> kOctaveTypes = {{{"2:1", 2, 1}, {"4:2", 4, 2}, {"6:3", 6, 3}}};
inline constexpr std::size_t kUsualOctaveType = 1;

// The stored measurement of a key.
struct MeasuredKey {
  double b = 0;
  double sigmaLnB = 0;
  std::array<std::optional<PartialDeviation>, kOctavePartials> deviations{};

  bool operator==(const MeasuredKey&) const = default;
};
MeasuredKey measuredKeyOf(const StruckNote& note) noexcept;

// A measured piano, and the type of octave that it is tuned with.
struct PianoStretch {
  std::size_t octave = kUsualOctaveType;  // index into kOctaveTypes
  std::map<int, MeasuredKey> keys{};      // by MIDI number, A0 to C8

  bool operator==(const PianoStretch&) const = default;
};

struct StretchCurve {
  InharmonicityCurve inharmonicity;
  KeyOffsets offsets;  // 0 for A4
};

// By how many cents an octave of that type exceeds 1200, by the law of both strings. Thread: any.
double octaveStretchCents(const OctaveType& type, double lowerB, double upperB) noexcept;

// The offsets of all keys, from the octave about A4 (E4 to D#5) outwards. B gives a smooth curve, in which each octave
// has its size within 0.01 cents. If single partials of a measured key deviate from its B, the keys an octave away
// follow them, so that these octaves do not beat. Thread: any. Realtime-safe: no (it allocates).
StretchCurve stretchCurveOf(const PianoStretch& piano);

}  // namespace tunescope::core
