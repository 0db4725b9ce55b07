// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tunescope::cli {

// Identifies a regular file or FIFO, whatever name or link leads to it. Terminals and devices have no
// identity here: reading from and writing to the same one is no conflict.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;

  bool operator==(const FileIdentity&) const = default;
};

// None if there is no such file, or it is neither a regular file nor a FIFO. Follows links. Thread: any.
// Realtime-safe: no.
std::optional<FileIdentity> identityOf(const char* path) noexcept;
std::optional<FileIdentity> identityOf(int descriptor) noexcept;

// The files that a source reads: the sound file, the target of standard input's redirection, everything in the
// folder of a recording. Thread: any. Realtime-safe: no.
std::vector<FileIdentity> sourceFiles(const audio::CaptureRequest& request);

}  // namespace tunescope::cli
