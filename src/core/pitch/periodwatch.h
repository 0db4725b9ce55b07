// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/multiratehistory.h"

#include <array>
#include <cstddef>
#include <optional>

namespace tunescope::core {

// Watches whether a sound goes on repeating with the period of its note, over the newest milliseconds only. A note that
// gives way to another without an attack (legato, a hammered string, a voice) breaks its period at once, long before
// the windows that measure it are free of the old note. The measure is the squared difference function of YIN (de
// Cheveigne & Kawahara 2002), d(tau) / (r(0) + r_tau(0)), at one lag of some periods: 0 where all repeats, near 1 where
// nothing does. Thread: one at a time. Realtime-safe: wait-free.
class PeriodWatch {
 public:
  PeriodWatch() = default;

  // hertz: the note's pitch. level: the level of the ladder that is listened to. Returns how many seconds ago the
  // sound stopped repeating (at least 0; counted from the newest input sample), nothing while it repeats.
  std::optional<double> process(const MultirateHistory& history, int level, double rateHz, double hertz) noexcept;

  // A new note: nothing is known of how well it repeats.
  void reset() noexcept { *this = PeriodWatch(); }

  // The same note again: how much it swings is still known.
  void restart() noexcept { *this = PeriodWatch(m_worst); }

  // The note goes on although its period moved: what was just seen is how it moves.
  void accept() noexcept;

 private:
  explicit PeriodWatch(double worst) noexcept : m_worst(worst) {}

  static constexpr std::size_t kBlocksPerHop = 4;
  static constexpr std::size_t kBlocks = 2 * kBlocksPerHop;

  std::optional<std::size_t> blocksSinceBreak() noexcept;
  double threshold() const noexcept;

  std::array<double, kBlocks> m_difference{};  // of the last blocks, oldest first, over the mean power of all
  std::array<double, kBlocks> m_power{};
  std::size_t m_known = 0;    // of the blocks
  double m_usual = kUnknown;  // d of this note while it repeats
  double m_worst = 0;         // the most that two blocks together had of it, of late

  static constexpr double kUnknown = 0.3;
};

}  // namespace tunescope::core
