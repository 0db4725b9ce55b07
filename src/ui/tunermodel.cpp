// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tunermodel.h"

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {
constexpr double kNeedleTauS = 0.1;
constexpr double kDigitsTauS = 0.3;
constexpr double kLockedTauS = 0.6;    // a lock is a still picture
constexpr double kDigitsEveryS = 0.1;  // faster than this nobody reads
constexpr double kLockedDigitsEveryS = 0.5;
constexpr double kSpokenEveryS = 1.0;
constexpr double kUnknownSigmaCents = 5;  // of a reading that does not say how sure it is
constexpr double kSigmaTauS = 0.15;
constexpr double kRecrossCents = 0.5;  // flat does not turn into sharp for less

// Cents above MIDI note 0.
double absoluteCentsOf(double hertz, double a4Hz) {
  return 6900 + 1200 * std::log2(hertz / a4Hz);
}
}  // namespace

TunerModel::TunerModel(QObject* parent) : QObject(parent) {}

void TunerModel::setA4Hz(double a4Hz) {
  a4Hz = std::clamp(a4Hz, core::kMinA4Hz, core::kMaxA4Hz);
  if (!(std::abs(a4Hz - m_a4Hz) > 0)) return;
  m_a4Hz = a4Hz;
  clear();  // the ghost would carry the old name
}

void TunerModel::setNotation(core::Notation notation) {
  if (notation == m_notation) return;
  m_notation = notation;
  if (m_presence == Presence::Resting) return;
  spell();
  Q_EMIT changed();
}

void TunerModel::show(const core::PitchReading& reading) {
  if (reading.availableS < m_timeS) startOver();
  m_timeS = reading.availableS;
  if (reading.isVoiced()) {
    showVoiced(reading);
  } else {
    m_candidateCount = 0;
    if (m_presence == Presence::Sounding && m_timeS - m_voicedS >= kGhostAfterS) rest();
  }
}

void TunerModel::rest() {
  if (m_presence != Presence::Sounding) return;
  m_presence = Presence::Ghost;
  m_tuning = Tuning::None;
  startOver();
  m_spoken = QString();
  Q_EMIT changed();
  Q_EMIT spokenChanged();
}

void TunerModel::clear() {
  startOver();
  m_presence = Presence::Resting;
  m_tuning = Tuning::None;
  m_midi = -1;
  m_cents = m_sigmaCents = 0;
  for (QString* text : {&m_letter, &m_accidental, &m_octave, &m_noteName, &m_centsText, &m_sigmaText, &m_hertzText,
                        &m_targetText, &m_spoken}) {
    text->clear();
  }
  Q_EMIT changed();
  Q_EMIT spokenChanged();
}

void TunerModel::startOver() {
  m_needle.reset();
  m_digits.reset();
  m_needle.setTimeConstant(kNeedleTauS);
  m_digits.setTimeConstant(kDigitsTauS);
  m_centsDecimals.reset();
  m_hertzDecimals.reset();
  m_candidateCount = 0;
  m_timeS = m_voicedS = m_digitsAtS = m_spokenAtS = 0;
  m_withinSinceS = -1;
}

// Whether this reading may be shown. What is shown now may go on; something else must be sure, or be said thrice.
bool TunerModel::isAccepted(double absoluteCents, bool isSure) {
  const int nearest = int(std::lround(absoluteCents / 100));
  const bool goesOn = m_presence == Presence::Sounding && std::abs(absoluteCents - 100.0 * m_midi) <= kKeepNoteCents;
  m_candidateCount = nearest == m_candidateMidi ? m_candidateCount + 1 : 1;
  m_candidateMidi = nearest;
  return goesOn || isSure || m_candidateCount >= kUnsureReadings;
}

void TunerModel::showVoiced(const core::PitchReading& reading) {
  const double absoluteCents = absoluteCentsOf(*reading.hertz, m_a4Hz);
  const bool isSure = reading.confidence >= kSureConfidence;
  if (!std::isfinite(absoluteCents) || !isAccepted(absoluteCents, isSure)) return;
  const double sigma = reading.sigmaCents.value_or(kUnknownSigmaCents);
  const double elapsedS = m_timeS - m_voicedS;
  m_voicedS = m_timeS;
  m_isSure = isSure;

  const bool hasSnapped = m_needle.add(m_timeS, absoluteCents, sigma);
  if (hasSnapped) m_digits.reset();
  m_digits.add(m_timeS, absoluteCents, sigma);
  m_sigmaCents = hasSnapped ? sigma : m_sigmaCents + (sigma - m_sigmaCents) * -std::expm1(-elapsedS / kSigmaTauS);

  const int nearest = int(std::lround(m_needle.cents() / 100));
  const bool isNew =
      m_presence != Presence::Sounding || hasSnapped || std::abs(m_needle.cents() - 100.0 * m_midi) > kKeepNoteCents;
  if (isNew) showNote(nearest);
  m_presence = Presence::Sounding;
  m_cents = std::clamp(m_needle.cents() - 100.0 * m_midi, -kKeepNoteCents, kKeepNoteCents);
  updateTuning(m_timeS, sigma);
  updateDigits(m_timeS, isNew);
  Q_EMIT changed();
  updateSpoken(m_timeS);
}

void TunerModel::showNote(int midi) {
  m_midi = midi;
  m_tuning = Tuning::None;
  m_withinSinceS = -1;
  m_centsDecimals.reset();
  m_hertzDecimals.reset();
  spell();
  m_targetText = plainText(core::noteHertz(midi, m_a4Hz), 2);
}

void TunerModel::spell() {
  const core::NoteSpelling spelling = core::spellNote(m_midi, m_notation);
  m_letter = QString::fromStdString(spelling.letter);
  m_accidental = spelling.accidental == core::Accidental::Sharp  ? QStringLiteral("\u266F")
                 : spelling.accidental == core::Accidental::Flat ? QStringLiteral("\u266D")
                                                                 : QString();
  m_octave = QString::number(spelling.octave).replace(QLatin1Char('-'), QChar(0x2212));
  m_noteName = QString::fromStdString(core::asciiNoteName(m_midi, m_notation));
}

void TunerModel::updateTuning(double timeS, double sigmaCents) {
  const double distance = std::abs(m_cents);
  if (m_tuning == Tuning::InTune && distance <= kReleaseCents) return;
  const bool isWithin = distance <= kToleranceCents && sigmaCents <= kToleranceCents && m_isSure;
  if (!isWithin) {
    m_withinSinceS = -1;
  } else if (m_withinSinceS < 0) {
    m_withinSinceS = timeS;
  }
  const bool isLocked = isWithin && timeS - m_withinSinceS >= kLockAfterS;
  m_needle.setTimeConstant(isLocked ? kLockedTauS : kNeedleTauS);
  m_digits.setTimeConstant(isLocked ? kLockedTauS : kDigitsTauS);
  if (isLocked) {
    m_tuning = Tuning::InTune;
  } else if (m_tuning == Tuning::None || m_tuning == Tuning::InTune || distance > kRecrossCents) {
    m_tuning = m_cents < 0 ? Tuning::Flat : Tuning::Sharp;
  }
}

void TunerModel::updateDigits(double timeS, bool atOnce) {
  const double every = m_tuning == Tuning::InTune ? kLockedDigitsEveryS : kDigitsEveryS;
  if (!atOnce && timeS - m_digitsAtS < every) return;
  m_digitsAtS = timeS;
  const double cents = m_digits.cents() - 100.0 * m_midi;
  const double hertz = core::noteHertz(m_midi, m_a4Hz) * std::exp2(cents / 1200);
  const int centsDecimals = m_centsDecimals.update(m_sigmaCents);
  m_centsText = signedText(cents, centsDecimals);
  m_sigmaText = plainText(m_sigmaCents, m_sigmaCents < 0.095 ? 2 : m_sigmaCents < 9.5 ? 1 : 0);
  m_hertzText = plainText(hertz, m_hertzDecimals.update(sigmaHertz(hertz, m_sigmaCents)));
}

void TunerModel::updateSpoken(double timeS) {
  if (!m_spoken.isEmpty() && timeS - m_spokenAtS < kSpokenEveryS) return;
  const QString accidental = m_accidental.isEmpty()                     ? QString()
                             : m_accidental == QStringLiteral("\u266F") ? tr(" sharp")
                                                                        : tr(" flat");
  const QString note = tr("%1%2 %3", "letter, accidental, octave").arg(m_letter, accidental, m_octave);
  const int cents = int(std::lround(std::abs(m_cents)));
  QString spoken = m_tuning == Tuning::InTune ? tr("%1, in tune").arg(note)
                   : m_cents < 0              ? tr("%1, %n cent(s) flat", nullptr, cents).arg(note)
                                              : tr("%1, %n cent(s) sharp", nullptr, cents).arg(note);
  m_spokenAtS = timeS;
  if (spoken == m_spoken) return;
  m_spoken = std::move(spoken);
  Q_EMIT spokenChanged();
}

}  // namespace tunescope::ui
