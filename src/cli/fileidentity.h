// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tunescope::cli {

// Tells one regular file or FIFO from another, whatever name or link it is reached by. Terminals and devices have no
// identity here: reading and writing the same one is no conflict.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;

  bool operator==(const FileIdentity&) const = default;
};

// Nothing when there is no such file, or it is neither a regular file nor a FIFO. Links are followed. Thread: any.
// Realtime-safe: no.
std::optional<FileIdentity> identityOf(const char* path) noexcept;
std::optional<FileIdentity> identityOf(int descriptor) noexcept;

// The files that a source is read from: the sound file, what standard input is redirected from, everything in the
// folder of a recording. Thread: any. Realtime-safe: no.
std::vector<FileIdentity> sourceFiles(const audio::CaptureRequest& request);

}  // namespace tunescope::cli
