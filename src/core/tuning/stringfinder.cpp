// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/stringfinder.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tunescope::core {

namespace {

constexpr double kSemitoneCents = 100;

double centsOver1Hz(double hertz) noexcept {
  return 1200 * std::log2(hertz);
}

// In the tuning, or else where twelve equal steps from its standard would put it.
double centsOfKey(const Tuning& tuning, int midi) {
  if (const auto note = tuning.key(midi)) return centsOver1Hz(note->targetHz);
  const PitchStandard& standard = tuning.settings().standard;
  return centsOver1Hz(standard.hertz) + kSemitoneCents * (midi - standard.midi);
}

}  // namespace

StringFinder::StringFinder(const Instrument& instrument, const Tuning& tuning, int capo) {
  for (const InstrumentString& string : stringsOf(instrument)) {
    for (const int midi : string.midi) m_targets.push_back({centsOfKey(tuning, midi + capo), string.number});
  }
}

void StringFinder::reset() noexcept {
  m_string.reset();
  m_candidate = 0;
}

const StringFinder::Target* StringFinder::nearest(double cents) const noexcept {
  const Target* best = nullptr;
  for (const Target& target : m_targets) {
    if (best == nullptr || std::abs(target.cents - cents) < std::abs(best->cents - cents)) best = &target;
  }
  return best != nullptr && std::abs(best->cents - cents) <= kMaxBelowCents ? best : nullptr;
}

double StringFinder::distanceTo(int string, double cents) const noexcept {
  double distance = std::numeric_limits<double>::infinity();
  for (const Target& target : m_targets) {
    if (target.string != string) continue;
    for (int harmonic = 1; harmonic <= kMaxHarmonic; ++harmonic)
      distance = std::min(distance, std::abs(target.cents + centsOver1Hz(harmonic) - cents));
  }
  return distance;
}

// Whether the named string is the one, although another may be a little nearer.
bool StringFinder::isKept(const Target* found, double cents) const noexcept {
  return m_string && (found == nullptr || distanceTo(*m_string, cents) <= std::abs(found->cents - cents) + kKeepCents);
}

// Whether a note that begins is a harmonic of the named string, and no other open string is as near.
bool StringFinder::isHarmonic(const Target* found, double cents) const noexcept {
  if (!m_string) return false;
  const double off = distanceTo(*m_string, cents);
  return off <= kKeepCents && (found == nullptr || off + kKeepCents < std::abs(found->cents - cents));
}

// Names a string that has been the nearest for long enough.
void StringFinder::consider(const Target& found, double cents, double timeS) noexcept {
  const bool isSame = found.string == m_candidate && std::abs(cents - m_candidateCents) <= kMaxSpreadCents;
  if (!isSame) {
    m_candidate = found.string;
    m_candidateSinceS = timeS;
    m_candidateCents = cents;
  }
  if (timeS - m_candidateSinceS >= kSureAfterS) m_string = found.string;
}

std::optional<int> StringFinder::process(const PitchReading& reading) noexcept {
  if (m_targets.empty()) return std::nullopt;
  if (!reading.hertz) {
    m_candidate = 0;
    if (reading.availableS - m_voicedS > kForgetAfterS) m_string.reset();
    return std::nullopt;
  }
  m_voicedS = reading.availableS;
  const double cents = centsOver1Hz(*reading.hertz);
  const Target* found = nearest(cents);
  if (reading.noteBegan && !isHarmonic(found, cents)) reset();
  if (isKept(found, cents) || found == nullptr || reading.confidence < kSureStringConfidence) {
    m_candidate = 0;
  } else {
    consider(*found, cents, reading.availableS);
  }
  const bool isNear = m_string && distanceTo(*m_string, cents) <= kMaxBelowCents;
  return isNear ? m_string : std::nullopt;
}

}  // namespace tunescope::core
