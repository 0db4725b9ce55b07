// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/notememory.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

// docs/decisions/0030 has the measurements.
constexpr double kMemoryS = 0.3;       // in which a remembered power falls to 1 / e
constexpr double kNoStronger = 1.5;    // power: beats and noise move a partial by that much
constexpr double kProof = 0.02;        // share of the lines that are no multiples, in a hop that proves the note
constexpr double kProofHops = 6;       // the minimum of such hops
constexpr double kMaxProofHops = 400;  // so that a mistake ends after a while, however long the note before it was
constexpr double kDoubtPerHop = 0.3;   // what each hop without those lines takes away again

}  // namespace

PartialPowers::PartialPowers(const HarmonicMatch& match, const PartialSpectrum& spectrum) noexcept {
  const auto size = static_cast<double>(spectrum.size());
  for (const HarmonicMatch::Line& line : match.matched()) {
    if (line.number > static_cast<int>(kMaxPartials)) break;
    m_powers[static_cast<std::size_t>(line.number - 1)] = spectrum.peaks()[line.peak].power / (size * size);
  }
}

double PartialPowers::ofMultiples(std::size_t divisor) const noexcept {
  double sum = 0;
  for (std::size_t n = divisor; n <= kMaxPartials; n += divisor) sum += m_powers[n - 1];
  return sum;
}

void PartialPowers::raiseTo(const PartialPowers& other, std::size_t factor) noexcept {
  for (std::size_t n = 1; n * factor <= kMaxPartials; ++n)
    m_powers[n * factor - 1] = std::max(m_powers[n * factor - 1], other.m_powers[n - 1]);
}

void PartialPowers::scale(double factor) noexcept {
  for (double& power : m_powers) power *= factor;
}

NoteMemory::NoteMemory(double hopS) noexcept : m_fade(std::exp(-hopS / kMemoryS)) {}

void NoteMemory::add(const PartialPowers& lines, std::size_t factor) noexcept {
  m_powers.scale(m_fade);
  m_powers.raiseTo(lines, factor);
  if (factor > 1) {
    m_proof[factor] -= kDoubtPerHop;
    return;
  }
  if (lines.isEmpty()) return;
  for (std::size_t k = 2; k <= kMaxFactor; ++k)
    if (1 - lines.ofMultiples(k) / lines.total() > kProof) m_proof[k] = std::min(m_proof[k] + 1, kMaxProofHops);
}

bool NoteMemory::holds(const PartialPowers& lines, std::size_t factor) const noexcept {
  return factor <= kMaxFactor && m_proof[factor] >= kProofHops && !lines.isEmpty() &&
         lines.total() < kNoStronger * m_powers.ofMultiples(factor);
}

}  // namespace tunescope::core
