// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/wholefile.h"

#include <QSaveFile>

namespace tunescope::present {

// write() only fills a buffer, and commit() renames the file even if that could not be written (Qt 6.4): a full disk
// shows in flush().
std::optional<QString> writeWholeFile(const QString& path, std::string_view bytes) {
  QSaveFile file(path);
  const auto size = static_cast<qint64>(bytes.size());
  const bool isWritten = file.open(QIODevice::WriteOnly) && file.write(bytes.data(), size) == size && file.flush() &&
                         file.error() == QFileDevice::NoError && file.commit();
  if (isWritten) return std::nullopt;
  const QString reason = file.errorString();
  file.cancelWriting();
  return reason;
}

}  // namespace tunescope::present
