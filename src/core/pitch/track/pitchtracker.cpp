// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/track/pitchtracker.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace tunescope::core {

namespace {

constexpr double kOnExplained = 0.3;
constexpr double kOnShare = 0.5;
constexpr double kOffExplained = 0.15;
constexpr double kOffShare = 0.35;
constexpr double kClear = 0.8;  // a note that explains this much is accepted at once
constexpr double kMaxSigmaCents = 20;
constexpr double kSameNoteCents = 80;
constexpr double kOctaveTolerance = 60;  // cents
constexpr double kOffAfterS = 0.040;
constexpr double kOffAfterPeriods = 3;  // if it no longer repeats
constexpr double kOnsetMemoryS = 0.060;
constexpr double kEstablishedS = 0.1;
constexpr int kJumpHops = 2;
constexpr int kOctaveJumpHops = 3;
constexpr double kHumToleranceHz = 0.3;
constexpr double kYoungHumToleranceHz = 1.2;  // upper limit just after an attack,
constexpr double kYoungHumTurns = 0.06;       // then cycles over the time since the attack
constexpr double kHumOnsetS = 0.3;            // a note shows its pitch within this of its attack
constexpr double kHumFollows = 0.1;           // weight of each hop
constexpr double kOverHum = 16;               // 12 dB: anything louder than the hum by this is a note
constexpr double kRestHz = 2.2;               // about the mains: the residue of subtracted hum strays this far,
constexpr double kRest = 1e-4;                // and has at most this share of its power
constexpr double kAnotherHum = 0.01;          // relative change of the subtracted power if the hum was learned again
constexpr double kPassingS = 0.5;             // hum that was at the mains for less than this and continues beside it,
constexpr double kPassingCents = 150;         // within this distance and
constexpr double kPassingPower = 4;           // this ratio of powers, is a moving pitch and no hum
constexpr double kDiedAway = 0.03;            // -15 dB relative to a note's peak power

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

// A tone at a mains frequency that did not begin with an attack: after silence, or after a note that has died away.
// Once known, hum remains hum until something much louder appears there. While the pitch is still imprecise, a wider
// tolerance applies; G1 and B0 lie one hertz from the mains, so it applies for some tens of milliseconds only, and
// never to a note that is already active.
bool PitchTracker::isHum(const PitchEvidence& evidence) const noexcept {
  if (m_mains == Mains::Off) return false;
  constexpr double kMains[] = {25, 30, 50, 60, 100, 120};  // including half the mains, for octave errors
  const double sigmaHz = evidence.hertz * evidence.sigmaCents / 1731.2;
  // Just after hum has returned, the short window still contains its beginning.
  const double sinceS = std::max(m_hopsSinceOnset, 1) * m_hopS;
  const bool isYoung = m_humPower > 0 && sinceS < kHumOnsetS && !isSameNote(evidence);
  const double young = isYoung ? std::min(kYoungHumToleranceHz, kYoungHumTurns / sinceS) : 0;
  const double tolerance = std::max({young, kHumToleranceHz, 5 * sigmaHz});
  const auto isWithin = [&](double reach) {
    return std::abs(evidence.hertz - m_humHz) < reach ||
           std::ranges::any_of(kMains, [&](double mains) { return std::abs(evidence.hertz - mains) < reach; });
  };
  if (evidence.power < kRest * m_takenOut && isWithin(kRestHz)) return true;
  if (!isWithin(tolerance)) return false;
  if (m_humPower > 0) return evidence.power < kOverHum * m_humPower;
  if (m_hopsSinceOnset * m_hopS < kHumOnsetS || isSameNote(evidence)) return false;
  return !m_active || evidence.power < m_peakPower * kDiedAway;
}

// Keeps the power that was learned last when the hum is no longer subtracted: it may return unchanged.
void PitchTracker::setHumTakenOut(double power) noexcept {
  const bool isAnother = std::abs(power - m_takenOut) > kAnotherHum * m_takenOut;
  m_takenOut = power;
  if (power > 0 && isAnother) m_humPower = power;
}

PitchTracker::Decision PitchTracker::begin(const PitchEvidence& evidence, int hopsSince) noexcept {
  const double hertz = evidence.hertz;
  // A short-lived note was a guess from too short a window, and an octave change is mostly a correction: in both cases
  // the earlier sound belongs to the new note as well.
  const bool tookOver = m_active && m_ageHops * m_hopS > kEstablishedS && !isOctaveApart(hertz, m_hertz);
  const bool isLegato = m_hopsSinceNote * m_hopS < kHumOnsetS && evidence.power > m_peakPower * kDiedAway;
  const bool isAttacked = m_hopsSinceOnset * m_hopS < kHumOnsetS || isLegato;
  m_hopsSinceChange = tookOver ? hopsSince : kUnknown;
  m_ageHops = 0;
  m_active = true;
  m_hertz = hertz;
  m_pendingHops = 0;
  m_lowHops = 0;
  m_peakPower = 0;
  m_suspected.begin(isAttacked || m_mains == Mains::Off);
  suspect(evidence);
  return Decision::Begins;
}

SuspectedHum::Verdict PitchTracker::suspect(const PitchEvidence& evidence) noexcept {
  const bool isWhole = m_takenOut == 0;  // hum that leaves the window bit by bit looks like a decay
  return m_suspected.process(evidence.hertz, evidence.sigmaCents,
                             isWhole ? std::optional(evidence.power) : std::nullopt);
}

PitchTracker::Decision PitchTracker::goOn(const PitchEvidence& evidence) noexcept {
  m_pendingHops = 0;
  m_lowHops = 0;
  m_hertz = evidence.hertz;
  m_peakPower = std::max(m_peakPower, evidence.power);
  ++m_ageHops;
  if (!m_suspected.isPossible() && m_ageHops * m_hopS > kEstablishedS) m_hopsSinceNote = 0;
  if (suspect(evidence) == SuspectedHum::Verdict::Hum) {
    m_active = false;
    m_humHz = evidence.hertz;
    m_humPower = std::max(m_humPower, evidence.power);
    return Decision::Silent;
  }
  return Decision::Goes;
}

// Handles a vibrato or a glide that passes the mains as it begins.
void PitchTracker::forgetPassingHum(const PitchEvidence& evidence, bool hum) noexcept {
  if (hum) {
    m_passingHz = evidence.hertz;
    ++m_humHops;
    return;
  }
  if (!evidence.present) return;
  const double ratio = evidence.power / m_humPower;
  if (m_humHops > 0 && m_humHops * m_hopS < kPassingS && m_takenOut == 0 &&
      std::abs(cents(evidence.hertz, m_passingHz)) < kPassingCents && ratio < kPassingPower &&
      ratio > 1 / kPassingPower) {
    m_humPower = 0;
    m_humHz = 0;
  }
  m_humHops = 0;
}

PitchTracker::Decision PitchTracker::process(const PitchEvidence& evidence, bool onset, bool broken) noexcept {
  m_hopsSinceOnset = onset ? 0 : std::min(m_hopsSinceOnset + 1, 1000000);
  m_hopsSinceNote = std::min(m_hopsSinceNote + 1, 1000000);
  const bool afterOnset = m_hopsSinceOnset * m_hopS < kOnsetMemoryS;
  const bool hum = evidence.present && isHum(evidence);
  if (hum) {
    if (m_takenOut == 0 || evidence.power > m_humPower)  // swelling hum exceeds what is subtracted
      m_humPower = m_humPower > 0 ? m_humPower + kHumFollows * (evidence.power - m_humPower) : evidence.power;
    if (isSameNote(evidence)) m_active = false;
  }
  forgetPassingHum(evidence, hum);
  const bool strong = isStrong(evidence) && !hum;
  const bool same = isSameNote(evidence);

  if (same && isWeak(evidence)) return goOn(evidence);
  if (strong) {
    const bool pendingAgrees = m_pendingHops > 0 && std::abs(cents(evidence.hertz, m_pendingHertz)) < kSameNoteCents;
    m_pendingHops = pendingAgrees ? m_pendingHops + 1 : 1;
    m_pendingHertz = evidence.hertz;
    const int needed = afterOnset || broken || (!m_active && evidence.explained > kClear) ? 1
                       : m_active && isOctaveApart(evidence.hertz, m_hertz)               ? kOctaveJumpHops
                                                                                          : kJumpHops;
    if (m_pendingHops >= needed) return begin(evidence, m_pendingHops);
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
