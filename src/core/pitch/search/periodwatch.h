// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/search/multiratehistory.h"

#include <array>
#include <cstddef>
#include <optional>

namespace tunescope::core {

// Watches whether a sound keeps repeating with the period of its note, over the newest milliseconds only. A note that
// is replaced by another without an attack (legato, a hammer-on, a voice) breaks its period at once, long before the
// windows that measure it are free of the old note. The measure is the squared difference function of YIN (de Cheveigne
// & Kawahara 2002), d(tau) / (r(0) + r_tau(0)), at a lag of a whole number of periods: 0 if everything repeats, near 1
// if nothing does. Thread: one at a time. Realtime-safe: wait-free.
class PeriodWatch {
 public:
  PeriodWatch() = default;

  // hertz: the note's pitch. level: the level of the ladder to analyse. Returns how many seconds ago the sound stopped
  // repeating (at least 0; counted from the newest input sample), or nothing while it repeats.
  std::optional<double> process(const MultirateHistory& history, int level, double rateHz, double hertz) noexcept;

  // A new note: how well it repeats is unknown.
  void reset() noexcept { *this = PeriodWatch(); }

  // The same note again: how much it fluctuates is still known.
  void restart() noexcept { *this = PeriodWatch(m_worst); }

  // The note continues although its period moved: what was just measured is its usual fluctuation.
  void accept() noexcept;

 private:
  explicit PeriodWatch(double worst) noexcept : m_worst(worst) {}

  static constexpr std::size_t kBlocksPerHop = 4;
  static constexpr std::size_t kBlocks = 2 * kBlocksPerHop;

  std::optional<std::size_t> blocksSinceBreak() noexcept;
  double threshold() const noexcept;

  std::array<double, kBlocks> m_difference{};  // of the last blocks, oldest first
  std::array<double, kBlocks> m_power{};
  std::size_t m_known = 0;    // number of valid blocks
  double m_usual = kUnknown;  // d of this note while it repeats
  double m_worst = 0;         // largest d that two successive blocks both had recently

  static constexpr double kUnknown = 0.3;
};

}  // namespace tunescope::core
