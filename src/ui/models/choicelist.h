// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QHash>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace tunescope::ui {

// A list of choices with a search. Thread: gui. Realtime-safe: no.
class ChoiceList : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the models")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
  Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
  Q_PROPERTY(int currentIndex READ currentIndex NOTIFY currentChanged)

 public:
  enum Role { IdRole = Qt::UserRole + 1, TitleRole, DetailRole, IsCurrentRole };
  struct Choice {
    QString id, title, detail;
  };

  using QAbstractListModel::QAbstractListModel;

  void setChoices(std::vector<Choice> choices);
  void setCurrent(const QString& id);
  QString filter() const { return m_filter; }
  void setFilter(const QString& filter);  // words, each of which must occur in id, title or detail, in any case

  int count() const { return int(m_shown.size()); }
  int currentIndex() const;  // among those that are shown; -1: none of them
  // The id of the first one that is shown; empty if none is.
  Q_INVOKABLE QString firstId() const { return m_shown.empty() ? QString() : m_choices[m_shown.front()].id; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void countChanged();
  void filterChanged();
  void currentChanged();

 private:
  void select();

  std::vector<Choice> m_choices;
  std::vector<std::size_t> m_shown;  // of m_choices
  QString m_filter;
  QString m_current;
};

}  // namespace tunescope::ui
