// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/notedisplay.h"

#include "present/numbertext.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tunescope::present {

namespace {
constexpr double kNeedleTauS = 0.1;
constexpr double kLockedTauS = 0.6;    // locked: the picture stands still
constexpr double kDigitsEveryS = 0.3;  // a number that changes faster cannot be read
constexpr double kLockedDigitsEveryS = 0.5;
constexpr double kSigmaTauS = 0.15;
constexpr double kTenthsBelowCents = 1;  // a window this small cannot be shown in whole cents
constexpr double kLagOfWindow = 0.4;
constexpr double kSigmaOfWindow = 2;

// The largest number with that many decimals that is at most value.
double roundedDown(double value, int decimals) {
  constexpr double kRoundoff = 1e-9;  // 2.3 is 2.29999…
  const double scale = std::pow(10.0, decimals);
  return std::floor(value * scale + kRoundoff) / scale;
}
}  // namespace

void NoteDisplay::begin(double targetHertz, double inTuneCents) {
  *this = NoteDisplay();
  m_inTuneCents = inTuneCents;
  m_targetHertz = targetHertz;
}

double NoteDisplay::borderCents() const {
  return roundedDown(m_inTuneCents, m_decimals) + 0.5 * std::pow(10.0, -m_decimals);
}

double NoteDisplay::timeConstantS() const {
  return m_tuning == Tuning::InTune ? kLockedTauS : kNeedleTauS;
}

int NoteDisplay::spokenCents() const {
  return int(std::lround(std::abs(m_centsDigits.value())));
}

void NoteDisplay::show(double timeS, double cents, double sigmaCents, bool isSure) {
  const double elapsedS = timeS - m_timeS;
  m_timeS = timeS;
  m_sigmaCents =
      m_isFirst ? sigmaCents : m_sigmaCents + (sigmaCents - m_sigmaCents) * -std::expm1(-elapsedS / kSigmaTauS);
  m_tenths.update(timeS, sigmaCents);
  const int decimals = m_tenths.areShown() || m_inTuneCents < kTenthsBelowCents ? 1 : 0;
  const bool hasOtherDecimals = decimals != m_decimals;
  m_decimals = decimals;
  const Side before = m_side;
  m_side = nextSide(timeS, cents);
  const double border = borderCents();
  m_cents = m_side == Side::Within  ? std::clamp(cents, -border, border)
            : m_side == Side::Below ? std::min(cents, -border)
                                    : std::max(cents, border);
  m_tuning = nextTuning(timeS, sigmaCents, isSure);
  updateDigits(timeS, m_isFirst || m_side != before || hasOtherDecimals);
  m_isFirst = false;
}

NoteDisplay::Side NoteDisplay::sideOf(double cents) const {
  const double border = borderCents();
  return cents < -border ? Side::Below : cents > border ? Side::Above : Side::Within;
}

NoteDisplay::Side NoteDisplay::nextSide(double timeS, double cents) {
  const Side side = sideOf(cents);
  if (side == m_side) {
    m_beyondSinceS = -1;
    return side;
  }
  const Side crossed = m_side == Side::Within ? side : m_side;
  const double border = int(crossed) * borderCents();
  if (m_beyondSinceS < 0) m_beyondSinceS = timeS;
  const bool hasCrossed =
      m_isFirst || std::abs(cents - border) > maxLagCents() || timeS - m_beyondSinceS >= kCrossAfterS;
  if (!hasCrossed) return m_side;
  m_beyondSinceS = -1;
  return side;
}

NoteDisplay::Tuning NoteDisplay::nextTuning(double timeS, double sigmaCents, bool isSure) {
  if (m_side != Side::Within) {
    m_steadySinceS = -1;
    return m_side == Side::Below ? Tuning::Flat : Tuning::Sharp;
  }
  if (m_tuning == Tuning::InTune) return m_tuning;
  const double maxSigmaCents = std::min(kMaxInTuneSigmaCents, kSigmaOfWindow * m_inTuneCents);
  const bool isSteady = sigmaCents <= maxSigmaCents && isSure;
  if (!isSteady) {
    m_steadySinceS = -1;
  } else if (m_steadySinceS < 0) {
    m_steadySinceS = timeS;
  }
  return isSteady && timeS - m_steadySinceS >= kLockAfterS ? Tuning::InTune : Tuning::None;
}

double NoteDisplay::maxLagCents() const {
  return std::max(std::min(kMaxLagCents, kLagOfWindow * m_inTuneCents), m_sigmaCents);
}

void NoteDisplay::updateDigits(double timeS, bool isNow) {
  const double everyS = m_tuning == Tuning::InTune ? kLockedDigitsEveryS : kDigitsEveryS;
  const bool isBeside = std::abs(m_cents - m_centsDigits.value()) > maxLagCents();
  if (!isNow && !isBeside && timeS - m_digitsAtS < everyS) return;
  m_digitsAtS = timeS;
  const int centsDecimals = m_decimals;
  const int hertzDecimals = hertzDecimalsFor(m_targetHertz, std::pow(10.0, -m_decimals));
  m_centsText = signedText(updateCentsDigits(centsDecimals), centsDecimals);
  const double hertz = m_targetHertz * std::exp2(m_cents / 1200);
  m_hertzText = plainText(m_hertzDigits.update(hertz, hertzDecimals), hertzDecimals);
  // One decimal more than the value has, and never 0: nothing is known exactly.
  const int sigmaDecimals = std::min(centsDecimals + 1, 2);
  m_sigmaText = plainText(std::max(m_sigmaCents, std::pow(10.0, -sigmaDecimals)), sigmaDecimals);
}

// Rounded, but never over the border.
double NoteDisplay::updateCentsDigits(int decimals) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double inside = roundedDown(m_inTuneCents, decimals);
  const double outside = inside + std::pow(10.0, -decimals);
  switch (m_side) {
    case Side::Below:
      return m_centsDigits.update(m_cents, decimals, -kInfinity, -outside);
    case Side::Within:
      return m_centsDigits.update(m_cents, decimals, -inside, inside);
    case Side::Above:
      break;
  }
  return m_centsDigits.update(m_cents, decimals, outside, kInfinity);
}

}  // namespace tunescope::present
