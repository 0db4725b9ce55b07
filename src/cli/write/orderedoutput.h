// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/write/linetarget.h"

#include <condition_variable>
#include <cstddef>
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
  static constexpr std::size_t kMaxAhead = 64;  // parts that may be made before the first one is finished

  // heading: written before the first line of all. out must outlive this; only functions of finish() may write to it
  // meanwhile.
  OrderedOutput(LineTarget& out, std::size_t parts, std::string heading = {});
  ~OrderedOutput();
  OrderedOutput(const OrderedOutput&) = delete;
  OrderedOutput& operator=(const OrderedOutput&) = delete;

  // Returns when that part is less than kMaxAhead behind the first one that is not finished. Whoever asks for the parts
  // in their order and finishes each is never blocked for good.
  void await(std::size_t index);

  // Its lines; its state is that of the output, or Failed if they could not be kept. Thread: any, each part one at a
  // time.
  LineTarget& part(std::size_t index);

  // No line of that part comes any more. Calls then once its lines and all before them are written, in the thread that
  // finishes the last of those parts.
  void finish(std::size_t index, std::function<void()> then);

  int error() const;  // errno of why lines could not be kept until their turn; 0: they could

 private:
  class Part;

  LineTarget::State state() const;
  bool write(Part& part, std::string_view lines);
  bool begin(Part& part);
  void writeOut(std::string_view lines);
  void drain(Part& part);

  mutable std::mutex m_mutex;
  std::condition_variable m_moved;
  LineTarget& m_out;
  std::string m_heading;
  std::vector<std::unique_ptr<Part>> m_parts;
  std::size_t m_head = 0;  // the part that is written at once
  int m_error = 0;
};

}  // namespace tunescope::cli
