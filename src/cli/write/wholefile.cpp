// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/write/wholefile.h"

#include "cli/write/safetext.h"
#include "present/wholefile.h"

#include <QFile>

namespace tunescope::cli {

std::optional<RecordFailure> writeWholeFile(const std::string& path, std::string_view text, std::string_view option) {
  const auto reason = present::writeWholeFile(QFile::decodeName(path.c_str()), text);
  if (!reason) return std::nullopt;
  return RecordFailure{ExitCode::Internal, "cannot write to '" + printableName(path) + "', because " +
                                               printable(reason->toStdString()) + "; give " + std::string(option) +
                                               " a file that can be written"};
}

}  // namespace tunescope::cli
