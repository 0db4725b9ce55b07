// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/tuning.h"

#include <QAbstractListModel>
#include <QHash>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace tunescope::ui {

// The notes of a tuning in their order on the circle of fifths, or of any other scale in its own: cents from equal
// temperament, and the sizes of the fifth and of the major third over each. Thread: gui. Realtime-safe: no.
class IntervalTable : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the model")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
  Q_PROPERTY(bool isCircle READ isCircle NOTIFY countChanged)

 public:
  enum Role {
    NoteRole = Qt::UserRole + 1,
    CentsRole,      // above the first note: "696.58"
    DeviationRole,  // from equal temperament, with C, or the first note, at 0: "-3.42"
    FifthRole,      // its difference from a pure one: "-5.38"; empty if there are no keys
    ThirdRole,      // the same of the major third
    NoteXRole,      // its position on the circle, from -1 to 1, C at the top
    NoteYRole,
    FifthXRole,  // the position between it and the next one
    FifthYRole
  };

  using QAbstractListModel::QAbstractListModel;

  void setTuning(const core::TuningSettings& settings, const core::NameStyle& names);

  int count() const { return int(m_rows.size()); }
  bool isCircle() const { return m_isCircle; }  // it has twelve keys, from C up in fifths
  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void countChanged();

 private:
  struct Row {
    QString note, cents, deviation, fifth, third;
  };
  void addCircle(const core::TuningSettings& settings, const core::NameStyle& names);
  void addDegrees(const core::TuningSettings& settings);

  std::vector<Row> m_rows;
  bool m_isCircle = false;
};

}  // namespace tunescope::ui
