// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notedisplay.h"

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {
constexpr double kNeedleTauS = 0.1;
constexpr double kLockedTauS = 0.6;    // a lock is a still picture
constexpr double kDigitsEveryS = 0.3;  // a number that changes faster cannot be read
constexpr double kLockedDigitsEveryS = 0.5;
constexpr double kSigmaTauS = 0.15;
}  // namespace

void NoteDisplay::begin(double targetHertz) {
  *this = NoteDisplay();
  m_targetHertz = targetHertz;
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
  m_cents = cents;
  m_sigmaCents =
      m_isFirst ? sigmaCents : m_sigmaCents + (sigmaCents - m_sigmaCents) * -std::expm1(-elapsedS / kSigmaTauS);
  m_centsDecimals.update(timeS, sigmaCents);
  m_hertzDecimals.update(timeS, sigmaHertz(m_targetHertz, sigmaCents));
  const Tuning before = m_tuning;
  m_tuning = nextTuning(timeS, sigmaCents, isSure);
  updateDigits(timeS, before);
  m_isFirst = false;
}

NoteDisplay::Tuning NoteDisplay::nextTuning(double timeS, double sigmaCents, bool isSure) {
  const double distance = std::abs(m_cents);
  if (m_tuning == Tuning::InTune && distance <= kReleaseCents) return m_tuning;
  const bool isWithin = distance <= kToleranceCents && sigmaCents <= kToleranceCents && isSure;
  if (!isWithin) {
    m_withinSinceS = -1;
  } else if (m_withinSinceS < 0) {
    m_withinSinceS = timeS;
  }
  if (isWithin && timeS - m_withinSinceS >= kLockAfterS) return Tuning::InTune;
  const Tuning side = m_cents < 0 ? Tuning::Flat : Tuning::Sharp;
  return distance > kToleranceCents || (m_tuning == side && distance >= kMinOffCents) ? side : Tuning::None;
}

void NoteDisplay::updateDigits(double timeS, Tuning before) {
  const double everyS = m_tuning == Tuning::InTune ? kLockedDigitsEveryS : kDigitsEveryS;
  const bool isBeside = std::abs(m_cents - m_centsDigits.value()) > std::max(kMaxLagCents, m_sigmaCents);
  if (!m_isFirst && m_tuning == before && !isBeside && timeS - m_digitsAtS < everyS) return;
  m_digitsAtS = timeS;
  const int centsDecimals = m_centsDecimals.decimals();
  const int hertzDecimals = m_hertzDecimals.decimals();
  m_centsText = signedText(m_centsDigits.update(m_cents, centsDecimals), centsDecimals);
  const double hertz = m_targetHertz * std::exp2(m_cents / 1200);
  m_hertzText = plainText(m_hertzDigits.update(hertz, hertzDecimals), hertzDecimals);
  // One place more than the value has, and never 0: nothing is known exactly.
  const int sigmaDecimals = std::min(centsDecimals + 1, 2);
  m_sigmaText = plainText(std::max(m_sigmaCents, std::pow(10.0, -sigmaDecimals)), sigmaDecimals);
}

}  // namespace tunescope::ui
