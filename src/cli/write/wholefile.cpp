// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/write/wholefile.h"

#include "cli/write/safetext.h"

#include <QFile>
#include <QSaveFile>

namespace tunescope::cli {

std::optional<RecordFailure> writeWholeFile(const std::string& path, std::string_view text, std::string_view option) {
  QSaveFile file(QFile::decodeName(path.c_str()));
  const bool isWritten = file.open(QIODevice::WriteOnly) &&
                         file.write(text.data(), static_cast<qint64>(text.size())) >= 0 && file.commit();
  if (isWritten) return std::nullopt;
  return RecordFailure{ExitCode::Internal, "cannot write to '" + printableName(path) + "', because " +
                                               printable(file.errorString().toStdString()) + "; give " +
                                               std::string(option) + " a file that can be written"};
}

}  // namespace tunescope::cli
