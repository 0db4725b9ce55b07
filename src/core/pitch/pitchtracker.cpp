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
constexpr double kOffAfterPeriods = 3;  // where it no longer repeats
constexpr double kOnsetMemoryS = 0.060;
constexpr double kEstablishedS = 0.1;
constexpr int kJumpHops = 2;
constexpr int kOctaveJumpHops = 3;
constexpr double kHumToleranceHz = 0.3;
constexpr double kYoungHumToleranceHz = 1.2;  // at most, just after an attack, and
constexpr double kYoungHumTurns = 0.06;       // over the time since
constexpr double kHumOnsetS = 0.3;            // a note shows its pitch within this of its attack
constexpr double kHumFollows = 0.1;           // each hop
constexpr double kOverHum = 16;               // 12 dB: what is louder than the hum by this is a note
constexpr double kRestHz = 2.2;       // about the mains: what is left of hum that was taken out strays by so much,
constexpr double kRest = 1e-4;        // and is so faint beside it
constexpr double kAnotherHum = 0.01;  // share of its power by which what is taken out was learned anew
constexpr double kDiedAway = 0.03;    // -15 dB of a note's greatest power

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

bool PitchTracker::isSameNote(const PitchEvidence& evidence) const noexcept {
  return m_active && evidence.present && std::abs(cents(evidence.hertz, m_hertz)) < kSameNoteCents;
}

bool PitchTracker::isInconclusive(const PitchEvidence& evidence) const noexcept {
  return !isStrong(evidence) && !(isSameNote(evidence) && isWeak(evidence));
}

// A tone at a frequency of the mains that did not begin with an attack: out of silence, or out of a note that has died
// away. Once known, hum stays hum until something much louder sounds there. While the pitch is not sharp yet, near is
// enough; G1 and B0 lie a hertz from the mains, and so that is for some tens of milliseconds, and not for a note that
// sounds already.
bool PitchTracker::isHum(const PitchEvidence& evidence) const noexcept {
  constexpr double kMains[] = {25, 30, 50, 60, 100, 120};  // with what half of the mains would be taken for
  const double sigmaHz = evidence.hertz * evidence.sigmaCents / 1731.2;
  // Just after hum has come back, the short window holds its beginning too.
  const double sinceS = std::max(m_hopsSinceOnset, 1) * m_hopS;
  const bool isYoung = m_humPower > 0 && sinceS < kHumOnsetS && !isSameNote(evidence);
  const double young = isYoung ? std::min(kYoungHumToleranceHz, kYoungHumTurns / sinceS) : 0;
  const double tolerance = std::max({young, kHumToleranceHz, 5 * sigmaHz});
  const auto isWithin = [&](double reach) {
    return std::ranges::any_of(kMains, [&](double mains) { return std::abs(evidence.hertz - mains) < reach; });
  };
  if (evidence.power < kRest * m_takenOut && isWithin(kRestHz)) return true;
  if (!isWithin(tolerance)) return false;
  if (m_humPower > 0) return evidence.power < kOverHum * m_humPower;
  if (m_hopsSinceOnset * m_hopS < kHumOnsetS || isSameNote(evidence)) return false;
  return !m_active || evidence.power < m_peakPower * kDiedAway;
}

// What was learned last is kept when it is no longer taken out: it may come back as it went.
void PitchTracker::setHumTakenOut(double power) noexcept {
  const bool isAnother = std::abs(power - m_takenOut) > kAnotherHum * m_takenOut;
  m_takenOut = power;
  if (power > 0 && isAnother) m_humPower = power;
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
  m_peakPower = 0;
  return Decision::Begins;
}

PitchTracker::Decision PitchTracker::process(const PitchEvidence& evidence, bool onset, bool broken) noexcept {
  m_hopsSinceOnset = onset ? 0 : std::min(m_hopsSinceOnset + 1, 1000000);
  const bool afterOnset = m_hopsSinceOnset * m_hopS < kOnsetMemoryS;
  const bool hum = evidence.present && isHum(evidence);
  if (hum) {
    if (m_takenOut == 0 || evidence.power > m_humPower)  // hum that swells is more than what is taken out
      m_humPower = m_humPower > 0 ? m_humPower + kHumFollows * (evidence.power - m_humPower) : evidence.power;
    if (isSameNote(evidence)) m_active = false;
  }
  const bool strong = isStrong(evidence) && !hum;
  const bool same = isSameNote(evidence);

  if (same && isWeak(evidence)) {
    m_pendingHops = 0;
    m_lowHops = 0;
    m_hertz = evidence.hertz;
    m_peakPower = std::max(m_peakPower, evidence.power);
    ++m_ageHops;
    return Decision::Goes;
  }
  if (strong) {
    const bool pendingAgrees = m_pendingHops > 0 && std::abs(cents(evidence.hertz, m_pendingHertz)) < kSameNoteCents;
    m_pendingHops = pendingAgrees ? m_pendingHops + 1 : 1;
    m_pendingHertz = evidence.hertz;
    const int needed = afterOnset || broken || (!m_active && evidence.explained > kClear) ? 1
                       : m_active && isOctaveApart(evidence.hertz, m_hertz)               ? kOctaveJumpHops
                                                                                          : kJumpHops;
    if (m_pendingHops >= needed) return begin(evidence.hertz, m_pendingHops);
  } else {
    m_pendingHops = 0;
  }
  if (!m_active) return Decision::Silent;
  if (++m_lowHops * m_hopS >= std::max(kOffAfterS, broken ? kOffAfterPeriods / m_hertz : 0)) {
    m_active = false;
    return Decision::Silent;
  }
  return Decision::Doubtful;
}

}  // namespace tunescope::core
