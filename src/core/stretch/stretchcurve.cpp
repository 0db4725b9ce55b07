// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stretch/stretchcurve.h"

#include "core/stretch/cholesky.h"

#include <algorithm>
#include <vector>

namespace tunescope::core {

namespace {

constexpr std::size_t kOctave = 12;
constexpr std::size_t kA4 = 69 - kFirstPianoKey;
constexpr std::size_t kMiddleBegin = 64 - kFirstPianoKey;  // E4: the octave that all others are derived from
constexpr std::size_t kMiddleEnd = kMiddleBegin + kOctave;
constexpr double kSmoothness = 1e-3;     // weight of the second difference, relative to an octave's size
constexpr double kAnchor = 1;            // weight of A4
constexpr double kTypicalDeviation = 1;  // cents: typical deviation of a partial from the law

// Least squares: each octave has its size, the curve bends little, and A4 stays. Of all curves with these octaves
// (twelve constants are free) this is the smoothest.
std::vector<double> smoothOffsets(const OctaveType& type, const InharmonicityCurve& curve) {
  Cholesky normal(kPianoKeys);
  std::vector<double> offsets(kPianoKeys);
  for (std::size_t low = 0; low + kOctave < kPianoKeys; ++low) {
    const std::size_t high = low + kOctave;
    const double stretch = octaveStretchCents(type, curve.b[low], curve.b[high]);
    normal.at(low, low) += 1;
    normal.at(high, high) += 1;
    normal.at(high, low) -= 1;
    offsets[high] += stretch;
    offsets[low] -= stretch;
  }
  constexpr std::array<double, 3> kBend = {1, -2, 1};
  for (std::size_t key = 0; key + 2 < kPianoKeys; ++key) {
    for (std::size_t i = 0; i < kBend.size(); ++i) {
      for (std::size_t j = 0; j <= i; ++j) normal.at(key + i, key + j) += kSmoothness * kBend[i] * kBend[j];
    }
  }
  normal.at(kA4, kA4) += kAnchor;
  normal.decompose();
  normal.solve(offsets);
  return offsets;
}

// How far a key's partial, as measured, is from the curve's; 0 if it was not found. An uncertain partial counts
// less.
double deviationOf(const PianoStretch& piano, const InharmonicityCurve& curve, std::size_t key, int partial) noexcept {
  const auto found = piano.keys.find(static_cast<int>(key) + kFirstPianoKey);
  if (found == piano.keys.end()) return 0;
  const MeasuredKey& measured = found->second;
  const auto& deviation = measured.deviations[static_cast<std::size_t>(partial - 1)];
  if (!deviation) return 0;
  const double cents = deviation->cents + partialCents(measured.b, partial) - partialCents(curve.b[key], partial);
  const double share = deviation->sigmaCents / kTypicalDeviation;
  return cents / (1 + share * share);
}

std::array<double, kPianoKeys> deviationsOf(const OctaveType& type, const PianoStretch& piano,
                                            const InharmonicityCurve& curve) noexcept {
  std::array<double, kPianoKeys> offsets{};
  const auto stretch = [&](std::size_t low) {
    return deviationOf(piano, curve, low, type.lower) - deviationOf(piano, curve, low + kOctave, type.upper);
  };
  for (std::size_t key = kMiddleEnd; key < kPianoKeys; ++key) {
    offsets[key] = offsets[key - kOctave] + stretch(key - kOctave);
  }
  for (std::size_t key = kMiddleBegin; key-- > 0;) offsets[key] = offsets[key + kOctave] - stretch(key);
  return offsets;
}

}  // namespace

MeasuredKey measuredKeyOf(const StruckNote& note) noexcept {
  return {.b = note.b, .sigmaLnB = note.sigmaLnB, .deviations = note.deviations};
}

double octaveStretchCents(const OctaveType& type, double lowerB, double upperB) noexcept {
  return partialCents(lowerB, type.lower) - partialCents(upperB, type.upper);
}

StretchCurve stretchCurveOf(const PianoStretch& piano) {
  std::vector<KeyInharmonicity> measured;
  for (const auto& [midi, key] : piano.keys) measured.push_back({midi, key.b, key.sigmaLnB});
  StretchCurve curve{.inharmonicity = inharmonicityOver(measured), .offsets = {}};
  const OctaveType& type = kOctaveTypes[piano.octave];
  const std::vector<double> smooth = smoothOffsets(type, curve.inharmonicity);
  const std::array<double, kPianoKeys> single = deviationsOf(type, piano, curve.inharmonicity);
  for (std::size_t key = 0; key < kPianoKeys; ++key) {
    curve.offsets.cents[key] = smooth[key] - smooth[kA4] + single[key];
  }
  return curve;
}

}  // namespace tunescope::core
