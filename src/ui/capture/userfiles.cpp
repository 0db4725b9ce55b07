// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/capture/userfiles.h"

#include "present/wholefile.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace tunescope::ui {

UserFiles::UserFiles(QObject* parent) : QObject(parent), m_folder(defaultFolder()) {}

QString UserFiles::defaultFolder() {
  const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  return QDir(documents.isEmpty() ? QDir::homePath() : documents).filePath(QStringLiteral("Tunescope"));
}

QByteArray UserFiles::read(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.read(kMaxBytes + 1) : QByteArray();
}

QString UserFiles::save(const QString& stem, const QString& ending, const QByteArray& bytes, QString& problem) {
  if (m_isPage) {
    QString name = stem + QLatin1Char('.') + ending;
    Q_EMIT downloadRequested(name, bytes);
    return name;
  }
  const QDir folder(m_folder);
  if (!folder.mkpath(QStringLiteral("."))) {
    problem = tr("The folder %1 cannot be made. Check who may write there.").arg(m_folder);
    return {};
  }
  QString path = folder.filePath(stem + QLatin1Char('.') + ending);
  for (int number = 2; QFile::exists(path); ++number)
    path = folder.filePath(QStringLiteral("%1 %2.%3").arg(stem).arg(number).arg(ending));
  const auto reason = present::writeWholeFile(path, {bytes.data(), static_cast<std::size_t>(bytes.size())});
  if (!reason) return path;
  problem = tr("%1 cannot be written: %2.").arg(path, *reason);
  return {};
}

}  // namespace tunescope::ui
