// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/pitchtracker.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr double kOnExplained = 0.3;
constexpr double kOnShare = 0.5;
constexpr double kOffExplained = 0.15;
constexpr double kOffShare = 0.35;
constexpr double kClear = 0.8;  // a note that explains this much is believed at once
constexpr double kMaxSigmaCents = 20;
constexpr double kSameNoteCents = 80;
constexpr double kOctaveTolerance = 60;  // cents
constexpr double kOffAfterS = 0.040;
constexpr double kOnsetMemoryS = 0.060;
constexpr double kEstablishedS = 0.1;
constexpr int kJumpHops = 2;
constexpr int kOctaveJumpHops = 3;
constexpr double kHumToleranceHz = 0.3;

double cents(double a, double b) noexcept {
  return 1200 * std::log2(a / b);
}

bool isStrong(const PitchEvidence& e) noexcept {
  return e.present && e.explained >= kOnExplained && e.harmonicShare >= kOnShare && e.sigmaCents < kMaxSigmaCents;
}

bool isWeak(const PitchEvidence& e) noexcept {
  return e.present && e.explained >= kOffExplained && e.harmonicShare >= kOffShare && e.sigmaCents < kMaxSigmaCents;
}

bool isOctaveApart(double a, double b) noexcept {
  const double octaves = std::abs(cents(a, b)) / 1200;
  return octaves > 0.5 && std::abs(octaves - std::round(octaves)) * 1200 < kOctaveTolerance;
}

}  // namespace

// What sounded from the start, without an attack, at a frequency of the mains. While the pitch is not sharp yet, near
// is enough.
bool PitchTracker::isHum(const PitchEvidence& evidence) const noexcept {
  if (m_onsetEver) return false;
  constexpr double kMains[] = {25, 30, 50, 60, 100, 120};  // with what half of the mains would be taken for
  const double sigmaHz = evidence.hertz * evidence.sigmaCents / 1731.2;
  const double tolerance = std::max(kHumToleranceHz, 5 * sigmaHz);
  return std::ranges::any_of(kMains, [&](double mains) { return std::abs(evidence.hertz - mains) < tolerance; });
}

PitchTracker::Decision PitchTracker::begin(double hertz, int hopsSince) noexcept {
  // A short-lived note was a guess from too short a window, and an octave's change is mostly a better insight: in both
  // cases what was heard before belongs to the new note as well.
  const bool tookOver = m_active && m_ageHops * m_hopS > kEstablishedS && !isOctaveApart(hertz, m_hertz);
  m_hopsSinceChange = tookOver ? hopsSince : kUnknown;
  m_ageHops = 0;
  m_active = true;
  m_hertz = hertz;
  m_pendingHops = 0;
  m_lowHops = 0;
  return Decision::Begins;
}

PitchTracker::Decision PitchTracker::process(const PitchEvidence& evidence, bool onset) noexcept {
  m_hopsSinceOnset = onset ? 0 : std::min(m_hopsSinceOnset + 1, 1000000);
  m_onsetEver = m_onsetEver || onset;
  const bool afterOnset = m_hopsSinceOnset * m_hopS < kOnsetMemoryS;
  const bool hum = isHum(evidence);
  if (hum) m_active = false;
  const bool strong = isStrong(evidence) && !hum;
  const bool same = m_active && evidence.present && std::abs(cents(evidence.hertz, m_hertz)) < kSameNoteCents;

  if (same && isWeak(evidence)) {
    m_pendingHops = 0;
    m_lowHops = 0;
    m_hertz = evidence.hertz;
    ++m_ageHops;
    return Decision::Goes;
  }
  if (strong) {
    const bool pendingAgrees = m_pendingHops > 0 && std::abs(cents(evidence.hertz, m_pendingHertz)) < kSameNoteCents;
    m_pendingHops = pendingAgrees ? m_pendingHops + 1 : 1;
    m_pendingHertz = evidence.hertz;
    const int needed = afterOnset || (!m_active && evidence.explained > kClear) ? 1
                       : m_active && isOctaveApart(evidence.hertz, m_hertz)     ? kOctaveJumpHops
                                                                                : kJumpHops;
    if (m_pendingHops >= needed) return begin(evidence.hertz, m_pendingHops);
  } else {
    m_pendingHops = 0;
  }
  if (!m_active) return Decision::Silent;
  if (++m_lowHops * m_hopS >= kOffAfterS) {
    m_active = false;
    return Decision::Silent;
  }
  return Decision::Doubtful;
}

}  // namespace tunescope::core
