// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hum/suspectedhum.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr double kMainsHz[] = {50, 60};
constexpr double kHighestHz = 310;  // multiples above this are so dense that many notes coincide with one
constexpr double kNearHz = 0.15;    // tolerance of the mains frequency; grows with the multiple
constexpr double kYoungHz = 1.2;    // while the pitch is still imprecise
constexpr double kYoungS = 0.3;
constexpr double kSteadyHz = 0.2;  // between the highest and the lowest pitch: 0.1 Hz to either side
constexpr double kDecays = 0.7;    // of the peak power, -1.5 dB: anything that falls below is a note
constexpr double kHumS = 1.7;      // after the first estimate of the pitch has become precise

}  // namespace

void SuspectedHum::begin(bool isAttacked) noexcept {
  m_isPossible = !isAttacked;
  m_verdict = Verdict::Note;
  m_steadyHops = 0;
  m_peakPower = 0;
  m_hops = 0;
}

SuspectedHum::Verdict SuspectedHum::process(double hertz, double sigmaCents, std::optional<double> power) noexcept {
  m_verdict = Verdict::Note;
  if (!m_isPossible) return m_verdict;
  const double blurHz = 3 * hertz * sigmaCents / 1731.2;
  const bool isYoung = ++m_hops * m_hopS < kYoungS;
  const double youngHz = isYoung ? kYoungHz : 0;
  const bool isNear = hertz < kHighestHz && std::ranges::any_of(kMainsHz, [&](double mains) {
                        const double multiple = std::max(1.0, std::round(hertz / mains));
                        return std::abs(hertz - multiple * mains) < std::max({multiple * kNearHz, blurHz, youngHz});
                      });
  const bool isSharp = !isYoung && blurHz < kSteadyHz;
  if (!isNear) {
    if (isSharp) m_isPossible = false;
    m_steadyHops = 0;
    return m_verdict;
  }
  m_verdict = Verdict::Suspect;
  if (m_steadyHops == 0) m_lowHz = m_highHz = hertz;
  m_lowHz = std::min(m_lowHz, hertz);
  m_highHz = std::max(m_highHz, hertz);
  if (!isYoung && power) {  // while windows grow, they contain more and more of it
    m_peakPower = std::max(m_peakPower, *power);
    if (*power < kDecays * m_peakPower) m_isPossible = false;
  }
  ++m_steadyHops;
  if (m_highHz - m_lowHz > std::max(kSteadyHz * std::max(1.0, hertz / kMainsHz[1]), blurHz)) {
    if (isSharp && m_steadyHops * m_hopS > kYoungS) m_isPossible = false;  // it moves
    m_steadyHops = 0;
  }
  if (m_steadyHops * m_hopS > kHumS) m_verdict = Verdict::Hum;
  return m_verdict;
}

}  // namespace tunescope::core
