// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spectrum/spectrumpeaks.h"

#include <cstddef>
#include <optional>
#include <span>

namespace tunescope::core {

inline constexpr std::size_t kMaxNotePartials = 64;

// A partial of a note.
struct NotePartial {
  int number = 0;  // 1: the first
  double hertz = 0;
  double power = 0;  // of a full-scale sine: 1
  double cents = 0;  // deviation from number times the first partial
};

// The pitch of a note: the frequency of its first partial, and B of f_n = n f1 sqrt((1 + B n^2) / (1 + B)) if it is
// known.
struct NotePitch {
  double hertz = 0;
  std::optional<double> inharmonicity{};
};

// Finds the partials of a note in a spectrum: the peak next to where each is expected, if it rises 10 dB above the
// floor. Without a known inharmonicity, the partials found so far tell where the next one is. Writes partials of rising
// number, at most up to partials.size(), and returns how many. The deviations are from the first partial, if it is
// found, or else from the pitch. Thread: any. Realtime-safe: lock-free.
std::size_t findNotePartials(std::span<const float> power, std::span<const float> floor, double binHz,
                             const PeakInterpolation& interpolation, const NotePitch& pitch,
                             std::span<NotePartial> partials) noexcept;

}  // namespace tunescope::core
