// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/harmonicmatch.h"
#include "core/pitch/partialspectrum.h"

#include <array>
#include <cstddef>

namespace tunescope::core {

// Powers of the lowest partials of a note, by their numbers from 1.
class PartialPowers {
 public:
  static constexpr std::size_t kMaxPartials = 48;

  PartialPowers() = default;
  // Of a match, about the square of the amplitudes.
  PartialPowers(const HarmonicMatch& match, const PartialSpectrum& spectrum) noexcept;

  double of(std::size_t number) const noexcept { return m_powers[number - 1]; }
  double total() const noexcept { return ofMultiples(1); }
  double ofMultiples(std::size_t divisor) const noexcept;
  bool isEmpty() const noexcept { return total() <= 0; }

  // Keeps the larger of each power and the newest one, that of other's partial n as this one's partial n * factor.
  void raiseTo(const PartialPowers& other, std::size_t factor) noexcept;
  void scale(double factor) noexcept;

 private:
  std::array<double, kMaxPartials> m_powers{};
};

// How strong the partials of the present note have been lately. A decaying note loses some of them sooner than others,
// and those that are left may be the partials of a higher note: they are that note only if they have become stronger.
// Thread: one at a time. Realtime-safe: wait-free.
class NoteMemory {
 public:
  explicit NoteMemory(double hopS) noexcept;

  void reset() noexcept {
    m_powers = {};
    m_proof = {};
  }
  // In each hop of the note. lines: of the match, whose pitch is factor times the note's.
  void add(const PartialPowers& lines, std::size_t factor) noexcept;

  // Whether the note goes on although the match of this hop is of factor times its pitch: its lines are no stronger
  // than they were, and enough hops had the note's other lines too.
  bool holds(const PartialPowers& lines, std::size_t factor) const noexcept;

 private:
  static constexpr std::size_t kMaxFactor = 6;

  PartialPowers m_powers;
  std::array<double, kMaxFactor + 1> m_proof{};  // by factor: hops with the other lines, less doubts
  double m_fade;                                 // each hop
};

}  // namespace tunescope::core
