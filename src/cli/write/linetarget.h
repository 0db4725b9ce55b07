// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace tunescope::cli {

// Where the lines of a run go. Thread: one at a time.
class LineTarget {
 public:
  enum class State {
    Open,
    Closed,  // the reader closed the pipe: no error
    Failed
  };

  LineTarget() = default;
  virtual ~LineTarget() = default;
  LineTarget(const LineTarget&) = delete;
  LineTarget& operator=(const LineTarget&) = delete;

  // From here on the output counts as written, even if no line follows. Like the others: false if the state is not
  // Open any more.
  virtual bool begin() = 0;
  // Takes whole lines.
  virtual bool write(std::string_view lines) = 0;
  virtual bool flush() = 0;
  virtual State state() const noexcept = 0;
};

}  // namespace tunescope::cli
