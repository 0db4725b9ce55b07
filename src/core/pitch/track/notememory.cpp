// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/track/notememory.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

// docs/decisions/0030 has the measurements.
constexpr double kMemoryS = 0.3;       // time constant of the remembered powers
constexpr double kNoStronger = 1.5;    // power ratio: beats and noise move a partial by this much
constexpr double kProof = 0.02;        // share of the lines that are not multiples, in a hop that proves the note
constexpr double kProofHops = 6;       // minimum number of such hops
constexpr double kMaxProofHops = 400;  // so that a mistake ends after a while, however long the previous note was
constexpr double kNearlyAll = 0.9;     // share of the power in the multiples: what remains looks like a higher note
constexpr double kMaxRinging = 0.5;    // of the power: above this, nothing was struck
constexpr double kDoubtPerHop = 0.3;   // subtracted for each hop without those lines

}  // namespace

PartialPowers::PartialPowers(const HarmonicMatch& match, const PartialSpectrum& spectrum) noexcept {
  const auto size = static_cast<double>(spectrum.size());
  double ringing = 0;
  for (const HarmonicMatch::Line& line : match.matched()) {
    const SpectralPeak& peak = spectrum.peaks()[line.peak];
    if (peak.isRinging) ringing += peak.power;
  }
  const bool isStruck = ringing < kMaxRinging * match.power;
  for (const HarmonicMatch::Line& line : match.matched()) {
    if (line.number > static_cast<int>(kMaxPartials)) break;
    if (isStruck && spectrum.peaks()[line.peak].isRinging) continue;
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
  if (factor > kMaxFactor || m_proof[factor] < kProofHops) return false;
  if (lines.isEmpty()) return m_powers.ofMultiples(factor) > kNearlyAll * m_powers.total();
  return lines.total() < kNoStronger * m_powers.ofMultiples(factor);
}

}  // namespace tunescope::core
