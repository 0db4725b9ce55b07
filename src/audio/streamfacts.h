// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"
#include "core/ring/spscring.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <variant>

namespace tunescope::audio {

// What is known of a stream and does not fit into a mark of the ring: its format, or why it ended. A source stores it
// here before it pushes the mark that carries its number; the reader of the mark finds it. So facts arrive in order
// with the samples. Thread: source or supervisor or worker. Realtime-safe: no (allocates under a lock).
class StreamFacts {
 public:
  std::uint32_t leave(CaptureFormat format) { return add(std::move(format)); }
  std::uint32_t leave(CaptureError reason) { return reason ? add(std::move(reason)) : 0; }

  // The fact of a mark; none for 0. Earlier facts are dropped: marks arrive in the order of their facts,
  // except those of revoked streams, whose marks do not arrive.
  std::optional<CaptureFormat> format(std::uint32_t number) { return find<CaptureFormat>(number); }
  CaptureError reason(std::uint32_t number) { return find<CaptureError>(number).value_or(CaptureError{}); }

 private:
  using Fact = std::variant<CaptureFormat, CaptureError>;

  std::uint32_t add(Fact fact) {
    const std::lock_guard lock(m_mutex);
    m_facts.emplace_back(++m_newest, std::move(fact));
    return m_newest;
  }

  template <class Kind>
  std::optional<Kind> find(std::uint32_t number) {
    const std::lock_guard lock(m_mutex);
    if (number == 0) return std::nullopt;
    while (!m_facts.empty() && m_facts.front().first < number) m_facts.pop_front();
    if (m_facts.empty() || m_facts.front().first != number) return std::nullopt;
    const Kind* fact = std::get_if<Kind>(&m_facts.front().second);
    return fact != nullptr ? std::optional<Kind>(*fact) : std::nullopt;
  }

  std::mutex m_mutex;
  std::deque<std::pair<std::uint32_t, Fact>> m_facts;  // under m_mutex; by number
  std::uint32_t m_newest = 0;                          // under m_mutex
};

// The producer of one stream, and the store of its facts.
class StreamProducer : public core::RingProducer {
 public:
  StreamProducer() = default;
  StreamProducer(core::RingProducer ring,
                 std::shared_ptr<StreamFacts> facts = {})  // NOLINT(google-explicit-constructor)
      : core::RingProducer(std::move(ring)), m_facts(std::move(facts)) {}

  // The fact's number for a mark of the ring. Thread: source or supervisor. Realtime-safe: no.
  std::uint32_t leave(const CaptureFormat& format) const { return m_facts ? m_facts->leave(format) : 0; }
  std::uint32_t leave(const CaptureError& reason) const { return m_facts ? m_facts->leave(reason) : 0; }

 private:
  std::shared_ptr<StreamFacts> m_facts;
};

}  // namespace tunescope::audio
