// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/tuning.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace tunescope::ui {

// The notes of one octave, or period, of a tuning, as keys that are pressed. Thread: gui. Realtime-safe: no.
class ToneKeys : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by ToneModel")
  Q_PROPERTY(bool isPiano READ isPiano NOTIFY keysChanged)
  Q_PROPERTY(int count READ count NOTIFY keysChanged)
  Q_PROPERTY(int left READ left NOTIFY keysChanged)

 public:
  enum Role { NameRole = Qt::UserRole + 1, SpokenRole, BlackRole, ColumnRole, OnRole };
  static constexpr int kMaxKeys = 96;

  // octave: of the written names, or the period of a scale without letters.
  void setTuning(const core::Tuning& tuning, int octave, const core::NameStyle& names);
  void setOn(const std::vector<core::TunedNote>& notes);

  bool isPiano() const { return m_isPiano; }  // twelve keys, white and black
  int count() const { return int(m_notes.size()); }
  int left() const { return m_left; }  // notes that there was no room for
  const core::TunedNote& note(int key) const { return m_notes[std::size_t(key)]; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void keysChanged();

 private:
  void listKeys(const core::Tuning& tuning, int octave);
  void listDegrees(const core::Tuning& tuning, int octave);

  std::vector<core::TunedNote> m_notes;
  std::vector<bool> m_isOn;
  core::NameStyle m_names;
  bool m_isPiano = true;
  int m_left = 0;
};

// "A♯4", "7:4" of a scale without letters. Thread: any.
QString toneNoteText(const core::TunedNote& note, const core::NameStyle& names);

}  // namespace tunescope::ui
