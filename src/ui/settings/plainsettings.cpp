// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/plainsettings.h"

#include <QByteArray>
#include <QIODevice>

namespace tunescope::ui {

namespace {

constexpr qint64 kMaxBytes = 1 << 20;

bool readLines(QIODevice& device, QSettings::SettingsMap& map) {
  const QList<QByteArray> lines = device.read(kMaxBytes).split('\n');
  for (const QByteArray& raw : lines) {
    const QByteArray line = raw.trimmed();
    const qsizetype equals = line.indexOf('=');
    if (equals <= 0 || line.startsWith('[') || line.startsWith(';') || line.startsWith('#')) continue;
    map.insert(QString::fromUtf8(QByteArray::fromPercentEncoding(line.left(equals))),
               QString::fromUtf8(QByteArray::fromPercentEncoding(line.mid(equals + 1))));
  }
  return true;
}

bool writeLines(QIODevice& device, const QSettings::SettingsMap& map) {
  for (auto entry = map.cbegin(); entry != map.cend(); ++entry) {
    const QByteArray line = entry.key().toUtf8().toPercentEncoding("/") + '=' +
                            entry.value().toString().toUtf8().toPercentEncoding(":/#,()") + '\n';
    if (device.write(line) != line.size()) return false;
  }
  return true;
}

}  // namespace

QSettings::Format plainSettings() {
  static const QSettings::Format format = QSettings::registerFormat(QStringLiteral("ini"), &readLines, &writeLines);
  return format;
}

}  // namespace tunescope::ui
