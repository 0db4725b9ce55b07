// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/devicelistmodel.h"

#include "ui/models/levelmodel.h"

#include <QLocale>

#include <algorithm>
#include <limits>

namespace tunescope::ui {

namespace {

QString apiName(const std::string& api) {
  if (api == "pulse") return QStringLiteral("PulseAudio");
  if (api == "alsa") return QStringLiteral("ALSA");
  if (api == "jack") return QStringLiteral("JACK");
  return QString::fromStdString(api);
}

QString detailOf(const audio::DeviceInfo& device) {
  QStringList parts;
  if (!device.api.empty() && device.api != "web") parts << apiName(device.api);
  if (device.preferredRateHz > 0) {
    parts << DeviceListModel::tr("%1 kHz").arg(QLocale::c().toString(device.preferredRateHz / 1000, 'g', 5));
  }
  if (device.inputChannels == 1) {
    parts << DeviceListModel::tr("mono");
  } else if (device.inputChannels == 2) {
    parts << DeviceListModel::tr("stereo");
  } else if (device.inputChannels > 2) {
    parts << DeviceListModel::tr("%1 channels").arg(device.inputChannels);
  }
  return parts.join(QStringLiteral(" \u00B7 "));
}

}  // namespace

DeviceListModel::DeviceListModel(QObject* parent) : QAbstractListModel(parent) {}

void DeviceListModel::setDevices(const std::vector<audio::DeviceInfo>& devices) {
  std::vector<Row> rows;
  rows.reserve(devices.size());
  for (const audio::DeviceInfo& device : devices) {
    Row row{QString::fromStdString(device.id), QString::fromStdString(device.name), detailOf(device), device.isDefault};
    const auto old = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& other) { return other.id == row.id; });
    if (old != m_rows.end()) {
      row.hasLevel = old->hasLevel;
      row.level = old->level;
    }
    rows.push_back(std::move(row));
  }
  if (rows == m_rows) return;
  beginResetModel();
  m_rows = std::move(rows);
  endResetModel();
  Q_EMIT countChanged();
  Q_EMIT currentIndexChanged();
}

void DeviceListModel::setMessage(const QString& message) {
  if (message == m_message) return;
  m_message = message;
  Q_EMIT messageChanged();
}

void DeviceListModel::setCurrent(const QString& deviceId) {
  if (deviceId == m_current) return;
  m_current = deviceId;
  notify(IsCurrentRole);
  Q_EMIT currentIndexChanged();
}

void DeviceListModel::setLevel(const QString& deviceId, std::optional<double> peakDb) {
  for (int i = 0; i < count(); ++i) {
    Row& row = m_rows[std::size_t(i)];
    if (row.id != deviceId) continue;
    row.hasLevel = true;
    row.level = LevelModel::positionOf(peakDb.value_or(-std::numeric_limits<double>::infinity()));
    Q_EMIT dataChanged(index(i), index(i), {LevelRole, HasLevelRole});
  }
}

void DeviceListModel::clearLevels() {
  for (Row& row : m_rows) {
    row.hasLevel = false;
    row.level = 0;
  }
  notify(HasLevelRole);
}

void DeviceListModel::notify(int role) {
  if (m_rows.empty()) return;
  Q_EMIT dataChanged(index(0), index(count() - 1),
                     role == HasLevelRole ? QList<int>{LevelRole, HasLevelRole} : QList<int>{role});
}

int DeviceListModel::currentIndex() const {
  const auto row = std::find_if(m_rows.begin(), m_rows.end(), [this](const Row& r) { return isCurrent(r); });
  return row == m_rows.end() ? -1 : int(row - m_rows.begin());
}

int DeviceListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant DeviceListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const Row& row = m_rows[std::size_t(index.row())];
  switch (role) {
    case IdRole:
      return row.id;
    case NameRole:
    case Qt::DisplayRole:
      return row.name;
    case DetailRole:
      return row.detail;
    case IsDefaultRole:
      return row.isDefault;
    case IsCurrentRole:
      return isCurrent(row);
    case LevelRole:
      return row.level;
    case HasLevelRole:
      return row.hasLevel;
    default:
      return {};
  }
}

QHash<int, QByteArray> DeviceListModel::roleNames() const {
  return {{IdRole, "deviceId"},         {NameRole, "name"},   {DetailRole, "detail"},    {IsDefaultRole, "isDefault"},
          {IsCurrentRole, "isCurrent"}, {LevelRole, "level"}, {HasLevelRole, "hasLevel"}};
}

}  // namespace tunescope::ui
