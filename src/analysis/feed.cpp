// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/feed.h"

#include <algorithm>

namespace tunescope::analysis {

void FeedEntries::add(std::shared_ptr<FeedEntry> entry) {
  const std::lock_guard lock(m_mutex);
  if (std::ranges::find(m_entries, entry) != m_entries.end()) return;
  m_entries.push_back(std::move(entry));
  m_version.fetch_add(1, std::memory_order_release);
}

void FeedEntries::remove(const std::shared_ptr<FeedEntry>& entry) {
  const std::lock_guard lock(m_mutex);
  std::erase(m_entries, entry);
  m_version.fetch_add(1, std::memory_order_release);
}

std::vector<std::shared_ptr<FeedEntry>> FeedEntries::all() const {
  const std::lock_guard lock(m_mutex);
  return m_entries;
}

void Subscription::cancel() {
  if (const auto entry = std::exchange(m_entry, nullptr)) {
    entry->close();
    m_entries->remove(entry);
  }
}

}  // namespace tunescope::analysis
