// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/write/fileidentity.h"
#include "cli/write/linetarget.h"

#include <atomic>
#include <optional>
#include <string>
#include <string_view>

namespace tunescope::cli {

// The output: standard output or a file. Lines are written at once to pipes and terminals, and when the buffer is
// full to files. Thread: one at a time, except hurry().
class OutputStream final : public LineTarget {
 public:
  OutputStream();  // standard output
  ~OutputStream() override;

  // Writes to that file instead. Its contents stay until begin() or the first line, and a file that openFile() created
  // is removed again if neither comes. A file that standard output already writes to is continued, not emptied.
  // False: see error(); ENXIO: a FIFO without a reader.
  bool openFile(const std::string& path);

  // The regular file or FIFO that is written; none for terminals and devices.
  std::optional<FileIdentity> identity() const noexcept { return identityOf(m_descriptor); }

  bool begin() override;  // empties an existing file
  bool write(std::string_view lines) override;
  bool flush() override;

  // From now on, waits for a reader at most one second in all. Thread: any.
  void hurry() noexcept { m_isHurried.store(true, std::memory_order_relaxed); }

  State state() const noexcept override { return m_state; }
  int error() const noexcept { return m_error; }  // errno of State::Failed
  bool isTerminal() const noexcept;
  bool isBuffered() const noexcept { return m_isFile; }  // no reader waits for single lines

 private:
  bool send(std::string_view bytes);
  bool waitUntilWritable();
  void fail(int error) noexcept;
  void inspect() noexcept;

  int m_descriptor;
  bool m_isOwned = false;
  bool m_isBegun = false;
  std::string m_createdPath;  // of a file that did not exist before; empty: none
  bool m_isFile = false;
  bool m_isPollable = false;
  int m_patienceMs = 1000;
  State m_state = State::Open;
  int m_error = 0;
  std::string m_buffer;
  std::atomic<bool> m_isHurried{false};  // a flag that orders nothing else
};

}  // namespace tunescope::cli
