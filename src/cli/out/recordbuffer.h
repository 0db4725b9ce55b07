// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace tunescope::cli {

// The newest records on their way from the worker to the clients of --serve. Each client reads with a cursor of its
// own. Adding never waits for a reader: when the buffer is full, the oldest record goes, and a cursor that has not
// reached it yet counts it as dropped. Thread: any. Realtime-safe: no (locks, allocates).
class RecordBuffer {
 public:
  static constexpr std::size_t kMaxRecords = 4096;  // 43 s of frames at 48 kHz
  static constexpr std::size_t kMaxBytes = std::size_t{4} << 20;

  struct Cursor {
    std::uint64_t next = 0;
    std::shared_ptr<const std::string> header{};  // to be read first; null: none, or read
  };
  struct Item {
    std::shared_ptr<const std::string> text;  // without its line end
    std::uint64_t dropped = 0;                // records before it that this cursor has missed
  };

  // Called once by add() after the buffer was read to its end, in the thread that adds. Set before the first add().
  void setWake(std::function<void()> wake) { m_wake = std::move(wake); }

  void add(std::string_view record, bool isHeader);

  // A cursor reads the newest header, if there is one, and then what is added from now on.
  Cursor join();
  void leave();
  std::optional<Item> take(Cursor& cursor) const;  // none: it has read all

  // From now on add() calls the wake again. The reader then takes what there is.
  void awaken();

 private:
  mutable std::mutex m_mutex;  // held for as long as it takes to copy a pointer
  std::deque<std::shared_ptr<const std::string>> m_records;
  std::shared_ptr<const std::string> m_header;
  std::uint64_t m_first = 0;  // number of m_records.front()
  std::size_t m_bytes = 0;
  std::size_t m_readers = 0;
  bool m_isWakePending = false;
  std::function<void()> m_wake;
};

// The record with the key `dropped` at its end, unless that is 0. record: a JSON object. Thread: any.
std::string withDropped(std::string_view record, std::uint64_t dropped);

}  // namespace tunescope::cli
