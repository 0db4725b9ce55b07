// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/out/recordbuffer.h"
#include "cli/write/recordwriter.h"

#include <memory>

namespace tunescope::cli {

// Writes what main writes (null: nothing), and adds what json writes to records. Thread: worker.
std::unique_ptr<RecordWriter> makeServeWriter(std::unique_ptr<RecordWriter> main, std::unique_ptr<RecordWriter> json,
                                              std::shared_ptr<RecordBuffer> records);

}  // namespace tunescope::cli
