// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace tunescope::core {

inline constexpr int kFirstPianoKey = 21;  // A0, as a MIDI number; the last one is C8
inline constexpr std::size_t kPianoKeys = 88;
inline constexpr double kMinOffsetStepCents = -50;  // from one key to the next: keeps targets in the order of the keys
inline constexpr double kMaxOffsetStepCents = 100;

// The offset of each key of a piano from equal temperament, in cents. Between keys it is interpolated; beyond the first
// and the last key it is that key's. Thread: any. Realtime-safe: wait-free.
struct KeyOffsets {
  std::array<double, kPianoKeys> cents{};

  bool operator==(const KeyOffsets&) const = default;

  // midi: in semitones; may lie between keys.
  double at(double midi) const noexcept {
    const double place = std::clamp(midi - kFirstPianoKey, 0.0, static_cast<double>(kPianoKeys - 1));
    const auto key = std::min(static_cast<std::size_t>(place), kPianoKeys - 2);
    return std::lerp(cents[key], cents[key + 1], place - static_cast<double>(key));
  }

  // The inverse of midi + at(midi) / 100, which rises if no step is below kMinOffsetStepCents.
  double unmoved(double moved) const noexcept {
    const auto movedKey = [this](std::size_t key) {
      return kFirstPianoKey + static_cast<double>(key) + cents[key] / 100;
    };
    if (moved <= movedKey(0)) return moved - cents.front() / 100;
    if (moved >= movedKey(kPianoKeys - 1)) return moved - cents.back() / 100;
    std::size_t low = 0;
    std::size_t high = kPianoKeys - 1;
    while (high - low > 1) {
      const std::size_t middle = (low + high) / 2;
      (movedKey(middle) <= moved ? low : high) = middle;
    }
    const double share = (moved - movedKey(low)) / (movedKey(high) - movedKey(low));
    return kFirstPianoKey + static_cast<double>(low) + share;
  }
};

}  // namespace tunescope::core
