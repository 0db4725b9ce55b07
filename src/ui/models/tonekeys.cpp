// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tonekeys.h"

#include "present/numbertext.h"

#include <algorithm>

namespace tunescope::ui {

namespace {

constexpr int kPianoKeys = 12;
constexpr int kOnlyPeriod = 4;  // the only one of a scale that does not repeat

// Of the keys of a piano, in widths of a white key.
constexpr double kColumns[kPianoKeys] = {0, 0.5, 1, 1.5, 2, 3, 3.5, 4, 4.5, 5, 5.5, 6};

QString accidentalText(core::Accidental accidental) {
  return accidental == core::Accidental::Sharp  ? QStringLiteral("\u266F")
         : accidental == core::Accidental::Flat ? QStringLiteral("\u266D")
                                                : QString();
}

int writtenKey(const core::TunedNote& note) {
  constexpr int kSemitones[] = {9, 11, 0, 2, 4, 5, 7};  // of A to G
  const core::NoteSpelling& spelling = *note.spelling;
  const int shift = spelling.accidental == core::Accidental::Sharp  ? 1
                    : spelling.accidental == core::Accidental::Flat ? -1
                                                                    : 0;
  return (kSemitones[spelling.letter - 'A'] + shift + kPianoKeys) % kPianoKeys;
}

}  // namespace

QString toneNoteText(const core::TunedNote& note, const core::NameStyle& names) {
  const core::NoteText text = core::noteText(note, names);
  if (!note.spelling) return QString::fromStdString(core::asciiNoteName(note, names));
  return QString::fromStdString(text.letter) + accidentalText(text.accidental) +
         QString::fromStdString(text.octaveMark).replace(QLatin1Char('-'), QChar(0x2212));
}

void ToneKeys::setTuning(const core::Tuning& tuning, int octave, const core::NameStyle& names) {
  beginResetModel();
  m_names = names;
  m_notes.clear();
  m_left = 0;
  listKeys(tuning, octave);
  m_isPiano = m_notes.size() == kPianoKeys &&
              std::ranges::all_of(m_notes, [](const core::TunedNote& note) { return note.spelling.has_value(); });
  if (m_notes.empty()) listDegrees(tuning, octave);
  m_isOn.assign(m_notes.size(), false);
  endResetModel();
  Q_EMIT keysChanged();
}

// Those of MIDI numbers: from written C on.
void ToneKeys::listKeys(const core::Tuning& tuning, int octave) {
  const int first = kPianoKeys * (octave + 1) - tuning.settings().transposition;
  for (int key = first; key < first + kPianoKeys; ++key) {
    if (const auto note = tuning.key(key)) m_notes.push_back(*note);
  }
}

void ToneKeys::listDegrees(const core::Tuning& tuning, int octave) {
  const core::Scale& scale = tuning.settings().scale;
  if (tuning.settings().keymap) return;
  const int degrees = int(scale.cents.size());
  for (int degree = 0; degree < std::min(degrees, kMaxKeys); ++degree) {
    m_notes.push_back(tuning.note(degree, scale.isRepeating() ? octave : kOnlyPeriod));
  }
  m_left = std::max(0, degrees - kMaxKeys);
}

void ToneKeys::setOn(const std::vector<core::TunedNote>& notes) {
  for (int i = 0; i < count(); ++i) {
    const bool isOn = std::ranges::any_of(notes, [&](const core::TunedNote& each) { return each.isSameNote(note(i)); });
    if (m_isOn[std::size_t(i)] == isOn) continue;
    m_isOn[std::size_t(i)] = isOn;
    Q_EMIT dataChanged(index(i), index(i), {OnRole});
  }
}

int ToneKeys::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant ToneKeys::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= count()) return {};
  const core::TunedNote& each = note(index.row());
  const bool isBlack = m_isPiano && each.spelling->accidental != core::Accidental::Natural;
  switch (role) {
    case NameRole: {
      const core::NoteText text = core::noteText(each, m_names);
      return QString(QString::fromStdString(text.letter) + accidentalText(text.accidental));
    }
    case SpokenRole:
      return tr("%1, %2 Hz").arg(toneNoteText(each, m_names), present::plainText(each.targetHz, 2));
    case BlackRole:
      return isBlack;
    case ColumnRole:
      return m_isPiano ? kColumns[writtenKey(each)] : double(index.row());
    case OnRole:
      return bool(m_isOn[std::size_t(index.row())]);
    default:
      return {};
  }
}

QHash<int, QByteArray> ToneKeys::roleNames() const {
  return {{NameRole, "name"}, {SpokenRole, "spoken"}, {BlackRole, "isBlack"}, {ColumnRole, "column"}, {OnRole, "isOn"}};
}

}  // namespace tunescope::ui
