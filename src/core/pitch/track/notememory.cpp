// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/track/notememory.h"

#include "core/pitch/track/pitchmultiple.h"

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

// docs/decisions/0075 has the measurements.
constexpr double kTouchS = 0.3;          // from the untouched string to a window without its other lines
constexpr double kReach = 0.0263;        // 45 cents about a partial's place,
constexpr double kReachBins = 1.5;       // or this,
constexpr double kMaxReach = 0.25;       // but at most this share of the distance to the next one
constexpr std::size_t kTouchedHops = 3;  // in a row
constexpr double kStrongLine = 0.01;     // share of the power: other lines that count,
constexpr std::size_t kStrongLines = 2;  // of which there must be this many
constexpr double kStopped = 0.01;        // what is left of each, relative to what is left of the multiples
constexpr double kSoundsOn = 0.1;        // what must be left of the multiples

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

PartialPowers::PartialPowers(const PartialPlaces& places, const PartialSpectrum& spectrum) noexcept {
  const std::span<const float> powers = spectrum.power();
  const auto size = static_cast<double>(spectrum.size());
  for (std::size_t n = 1; n <= kMaxPartials; ++n) {
    const double nu = places.f1Bins * PitchMultiple::ratioOf(n, places.inharmonicity);
    const double reach = std::min(std::max(kReachBins, kReach * nu), kMaxReach * places.f1Bins);
    const auto first = static_cast<std::size_t>(std::max(1.0, std::ceil(nu - reach)));
    const auto end = static_cast<std::size_t>(nu + reach) + 1;
    if (end >= powers.size()) break;
    for (const float power : powers.subspan(first, end - first))
      m_powers[n - 1] = std::max(m_powers[n - 1], power / (size * size));
  }
}

bool PartialPowers::isTouched(const PartialPowers& before, std::size_t divisor) const noexcept {
  const double left = ofMultiples(divisor) / before.ofMultiples(divisor);
  if (!(left > kSoundsOn && left < kNoStronger)) return false;
  const double strong = kStrongLine * before.total();
  std::size_t stopped = 0;
  for (std::size_t n = 1; n <= kMaxPartials; ++n) {
    if (n % divisor == 0 || before.of(n) < strong) continue;
    if (of(n) > kStopped * left * before.of(n)) return false;
    ++stopped;
  }
  return stopped >= kStrongLines;
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

NoteMemory::NoteMemory(double hopS) noexcept
    : m_fade(std::exp(-hopS / kMemoryS)),
      m_recentSpan(std::min(kMaxRecent, static_cast<std::size_t>(std::lround(kTouchS / hopS)))) {}

void NoteMemory::add(const PartialPowers& lines, std::size_t factor) noexcept {
  m_powers.scale(m_fade);
  m_powers.raiseTo(lines, factor);
  m_recent[m_recentCount++ % m_recentSpan] = factor == 1 ? lines : PartialPowers();
  if (factor > 1) {
    m_proof[factor] -= kDoubtPerHop;
    return;
  }
  m_touchedHops = 0;
  if (lines.isEmpty()) return;
  for (std::size_t k = 2; k <= kMaxFactor; ++k)
    if (1 - lines.ofMultiples(k) / lines.total() > kProof) m_proof[k] = std::min(m_proof[k] + 1, kMaxProofHops);
}

bool NoteMemory::holds(const PartialPowers& lines, std::size_t factor) const noexcept {
  if (factor > kMaxFactor || m_proof[factor] < kProofHops) return false;
  if (lines.isEmpty()) return m_powers.ofMultiples(factor) > kNearlyAll * m_powers.total();
  return lines.total() < kNoStronger * m_powers.ofMultiples(factor);
}

bool NoteMemory::isTouched(const PartialPowers& now, std::size_t factor) noexcept {
  const std::span recent = std::span(m_recent).first(std::min(m_recentCount, m_recentSpan));
  const bool isLikeTouched = std::ranges::any_of(
      recent, [&](const PartialPowers& before) { return !before.isEmpty() && now.isTouched(before, factor); });
  m_touchedHops = isLikeTouched ? m_touchedHops + 1 : 0;
  if (m_touchedHops < kTouchedHops) return false;
  reset();
  return true;
}

}  // namespace tunescope::core
