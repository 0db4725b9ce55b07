// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/notename.h"
#include "present/practice/practicesession.h"

#include <QAbstractListModel>

namespace tunescope::ui {

// "A♯4", as names stand on screen. Thread: any. Realtime-safe: no.
QString shownNoteName(const core::TunedNote& note, const core::NameStyle& names);

// The notes of a session, newest first, as texts. Thread: gui. Realtime-safe: no.
class PracticeNotes : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { NameRole = Qt::UserRole + 1, CentsTextRole, TuningRole, LengthTextRole, DetailRole, SpokenRole };
  enum Tuning { Flat = -1, InTune = 0, Sharp = 1 };

  using QAbstractListModel::QAbstractListModel;

  void setNotes(const std::vector<core::PlayedNote>& notes);
  void append(const core::PlayedNote& note);
  void setStyle(const core::NameStyle& names, double toleranceCents);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 private:
  QString detailOf(const core::PlayedNote& note) const;
  QString spokenOf(const core::PlayedNote& note) const;
  int tuningOf(const core::PlayedNote& note) const;

  std::vector<core::PlayedNote> m_notes;  // oldest first
  core::NameStyle m_names;
  double m_toleranceCents = 2.5;
};

}  // namespace tunescope::ui
