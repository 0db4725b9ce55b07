// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/recordoption.h"

#include "cli/write/safetext.h"
#include "core/strum/stringset.h"
#include "present/export/contourfile.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace tunescope::cli {

namespace {

std::string endings() {
  std::string text;
  for (std::size_t i = 0; i < present::kContourFormats.size(); ++i) {
    if (i > 0) text += i + 1 == present::kContourFormats.size() ? " or " : ", ";
    text += present::kContourFormats[i].ending;
  }
  return text;
}

// It is replaced as a whole, by a new file in the same folder.
std::string targetProblem(const std::string& path) {
  const QFileInfo target(QFile::decodeName(path.c_str()));
  if (target.isDir()) return "it is a folder";
  if (target.exists() && !target.isFile()) return "it is no regular file";
  const QByteArray folder = QFile::encodeName(target.absolutePath());
  return ::access(folder.constData(), W_OK | X_OK) == 0 ? std::string() : std::string(std::strerror(errno));
}

}  // namespace

std::string takePoly(Options& options, const std::string& value) {
  options.strings = core::strumKeys(value);
  if (!options.strings.empty()) return {};
  std::string known;
  for (const core::Instrument* instrument : core::strumInstruments()) {
    if (!known.empty()) known += ", ";
    known += instrument->id;
  }
  return "--poly cannot be '" + printable(value.substr(0, 200)) +
         "'; give a guitar or a bass whose strings sound one by one: " + known;
}

std::string takeExport(Options& options, const std::string& path) {
  options.exportPaths.push_back(path);
  if (present::contourFormatOf(path) != nullptr) return {};
  return "--export cannot be '" + printableName(path) + "'; give a file whose name ends in " + endings();
}

std::string exportTargetProblem(std::span<const std::string> paths, std::vector<FileIdentity> taken) {
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string name = "'" + printableName(paths[i]) + "'";
    const std::string why = targetProblem(paths[i]);
    if (!why.empty())
      return "cannot write to " + name + ", because " + why + "; give --export a file that can be written";
    const auto target = identityOf(paths[i].c_str());
    const bool isTaken = target && std::ranges::find(taken, *target) != taken.end();
    const auto same = [&](const std::string& other) {
      return QFileInfo(QFile::decodeName(other.c_str())).absoluteFilePath() ==
             QFileInfo(QFile::decodeName(paths[i].c_str())).absoluteFilePath();
    };
    if (isTaken || std::ranges::any_of(paths.first(i), same)) {
      return "will not write to " + name +
             ", because it is the input, or another output; give --export a file of its own";
    }
  }
  return {};
}

}  // namespace tunescope::cli
