// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/signalpath.h"

#include <QAbstractListModel>
#include <QHash>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace tunescope::ui {

// The path of the sound from the device to the reading, as lines of a name and a value. Thread: gui. Realtime-safe: no.
class SignalPathModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(QString text READ text NOTIFY textChanged)

 public:
  enum Role { NameRole = Qt::UserRole + 1, ValueRole };

  using QAbstractListModel::QAbstractListModel;

  // appliedPpm: correction of the pitch for the device's clock.
  void show(const analysis::SignalPath& path, double appliedPpm = 0);

  // All lines as plain text with the program's version, for a bug report.
  QString text() const;
  Q_INVOKABLE void copy() const;  // to the clipboard

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void textChanged();

 private:
  struct Row {
    QString name, value;
    bool operator==(const Row&) const = default;
  };

  std::vector<Row> m_rows;
};

}  // namespace tunescope::ui
