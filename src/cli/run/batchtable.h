// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/write/recordwriter.h"

#include <optional>
#include <string>
#include <vector>

namespace tunescope::cli {

// What became of several files: a line for each, and a table of all. Thread: one at a time.
class BatchTable {
 public:
  explicit BatchTable(const core::NameStyle& names) : m_names(names) {}

  // Adds a file and returns its line.
  std::string add(const std::string& name, const SummaryRecord& summary, const NoteSummary& notes);
  // A file that could not be read.
  void addFailed(const std::string& name);
  std::string text() const;

 private:
  using Row = std::vector<std::string>;

  core::NameStyle m_names;
  std::vector<std::string> m_titles;  // of the columns that measured records add
  std::vector<Row> m_rows;
};

}  // namespace tunescope::cli
