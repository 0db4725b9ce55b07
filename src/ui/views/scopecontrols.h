// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

class ScopeModel;

// The controls of a scope, a row for each: what it is and what is chosen. Thread: gui. Realtime-safe: no.
class ScopeControls : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the scope")

 public:
  enum Role {
    LabelRole = Qt::UserRole + 1,
    NameRole,
    LowerRole,
    HigherRole,
    ValueRole,
    ChoiceRole,
    CountRole,
    ShownRole,
    EnabledRole
  };

  explicit ScopeControls(const ScopeModel& scope) : m_scope(scope) {}

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;
  void refresh();  // any of them may have changed

 private:
  const ScopeModel& m_scope;
};

}  // namespace tunescope::ui
