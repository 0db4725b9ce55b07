// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/practicenotes.h"

#include "present/numbertext.h"

#include <cmath>

namespace tunescope::ui {

using present::plainText;
using present::signedText;

namespace {

QString percentText(double part, double whole) {
  return whole > 0 ? plainText(100 * part / whole, 0) : QStringLiteral("0");
}

}  // namespace

QString shownNoteName(const core::TunedNote& note, const core::NameStyle& names) {
  const core::NoteText text = core::noteText(note, names);
  const QString accidental = text.accidental == core::Accidental::Sharp  ? QStringLiteral("\u266F")
                             : text.accidental == core::Accidental::Flat ? QStringLiteral("\u266D")
                                                                         : QString();
  return QString::fromStdString(text.letter) + accidental +
         QString::fromStdString(text.octaveMark).replace(QLatin1Char('-'), QChar(0x2212));
}

void PracticeNotes::setNotes(const std::vector<core::PlayedNote>& notes) {
  beginResetModel();
  m_notes = notes;
  endResetModel();
}

void PracticeNotes::append(const core::PlayedNote& note) {
  beginInsertRows({}, 0, 0);
  m_notes.push_back(note);
  endInsertRows();
}

void PracticeNotes::setStyle(const core::NameStyle& names, double toleranceCents) {
  m_names = names;
  m_toleranceCents = toleranceCents;
  if (!m_notes.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

int PracticeNotes::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(m_notes.size());
}

int PracticeNotes::tuningOf(const core::PlayedNote& note) const {
  if (std::abs(note.meanCents) <= m_toleranceCents) return InTune;
  return note.meanCents < 0 ? Flat : Sharp;
}

// What there is: "spread 0.4, drift −1.2 a second, scoop −31 in 0.14 s, vibrato 5.5 Hz by 24"
QString PracticeNotes::detailOf(const core::PlayedNote& note) const {
  QStringList parts{tr("spread %1").arg(plainText(note.spreadCents, 1))};
  if (note.driftCentsPerS) parts << tr("drift %1 a second").arg(signedText(*note.driftCentsPerS, 1));
  if (note.scoopCents != 0)
    parts << tr("scoop %1 in %2 s").arg(signedText(note.scoopCents, 0), plainText(note.settleS, 2));
  if (note.vibrato)
    parts << tr("vibrato %1 Hz by %2").arg(plainText(note.vibrato->rateHz, 1), plainText(note.vibrato->depthCents, 0));
  return parts.join(QStringLiteral(", "));
}

QString PracticeNotes::spokenOf(const core::PlayedNote& note) const {
  const QString name = shownNoteName(note.note, m_names);
  const QString share = percentText(note.inTuneS(m_toleranceCents), note.lengthS);
  const QString cents = plainText(std::abs(note.meanCents), 1);
  switch (tuningOf(note)) {
    case Flat:
      return tr("%1, %2 cents flat, in tune %3 percent of the time").arg(name, cents, share);
    case Sharp:
      return tr("%1, %2 cents sharp, in tune %3 percent of the time").arg(name, cents, share);
    default:
      return tr("%1, in tune, %2 percent of the time").arg(name, share);
  }
}

QVariant PracticeNotes::data(const QModelIndex& index, int role) const {
  if (index.row() < 0 || index.row() >= rowCount()) return {};
  const core::PlayedNote& note = m_notes[m_notes.size() - 1 - std::size_t(index.row())];
  switch (role) {
    case NameRole:
      return shownNoteName(note.note, m_names);
    case CentsTextRole:
      return signedText(note.meanCents, 1);
    case TuningRole:
      return tuningOf(note);
    case LengthTextRole:
      return tr("%1 s, in tune %2 %")
          .arg(plainText(note.lengthS, 1), percentText(note.inTuneS(m_toleranceCents), note.lengthS));
    case DetailRole:
      return detailOf(note);
    case SpokenRole:
      return spokenOf(note);
    default:
      return {};
  }
}

QHash<int, QByteArray> PracticeNotes::roleNames() const {
  return {{NameRole, "name"},     {CentsTextRole, "centsText"}, {TuningRole, "tuning"}, {LengthTextRole, "lengthText"},
          {DetailRole, "detail"}, {SpokenRole, "spoken"}};
}

}  // namespace tunescope::ui
