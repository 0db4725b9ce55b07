// SPDX-License-Identifier: GPL-3.0-or-later
// A page has one thread, which an analysis would hold: files are played there instead.
#include "analysis/file/fileanalyser.h"

namespace tunescope::analysis {

struct FileAnalyser::Job {};

FileAnalyser::FileAnalyser(QObject* parent) : QObject(parent) {}
FileAnalyser::~FileAnalyser() = default;

bool FileAnalyser::isAvailable() noexcept {
  return false;
}

bool FileAnalyser::isRunning() const noexcept {
  return false;
}

void FileAnalyser::cancel() {}

void FileAnalyser::start(const std::string& path, const AnalysisSettings&) {
  Q_EMIT failed({.code = audio::CaptureErrorCode::Internal, .device = path, .detail = "there is no second thread"});
}

}  // namespace tunescope::analysis
