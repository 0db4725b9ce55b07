// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tunermodel.h"

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {
constexpr double kSpokenEveryS = 1.0;
constexpr double kUnknownSigmaCents = 5;  // of a reading that does not say how sure it is

// Cents above 1 Hz.
double absoluteCentsOf(double hertz) {
  return 1200 * std::log2(hertz);
}
double distanceCents(double absoluteCents, const core::TunedNote& note) {
  return std::abs(absoluteCents - absoluteCentsOf(note.targetHz));
}
// Another tuning moves a note without changing its name.
bool isSame(const core::TunedNote& a, const core::TunedNote& b) {
  return a.isSameNote(b) && !(std::abs(a.targetHz - b.targetHz) > 0);
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

void TunerModel::setNotation(core::Notation notation) {
  if (notation == m_notation) return;
  m_notation = notation;
  if (m_presence == Presence::Resting) return;
  spell();
  Q_EMIT changed();
}

void TunerModel::show(const analysis::NotedPitch& noted) {
  if (noted.pitch.availableS < m_timeS) startOver();
  m_timeS = noted.pitch.availableS;
  if (noted.pitch.isVoiced() && noted.note) {
    showVoiced(noted.pitch, *noted.note);
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

// Whether the note that is shown may stay where another one is nearest.
bool TunerModel::isKept(double absoluteCents, const core::TunedNote& nearest) const {
  if (m_presence != Presence::Sounding) return false;
  return distanceCents(absoluteCents, m_note) <= distanceCents(absoluteCents, nearest) + kKeepNoteCents;
}

// Whether this reading may be shown. What is shown now may go on; something else must be sure, or be said thrice.
bool TunerModel::isAccepted(double absoluteCents, const core::TunedNote& nearest, bool isSure) {
  m_candidateCount = m_candidateCount > 0 && nearest.isSameNote(m_candidate) ? m_candidateCount + 1 : 1;
  m_candidate = nearest;
  return isKept(absoluteCents, nearest) || isSure || m_candidateCount >= kUnsureReadings;
}

void TunerModel::showVoiced(const core::PitchReading& reading, const core::TunedNote& nearest) {
  const double absoluteCents = absoluteCentsOf(*reading.hertz);
  const bool isSure = reading.confidence >= kSureConfidence;
  if (!isAccepted(absoluteCents, nearest, isSure)) return;
  const double sigma = reading.sigmaCents.value_or(kUnknownSigmaCents);
  m_voicedS = m_timeS;
  m_isSure = isSure;

  const bool hasSnapped = m_filter.add(m_timeS, absoluteCents, sigma);
  // Another A4 moves the note that is shown.
  const bool isMoved = nearest.isSameNote(m_note) && !isSame(nearest, m_note);
  const bool isNew = hasSnapped || isMoved || !isKept(m_filter.cents(), nearest);
  if (isNew) showNote(nearest);
  m_presence = Presence::Sounding;
  m_ghostTimer.stop();
  const double cents = std::clamp(m_filter.cents() - absoluteCentsOf(m_note.targetHz), -kMaxCents, kMaxCents);
  const NoteDisplay::Tuning before = m_display.tuning();
  m_display.show(m_timeS, cents, sigma, isSure);
  m_filter.setTimeConstant(m_display.timeConstantS());
  const bool isSpokenNew = updateSpoken(isNew || m_display.tuning() != before);
  Q_EMIT changed();
  if (isSpokenNew) Q_EMIT spokenChanged();
}

void TunerModel::showNote(const core::TunedNote& note) {
  m_note = note;
  m_display.begin(note.targetHz);
  spell();
  m_targetText = plainText(note.targetHz, 2);
}

void TunerModel::spell() {
  const core::NoteText text = core::noteText(m_note, m_notation);
  m_letter = QString::fromStdString(text.letter);
  m_accidental = text.accidental == core::Accidental::Sharp  ? QStringLiteral("\u266F")
                 : text.accidental == core::Accidental::Flat ? QStringLiteral("\u266D")
                                                             : QString();
  m_octave = QString::number(text.octave).replace(QLatin1Char('-'), QChar(0x2212));
  m_noteName = QString::fromStdString(core::asciiNoteName(m_note, m_notation));
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
