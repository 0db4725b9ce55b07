// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/tuningfile.h"

#include "cli/write/safetext.h"
#include "core/stretch/stretchfile.h"
#include "core/tuning/scala.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <sys/stat.h>
#include <variant>

namespace tunescope::cli {

namespace {

// 0, or errno. Opens regular files only: a FIFO would block.
int readBytes(const std::string& path, std::string& bytes) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return errno;
  if (S_ISDIR(status.st_mode)) return EISDIR;
  if (!S_ISREG(status.st_mode)) return EINVAL;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) return errno;
  std::array<char, 65536> block{};
  while (bytes.size() <= core::kMaxTuningFileBytes) {
    const std::size_t count = std::fread(block.data(), 1, block.size(), file.get());
    bytes.append(block.data(), count);
    if (count < block.size()) break;
  }
  return std::ferror(file.get()) != 0 ? EIO : 0;
}

std::string placeOf(const std::string& source, int line) {
  return source + (line > 0 ? ", line " + std::to_string(line) : "");
}

// bytes: what was read there.
TuningFile check(const analysis::Setting& setting, const std::string& option, const std::string& source,
                 const std::string& bytes) {
  TuningFile file{.text = bytes, .source = source, .bytes = bytes, .problem = {}, .remarks = {}};
  const auto scale = core::readScale(file.text);
  if (setting.name == "scale" && std::holds_alternative<core::ScaleFile>(scale)) {
    for (const core::TextProblem& remark : std::get<core::ScaleFile>(scale).remarks) {
      file.remarks.push_back(placeOf(source, remark.line) + ": " + remark.reason);
    }
  }
  if (const auto problem = setting.text.takeFile(file.text)) {
    file.problem = tuningFileProblem(option, source, *problem);
    file.text.clear();
  }
  return file;
}

}  // namespace

TuningFile readTuningFile(const analysis::Setting& setting, const std::string& option, const std::string& path) {
  const std::string source = "'" + printableName(path) + "'";
  std::string bytes;
  if (const int error = readBytes(path, bytes)) {
    return {.text = {},
            .source = source,
            .bytes = {},
            .problem = option + " cannot read " + source + ", because " +
                       (error == EINVAL ? "it is no regular file" : std::strerror(error)) +
                       "; give a file that can be read",
            .remarks = {}};
  }
  return check(setting, option, source, bytes);
}

std::string tuningFileProblem(const std::string& option, const std::string& source, const core::TextProblem& problem) {
  return option + " cannot use " + placeOf(source, problem.line) + ": " + printable(problem.reason) +
         "; correct the file, or give another one";
}

TuningFile takeTuningText(const analysis::Setting& setting, const std::string& option, const std::string& text) {
  return check(setting, option, "its text", text);
}

std::optional<std::string> otherFileAt(const std::string& path) {
  std::string bytes;
  const int error = readBytes(path, bytes);
  if (error == ENOENT) return std::nullopt;
  if (error != 0) return error == EINVAL ? "it is no regular file" : std::strerror(error);
  if (bytes.empty() || std::holds_alternative<core::PianoStretch>(core::readStretch(bytes))) return std::nullopt;
  return "it is another kind of file";
}

}  // namespace tunescope::cli
