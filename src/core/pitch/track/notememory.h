// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/search/harmonicmatch.h"
#include "core/pitch/search/partialspectrum.h"

#include <array>
#include <cstddef>

namespace tunescope::core {

// Where the partials of a note are in a spectrum.
struct PartialPlaces {
  double f1Bins = 0;
  double inharmonicity = 0;
};

// Powers of the lowest partials of a note, by partial number from 1.
class PartialPowers {
 public:
  static constexpr std::size_t kMaxPartials = 48;

  PartialPowers() = default;
  // Of a match; about the square of the amplitudes. Omits lines that only ring on, if most of the match was struck.
  PartialPowers(const HarmonicMatch& match, const PartialSpectrum& spectrum) noexcept;
  // Whatever is in the spectrum at these places, in the same unit.
  PartialPowers(const PartialPlaces& places, const PartialSpectrum& spectrum) noexcept;

  double of(std::size_t number) const noexcept { return m_powers[number - 1]; }
  double total() const noexcept { return ofMultiples(1); }
  double ofMultiples(std::size_t divisor) const noexcept;
  bool isEmpty() const noexcept { return total() <= 0; }

  // Raises each power to the new one if that is larger; partial n of other is partial n * factor of this note.
  void raiseTo(const PartialPowers& other, std::size_t factor) noexcept;
  void scale(double factor) noexcept;

  // Whether all lines that are not multiples of divisor have stopped, compared with these powers of before, although
  // the multiples sound on: a string was touched at a node.
  bool isTouched(const PartialPowers& before, std::size_t divisor) const noexcept;

 private:
  std::array<double, kMaxPartials> m_powers{};
};

// Recent powers of the present note's partials. A decaying note loses some of them sooner than others, and those that
// remain may look like the partials of a higher note: they are that note only if they have become stronger, or if all
// others stop at once, as those of a string do that is touched at a node (decision 0075).
// Thread: one at a time. Realtime-safe: wait-free.
class NoteMemory {
 public:
  explicit NoteMemory(double hopS) noexcept;

  void reset() noexcept {
    m_powers = {};
    m_proof = {};
    m_recentCount = 0;
    m_touchedHops = 0;
  }
  // Call in each hop of the note. lines: of the match, whose pitch is factor times the note's.
  void add(const PartialPowers& lines, std::size_t factor) noexcept;

  // Whether the note continues although this hop's match is at factor times its pitch: its lines are no stronger than
  // before, and enough hops had the note's other lines too. If the hop shows no lines, it must suffice that nearly all
  // of the note's power was in those multiples.
  bool holds(const PartialPowers& lines, std::size_t factor) const noexcept;

  // Call in each hop in which the note is held. Whether it has become the one at factor times its pitch by a touch
  // within the last 0.3 s; the note it was is then forgotten. now: whatever is at the places of its partials.
  bool isTouched(const PartialPowers& now, std::size_t factor) noexcept;

 private:
  static constexpr std::size_t kMaxFactor = 6;
  static constexpr std::size_t kMaxRecent = 40;

  PartialPowers m_powers;
  std::array<double, kMaxFactor + 1> m_proof{};      // by factor: hops with the other lines, minus doubts
  double m_fade;                                     // factor per hop
  std::array<PartialPowers, kMaxRecent> m_recent{};  // of the last hops; empty if a hop did not show all lines
  std::size_t m_recentSpan;                          // how many of them are used
  std::size_t m_recentCount = 0;                     // added since reset()
  std::size_t m_touchedHops = 0;                     // held hops in a row that look touched
};

}  // namespace tunescope::core
