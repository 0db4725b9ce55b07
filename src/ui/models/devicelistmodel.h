// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"

#include <QAbstractListModel>
#include <QHash>
#include <QtQml/qqmlregistration.h>

#include <optional>
#include <vector>

namespace tunescope::ui {

// The inputs for the picker, each with its live level. Thread: gui. Realtime-safe: no.
class DeviceListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(int count READ count NOTIFY countChanged)
  Q_PROPERTY(QString message READ message NOTIFY messageChanged)
  Q_PROPERTY(int currentIndex READ currentIndex NOTIFY currentIndexChanged)

 public:
  enum Role {
    IdRole = Qt::UserRole + 1,
    NameRole,
    DetailRole,  // "PulseAudio, 48 kHz, stereo"
    IsDefaultRole,
    IsCurrentRole,
    LevelRole,    // 0 to 1 along a meter of 60 dB
    HasLevelRole  // false until samples arrive from it: no level, not a level of zero
  };

  explicit DeviceListModel(QObject* parent = nullptr);

  // Same inputs in the same order keep their rows and levels.
  void setDevices(const std::vector<audio::DeviceInfo>& devices);
  void setMessage(const QString& message);   // why there is nothing to choose from; empty: there is
  void setCurrent(const QString& deviceId);  // empty: the default one
  void setLevel(const QString& deviceId, std::optional<double> peakDb);  // none: digital silence
  void clearLevels();

  int count() const { return int(m_rows.size()); }
  QString message() const { return m_message; }
  int currentIndex() const;  // -1: none of them

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void countChanged();
  void messageChanged();
  void currentIndexChanged();

 private:
  struct Row {
    QString id, name, detail;
    bool isDefault = false;
    bool hasLevel = false;
    double level = 0;
    bool operator==(const Row&) const = default;
  };
  bool isCurrent(const Row& row) const { return m_current.isEmpty() ? row.isDefault : row.id == m_current; }
  void notify(int role);

  std::vector<Row> m_rows;
  QString m_current;
  QString m_message;
};

}  // namespace tunescope::ui
