// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/out/recordbuffer.h"

#include "cli/write/numbers.h"

#include <utility>

namespace tunescope::cli {

void RecordBuffer::add(std::string_view record, bool isHeader) {
  auto text = std::make_shared<const std::string>(record);
  std::shared_ptr<const std::string> oldest;  // freed outside the lock
  bool mustWake = false;
  {
    const std::lock_guard lock(m_mutex);
    if (isHeader) m_header = text;
    m_bytes += text->size();
    m_records.push_back(std::move(text));
    while (m_records.size() > 1 && (m_records.size() > kMaxRecords || m_bytes > kMaxBytes)) {
      oldest = std::move(m_records.front());
      m_records.pop_front();
      m_bytes -= oldest->size();
      ++m_first;
    }
    mustWake = m_readers > 0 && !std::exchange(m_isWakePending, true);
  }
  if (mustWake && m_wake) m_wake();
}

RecordBuffer::Cursor RecordBuffer::join() {
  const std::lock_guard lock(m_mutex);
  ++m_readers;
  m_isWakePending = false;  // it may have stayed set since the last reader left
  return {.next = m_first + m_records.size(), .header = m_header};
}

void RecordBuffer::leave() {
  const std::lock_guard lock(m_mutex);
  --m_readers;
}

std::optional<RecordBuffer::Item> RecordBuffer::take(Cursor& cursor) const {
  if (cursor.header) return Item{.text = std::exchange(cursor.header, nullptr)};
  const std::lock_guard lock(m_mutex);
  const std::uint64_t dropped = cursor.next < m_first ? m_first - cursor.next : 0;
  const std::uint64_t next = cursor.next + dropped;
  if (next >= m_first + m_records.size()) return std::nullopt;
  cursor.next = next + 1;
  return Item{.text = m_records[next - m_first], .dropped = dropped};
}

void RecordBuffer::awaken() {
  const std::lock_guard lock(m_mutex);
  m_isWakePending = false;
}

std::string withDropped(std::string_view record, std::uint64_t dropped) {
  std::string text(record);
  if (dropped == 0 || !text.ends_with('}')) return text;
  text.pop_back();
  text += R"(,"dropped":)";
  appendInteger(text, static_cast<std::int64_t>(dropped));
  text += '}';
  return text;
}

}  // namespace tunescope::cli
