// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

// A requested reference tone, as plain values for the generator. Thread: any.
// Realtime-safe: wait-free.
namespace tunescope::core {

enum class Timbre : std::uint8_t { Sine, Strings, Organ };

inline constexpr double kMinToneHz = 8;
inline constexpr double kMaxToneHz = 20000;
inline constexpr bool isToneHz(double hertz) noexcept {
  return hertz >= kMinToneHz && hertz <= kMaxToneHz;
}
inline constexpr std::size_t kMaxToneNotes = 16;
inline constexpr std::size_t kTonePartials = 16;

// The peak of all notes together, in dBFS.
inline constexpr double kMinToneLevelDb = -60;
inline constexpr double kMaxToneLevelDb = -12;  // leaves room for what fades out beside it
inline constexpr double kDefaultToneLevelDb = -30;

// Amplitudes of the partials 1, 2, 3, …; their sum is 1.
using TonePartials = std::array<double, kTonePartials>;
TonePartials tonePartials(Timbre timbre, double hertz) noexcept;

// The audible tuning: the target itself, whose loudness beats and which stands to one side.
struct ToneBeat {
  double hertz = 0;  // of the target; none outside the range
  double beatsPerS = 0;
  double depth = 0;  // 0: steady, 1: down to silence
  double pan = 0;    // -1: left, 1: right

  bool operator==(const ToneBeat&) const = default;
};

inline constexpr double kBeatsPerCent = 0.2;  // per second, in all octaves
inline constexpr double kMaxBeatsPerS = 10;
inline constexpr double kFullPanCents = 10;

// For a pitch that is this far from its target: on the left when flat, on the right when sharp. In tune it is steady
// and in the middle.
ToneBeat toneBeat(double targetHz, double cents, bool isInTune) noexcept;

struct ToneWish {
  std::array<double, kMaxToneNotes> hertz{};  // kMinToneHz to kMaxToneHz; others are left out
  std::size_t count = 0;
  Timbre timbre = Timbre::Sine;
  double levelDb = kDefaultToneLevelDb;  // clamped to the range
  ToneBeat beat{};

  void add(double noteHz) noexcept;  // unless it is there already or there is no room
  std::span<const double> notes() const noexcept { return {hertz.data(), count}; }
  bool hasBeat() const noexcept { return isToneHz(beat.hertz); }
  bool isAudible() const noexcept { return count > 0 || hasBeat(); }
  bool operator==(const ToneWish&) const = default;
};

// Of a voice of the tone, as an amplitude: the notes share the level; the beat has half of it.
double toneNoteGain(const ToneWish& wish) noexcept;
double toneBeatGain(const ToneWish& wish) noexcept;

}  // namespace tunescope::core
