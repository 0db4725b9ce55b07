// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tunermodel.h"

#include "present/numbertext.h"

#include <utility>

namespace tunescope::ui {

namespace {
constexpr double kSpokenEveryS = 1.0;
using NoteTuning = present::NoteDisplay::Tuning;

// QML needs enumerations of its own.
static_assert(int(TunerModel::Presence::Sounding) == int(present::NotePresenter::Presence::Sounding));
static_assert(int(TunerModel::Tuning::Sharp) == int(NoteTuning::Sharp));
}  // namespace

TunerModel::TunerModel(QObject* parent) : QObject(parent) {
  m_ghostTimer.setSingleShot(true);
  m_ghostTimer.setInterval(int(analysis::Settings().holdS * 1000));
  connect(&m_ghostTimer, &QTimer::timeout, this, &TunerModel::clear);
}

void TunerModel::setHoldMs(int ms) {
  if (ms == holdMs()) return;
  m_ghostTimer.setInterval(ms);
  Q_EMIT changed();
}

void TunerModel::setInTuneCents(double cents) {
  m_presenter.setInTuneCents(cents);
  Q_EMIT changed();
}

void TunerModel::setNames(const core::NameStyle& names) {
  if (names == m_names) return;
  m_names = names;
  if (presence() == Presence::Resting) return;
  spell();
  Q_EMIT changed();
}

void TunerModel::show(const analysis::NotedPitch& noted) {
  const Presence before = presence();
  const present::NotePresenter::Update update = m_presenter.show(noted);
  if (before == Presence::Sounding && presence() == Presence::Ghost) showRest();
  if (!update.isShown) return;
  m_ghostTimer.stop();
  if (update.isNewNote) {
    spell();
    m_targetText = present::plainText(m_presenter.note().targetHz, 2);
  }
  const bool isSpokenNew = updateSpoken(update.isNewNote || update.isNewWord);
  Q_EMIT changed();
  if (isSpokenNew) Q_EMIT spokenChanged();
}

void TunerModel::rest() {
  if (presence() != Presence::Sounding) return;
  m_presenter.rest();
  showRest();
}

void TunerModel::showRest() {
  if (holdMs() == 0) {
    clear();
    return;
  }
  m_ghostTimer.start();
  m_spoken = QString();
  Q_EMIT changed();
  Q_EMIT spokenChanged();
}

void TunerModel::clear() {
  if (presence() == Presence::Resting) return;
  m_presenter.clear();
  m_ghostTimer.stop();
  for (QString* text : {&m_letter, &m_accidental, &m_octave, &m_noteName, &m_targetText, &m_spoken}) text->clear();
  Q_EMIT changed();
  Q_EMIT spokenChanged();
}

void TunerModel::spell() {
  const core::NoteText text = core::noteText(m_presenter.note(), m_names);
  m_letter = QString::fromStdString(text.letter);
  m_accidental = text.accidental == core::Accidental::Sharp  ? QStringLiteral("\u266F")
                 : text.accidental == core::Accidental::Flat ? QStringLiteral("\u266D")
                                                             : QString();
  m_octave = QString::fromStdString(text.octaveMark).replace(QLatin1Char('-'), QChar(0x2212));
  m_noteName = QString::fromStdString(core::asciiNoteName(m_presenter.note(), m_names));
}

bool TunerModel::updateSpoken(bool atOnce) {
  if (!atOnce && m_presenter.timeS() - m_spokenAtS < kSpokenEveryS) return false;
  m_spokenAtS = m_presenter.timeS();
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
  const int count = display().spokenCents();
  const QString cents = count == 1 ? tr("1 cent") : tr("%1 cents").arg(count);
  switch (display().tuning()) {
    case NoteTuning::Flat:
      return tr("%1, %2 flat").arg(note, cents);
    case NoteTuning::InTune:
      return tr("%1, in tune").arg(note);
    case NoteTuning::Sharp:
      return tr("%1, %2 sharp").arg(note, cents);
    case NoteTuning::None:
      break;
  }
  return note;
}

}  // namespace tunescope::ui
