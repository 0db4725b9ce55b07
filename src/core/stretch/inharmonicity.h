// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stretch/keyoffsets.h"

#include <array>
#include <span>

namespace tunescope::core {

// B of a piano's key before anything is measured: the sum of a bass and a treble part, each exponential over the keys,
// with the parameters that Rigaud, David and Daudet fit to pianos (A parametric model and estimation techniques for the
// inharmonicity and tuning of the piano, 2013). Thread: any. Realtime-safe: wait-free.
double typicalInharmonicity(double midi) noexcept;

// The measured B of one key.
struct KeyInharmonicity {
  int midi = 0;
  double b = 0;
  double sigmaLnB = 0;
};

struct InharmonicityCurve {
  std::array<double, kPianoKeys> b{};
  std::array<double, kPianoKeys> sigmaLnB{};  // standard deviation of ln B
};

// ln B over all keys from the measured ones: a Gaussian process about the typical piano (Rasmussen and Williams,
// Gaussian Processes for Machine Learning, 2006, algorithm 2.1). A piano differs from the typical one by a factor, a
// slope, and a deviation that is smooth over half an octave. Without a measured key the result is the typical piano.
// Thread: any. Realtime-safe: no (it allocates).
InharmonicityCurve inharmonicityOver(std::span<const KeyInharmonicity> measured);

}  // namespace tunescope::core
