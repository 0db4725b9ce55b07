// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/write/fileidentity.h"

#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace tunescope::cli {

namespace {

std::optional<FileIdentity> identityIn(const struct stat& status) noexcept {
  if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode)) return std::nullopt;
  return FileIdentity{.device = static_cast<std::uint64_t>(status.st_dev),
                      .inode = static_cast<std::uint64_t>(status.st_ino)};
}

std::vector<FileIdentity> filesIn(const std::string& folder) {
  std::vector<FileIdentity> files;
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (const auto file = identityOf(at->path().c_str())) files.push_back(*file);
  }
  return files;
}

}  // namespace

std::optional<FileIdentity> identityOf(const char* path) noexcept {
  struct stat status {};
  return ::stat(path, &status) == 0 ? identityIn(status) : std::nullopt;
}

std::optional<FileIdentity> identityOf(int descriptor) noexcept {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 ? identityIn(status) : std::nullopt;
}

std::vector<FileIdentity> sourceFiles(const audio::CaptureRequest& request) {
  std::optional<FileIdentity> file;
  if (request.source == audio::SourceKind::Recording) return filesIn(request.path);
  if (request.source == audio::SourceKind::File) file = identityOf(request.path.c_str());
  if (request.source == audio::SourceKind::StandardInput) file = identityOf(STDIN_FILENO);
  return file ? std::vector{*file} : std::vector<FileIdentity>();
}

}  // namespace tunescope::cli
