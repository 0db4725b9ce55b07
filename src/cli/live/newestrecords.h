// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/write/recordwriter.h"

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace tunescope::cli {

// The text of the newest record of each kind in kRecordKinds, on its way to the live display. Thread: any.
// Realtime-safe: no.
class NewestRecords {
 public:
  void set(const MeasuredRecord& record);
  std::vector<std::string> texts() const;  // one line each, in the order in which the kinds first came

 private:
  mutable std::mutex m_mutex;
  std::vector<std::pair<const MeasuredRecord*, std::string>> m_texts;  // under m_mutex
};

// Writes nothing: it hands measured records to the display.
std::unique_ptr<RecordWriter> makeDisplayWriter(std::shared_ptr<NewestRecords> records);

}  // namespace tunescope::cli
