// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

namespace tunescope::core {

// The extremes of a level over a stretch of time, in hundredths of a decibel. Thread: any. Realtime-safe: wait-free.
struct LevelExtremes {
  static constexpr double kPerDb = 100;

  std::int16_t low = std::numeric_limits<std::int16_t>::max();  // above high: there is none
  std::int16_t high = std::numeric_limits<std::int16_t>::min();

  bool isNone() const noexcept { return low > high; }
  double lowDb() const noexcept { return low / kPerDb; }
  double highDb() const noexcept { return high / kPerDb; }
  // dB or LUFS; clamped to -300 to 300, and one that is not a number is left out.
  void add(std::optional<double> db) noexcept {
    if (!db || std::isnan(*db)) return;
    const auto value = static_cast<std::int16_t>(std::lround(std::clamp(*db, -300.0, 300.0) * kPerDb));
    add({value, value});
  }
  void add(const LevelExtremes& other) noexcept {
    low = std::min(low, other.low);
    high = std::max(high, other.high);
  }
  bool operator==(const LevelExtremes&) const = default;
};

// The same of a pitch, in cents above 440 Hz.
struct PitchExtremes {
  float low = std::numeric_limits<float>::infinity();  // above high: there is none
  float high = -std::numeric_limits<float>::infinity();

  bool isNone() const noexcept { return low > high; }
  void add(std::optional<double> hertz) noexcept {
    if (!hertz || !(*hertz > 0) || !std::isfinite(*hertz)) return;
    const auto cents = static_cast<float>(centsOf(*hertz));
    add({cents, cents});
  }
  void add(const PitchExtremes& other) noexcept {
    low = std::min(low, other.low);
    high = std::max(high, other.high);
  }
  static double centsOf(double hertz) noexcept { return 1200 * std::log2(hertz / 440); }
  static double hertzOf(double cents) noexcept { return 440 * std::exp2(cents / 1200); }
  bool operator==(const PitchExtremes&) const = default;
};

// What happened in a stretch of the history: the values that were measured, and what interrupted them.
struct HistoryStep {
  enum Flag : std::uint16_t {
    HasSound = 1,  // samples were measured, even if they were silent
    Lost = 2,      // samples were lost
    Stopped = 4,   // the capture did not run
    Changed = 8,   // another input or channel begins here
    Held = 16      // a tone of our own was played, so nothing was measured
  };

  LevelExtremes rms;        // dBFS of the analysed channel; none: silence
  LevelExtremes peak;       // dBFS of its samples
  LevelExtremes momentary;  // loudness of all channels, LUFS
  LevelExtremes shortTerm;  // the same over 3 s
  PitchExtremes pitch;      // none: no pitch
  std::uint16_t flags = 0;

  bool has(Flag flag) const noexcept { return (flags & flag) != 0; }
  void set(Flag flag) noexcept { flags = static_cast<std::uint16_t>(flags | flag); }
  bool isGap() const noexcept { return !has(HasSound) && flags != 0; }
  void add(const HistoryStep& other) noexcept {
    rms.add(other.rms);
    peak.add(other.peak);
    momentary.add(other.momentary);
    shortTerm.add(other.shortTerm);
    pitch.add(other.pitch);
    flags = static_cast<std::uint16_t>(flags | other.flags);
  }
  bool operator==(const HistoryStep&) const = default;
};

}  // namespace tunescope::core
