// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/search/harmonicmatch.h"
#include "core/pitch/search/partialspectrum.h"

#include <array>
#include <cstddef>

namespace tunescope::core {

// Powers of the lowest partials of a note, by partial number from 1.
class PartialPowers {
 public:
  static constexpr std::size_t kMaxPartials = 48;

  PartialPowers() = default;
  // Of a match; about the square of the amplitudes. Omits lines that only ring on, if most of the match was struck.
  PartialPowers(const HarmonicMatch& match, const PartialSpectrum& spectrum) noexcept;

  double of(std::size_t number) const noexcept { return m_powers[number - 1]; }
  double total() const noexcept { return ofMultiples(1); }
  double ofMultiples(std::size_t divisor) const noexcept;
  bool isEmpty() const noexcept { return total() <= 0; }

  // Raises each power to the new one if that is larger; partial n of other is partial n * factor of this note.
  void raiseTo(const PartialPowers& other, std::size_t factor) noexcept;
  void scale(double factor) noexcept;

 private:
  std::array<double, kMaxPartials> m_powers{};
};

// Recent powers of the present note's partials. A decaying note loses some of them sooner than others, and those that
// remain may look like the partials of a higher note: they are that note only if they have become stronger.
// Thread: one at a time. Realtime-safe: wait-free.
class NoteMemory {
 public:
  explicit NoteMemory(double hopS) noexcept;

  void reset() noexcept {
    m_powers = {};
    m_proof = {};
  }
  // Call in each hop of the note. lines: of the match, whose pitch is factor times the note's.
  void add(const PartialPowers& lines, std::size_t factor) noexcept;

  // Whether the note continues although this hop's match is at factor times its pitch: its lines are no stronger than
  // before, and enough hops had the note's other lines too. If the hop shows no lines, it must suffice that nearly all
  // of the note's power was in those multiples.
  bool holds(const PartialPowers& lines, std::size_t factor) const noexcept;

 private:
  static constexpr std::size_t kMaxFactor = 6;

  PartialPowers m_powers;
  std::array<double, kMaxFactor + 1> m_proof{};  // by factor: hops with the other lines, minus doubts
  double m_fade;                                 // factor per hop
};

}  // namespace tunescope::core
