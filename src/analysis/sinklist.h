// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace tunescope::analysis {

// Sinks in the order in which they were added, each once; not owned. A sink may add and remove sinks, itself included,
// while it is called: a new one gets the next event, a removed one nothing more.
// Thread: one at a time (the worker). Realtime-safe: no.
template <class Sink>
class SinkList {
 public:
  // False: it was already in the list.
  bool add(Sink* sink) {
    if (contains(sink)) return false;
    m_sinks.push_back(sink);
    return true;
  }
  void remove(const Sink* sink) {
    std::replace(m_sinks.begin(), m_sinks.end(), const_cast<Sink*>(sink), static_cast<Sink*>(nullptr));
    if (m_depth == 0) compact();
  }
  bool contains(const Sink* sink) const {
    return sink != nullptr && std::find(m_sinks.begin(), m_sinks.end(), sink) != m_sinks.end();
  }
  bool isEmpty() const noexcept {
    return std::all_of(m_sinks.begin(), m_sinks.end(), [](const Sink* sink) { return sink == nullptr; });
  }

  template <class Call>
  void each(Call call) {
    if (m_sinks.empty()) return;
    ++m_depth;
    const std::size_t count = m_sinks.size();
    for (std::size_t i = 0; i < count; ++i) {
      if (Sink* sink = m_sinks[i]) call(*sink);
    }
    if (--m_depth == 0) compact();
  }

 private:
  void compact() { m_sinks.erase(std::remove(m_sinks.begin(), m_sinks.end(), nullptr), m_sinks.end()); }

  std::vector<Sink*> m_sinks;  // null: removed during a call
  std::size_t m_depth = 0;     // of calls under way
};

}  // namespace tunescope::analysis
