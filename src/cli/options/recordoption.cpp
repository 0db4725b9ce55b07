// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/recordoption.h"

#include "cli/write/safetext.h"
#include "core/strum/stringset.h"
#include "present/export/contourfile.h"
#include "present/export/fileending.h"
#include "present/report/report.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <unistd.h>

namespace tunescope::cli {

namespace {

// Why strums of it are not measured.
std::string strumReason(const std::string& id) {
  const core::Instrument* instrument = core::findInstrument(id);
  if (instrument == nullptr) return "which is no instrument";
  const auto strings = core::stringsOf(*instrument);
  if (strings.empty()) return "which has no strings";
  const auto isCourse = [](const core::InstrumentString& string) { return string.midi.size() > 1; };
  if (std::ranges::any_of(strings, isCourse)) return "whose courses of two strings cannot be told apart in a strum";
  return "which is neither a guitar nor a bass";
}

// It is replaced as a whole, by a new file in the same folder.
std::string writingProblem(const std::string& path) {
  QFileInfo target(QFile::decodeName(path.c_str()));
  if (target.isSymLink()) target.setFile(target.symLinkTarget());
  if (target.isDir()) return "it is a folder";
  if (target.exists() && !target.isFile()) return "it is no regular file";
  if (target.exists() && !target.isWritable()) return "it is read-only";
  const QByteArray folder = QFile::encodeName(target.absolutePath());
  return ::access(folder.constData(), W_OK | X_OK) == 0 ? std::string() : std::string(std::strerror(errno));
}

std::string refusal(std::string_view will, const std::string& path, std::string_view why, std::string_view instead) {
  std::string text(will);
  text.append(" write to '").append(printableName(path)).append("', because ").append(why);
  return text.append("; give the option ").append(instead);
}

}  // namespace

std::string sourceNameOf(const audio::CaptureRequest& request) {
  if (request.source == audio::SourceKind::Device) return {};
  return request.source == audio::SourceKind::Demo ? "demo" : request.path;
}

std::string takePoly(Options& options, const std::string& value) {
  options.strings = core::strumKeys(value);
  if (!options.strings.empty()) return {};
  std::string known;
  for (const core::Instrument* instrument : core::strumInstruments()) {
    if (!known.empty()) known += ", ";
    known += instrument->id;
  }
  return "--poly cannot be '" + printable(value.substr(0, 200)) + "', " + strumReason(value) +
         "; give a guitar or a bass whose strings sound one by one: " + known;
}

std::string takeExport(Options& options, const std::string& path) {
  options.exportPaths.push_back(path);
  if (present::formatOf(present::kContourFormats, path) != nullptr) return {};
  return "--export cannot be '" + printableName(path) + "'; give a file whose name ends in " +
         present::endingsOf(present::kContourFormats);
}

std::string takeReport(Options& options, const std::string& path) {
  options.reportPaths.push_back(path);
  if (present::formatOf(present::kReportFormats, path) != nullptr) return {};
  if (present::hasEnding(path, ".pdf")) {
    return "--report cannot be '" + printableName(path) +
           "', because the headless mode has no fonts to print with; give a file that ends in .html, and print that "
           "with "
           "a browser";
  }
  return "--report cannot be '" + printableName(path) + "'; give a file whose name ends in " +
         present::endingsOf(present::kReportFormats);
}

std::string targetProblem(const Options& options, std::vector<FileIdentity> taken) {
  std::vector<std::string> paths = options.exportPaths;
  paths.insert(paths.end(), options.reportPaths.begin(), options.reportPaths.end());
  if (!options.stretchPath.empty()) paths.push_back(options.stretchPath);
  const auto absolute = [](const std::string& path) {
    return QFileInfo(QFile::decodeName(path.c_str())).absoluteFilePath();
  };
  for (auto path = paths.begin(); path != paths.end(); ++path) {
    const std::string why = writingProblem(*path);
    if (!why.empty()) return refusal("cannot", *path, why, "a file that can be written");
    const auto target = identityOf(path->c_str());
    const bool isTaken = target && std::ranges::find(taken, *target) != taken.end();
    const auto isSame = [&](const std::string& other) { return absolute(other) == absolute(*path); };
    if (isTaken || std::any_of(paths.begin(), path, isSame)) {
      return refusal("will not", *path, "it is the input, or another output", "a file of its own");
    }
  }
  return {};
}

}  // namespace tunescope::cli
