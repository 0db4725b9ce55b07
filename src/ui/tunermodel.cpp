// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tunermodel.h"

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {
constexpr double kSpokenEveryS = 1.0;
constexpr double kUnknownSigmaCents = 5;  // of a reading that does not say how sure it is

// Cents above MIDI note 0.
double absoluteCentsOf(double hertz, double a4Hz) {
  return 6900 + 1200 * std::log2(hertz / a4Hz);
}
}  // namespace

TunerModel::TunerModel(QObject* parent) : QObject(parent) {
  m_ghostTimer.setSingleShot(true);
  m_ghostTimer.setInterval(kGhostMs);
  connect(&m_ghostTimer, &QTimer::timeout, this, &TunerModel::clear);
}

void TunerModel::setGhostMs(int ms) {
  if (ms == ghostMs()) return;
  m_ghostTimer.setInterval(ms);
  Q_EMIT changed();
}

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
  m_ghostTimer.start();
  startOver();
  m_spoken = QString();
  Q_EMIT changed();
  Q_EMIT spokenChanged();
}

void TunerModel::clear() {
  if (m_presence == Presence::Resting) return;
  startOver();
  m_ghostTimer.stop();
  m_presence = Presence::Resting;
  m_midi = -1;
  for (QString* text : {&m_letter, &m_accidental, &m_octave, &m_noteName, &m_targetText, &m_spoken}) text->clear();
  Q_EMIT changed();
  Q_EMIT spokenChanged();
}

void TunerModel::startOver() {
  m_filter.reset();
  m_display = NoteDisplay();
  m_filter.setTimeConstant(m_display.timeConstantS());
  m_candidateCount = 0;
  m_timeS = m_voicedS = m_spokenAtS = 0;
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
  m_voicedS = m_timeS;
  m_isSure = isSure;

  const bool hasSnapped = m_filter.add(m_timeS, absoluteCents, sigma);
  const bool isNew =
      m_presence != Presence::Sounding || hasSnapped || std::abs(m_filter.cents() - 100.0 * m_midi) > kKeepNoteCents;
  if (isNew) showNote(int(std::lround(m_filter.cents() / 100)));
  m_presence = Presence::Sounding;
  m_ghostTimer.stop();
  const double cents = std::clamp(m_filter.cents() - 100.0 * m_midi, -kKeepNoteCents, kKeepNoteCents);
  const NoteDisplay::Tuning before = m_display.tuning();
  m_display.show(m_timeS, cents, sigma, isSure);
  m_filter.setTimeConstant(m_display.timeConstantS());
  const bool isSpokenNew = updateSpoken(isNew || m_display.tuning() != before);
  Q_EMIT changed();
  if (isSpokenNew) Q_EMIT spokenChanged();
}

void TunerModel::showNote(int midi) {
  m_midi = midi;
  m_display.begin(core::noteHertz(midi, m_a4Hz));
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

bool TunerModel::updateSpoken(bool atOnce) {
  if (!atOnce && m_timeS - m_spokenAtS < kSpokenEveryS) return false;
  m_spokenAtS = m_timeS;
  QString spoken = spokenText();
  if (spoken == m_spoken) return false;
  m_spoken = std::move(spoken);
  return true;
}

QString TunerModel::spokenText() const {
  const QString accidental = m_accidental.isEmpty()                     ? QString()
                             : m_accidental == QStringLiteral("\u266F") ? tr(" sharp")
                                                                        : tr(" flat");
  QString note = tr("%1%2 %3", "letter, accidental, octave").arg(m_letter, accidental, m_octave);
  const int count = m_display.spokenCents();
  const QString cents = count == 1 ? tr("1 cent") : tr("%1 cents").arg(count);
  switch (m_display.tuning()) {
    case NoteDisplay::Tuning::Flat:
      return tr("%1, %2 flat").arg(note, cents);
    case NoteDisplay::Tuning::InTune:
      return tr("%1, in tune").arg(note);
    case NoteDisplay::Tuning::Sharp:
      return tr("%1, %2 sharp").arg(note, cents);
    case NoteDisplay::Tuning::None:
      break;
  }
  return note;
}

}  // namespace tunescope::ui
