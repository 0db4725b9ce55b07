// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/write/linetarget.h"

#include <cstddef>
#include <cstdio>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace tunescope::cli {

// The output of several parts that are made at the same time, in their order: the first one that is not finished
// is written at once, the lines of those behind it wait, beyond a megabyte in a temporary file. Thread: any.
class OrderedOutput {
 public:
  // out must outlive this, and nobody else writes to it meanwhile.
  OrderedOutput(LineTarget& out, std::size_t parts);
  ~OrderedOutput();
  OrderedOutput(const OrderedOutput&) = delete;
  OrderedOutput& operator=(const OrderedOutput&) = delete;

  // Its lines; its state is that of the output. Thread: any, each part one at a time.
  LineTarget& part(std::size_t index);

  // No line of that part comes any more. Calls then once its lines and all before them are written, in the thread that
  // finishes the last of those parts.
  void finish(std::size_t index, std::function<void()> then);

 private:
  class Part;

  bool write(Part& part, std::string_view lines);
  void advance();

  std::mutex m_mutex;
  LineTarget& m_out;
  std::vector<std::unique_ptr<Part>> m_parts;
  std::size_t m_head = 0;  // the part that is written at once
};

}  // namespace tunescope::cli
