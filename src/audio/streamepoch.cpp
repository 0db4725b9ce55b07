// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/streamepoch.h"

#include <utility>

namespace tunescope::audio {

StreamEpoch::StreamEpoch(std::shared_ptr<core::SpscRing> ring) : m_ring(std::move(ring)) {}

const core::RingProducer& StreamEpoch::begin() {
  m_needsEndMark = false;
  m_producer = core::RingProducer(m_ring);
  return m_producer;
}

void StreamEpoch::revoke() {
  m_producer = core::RingProducer(m_ring);
}

void StreamEpoch::end(bool isDevice) {
  if (!m_producer) return;
  // Sources that end by themselves have put their mark; an empty push tells, since a finished epoch refuses it. A
  // device never does, and a callback of a lost one may still be about: it is revoked instead of asked.
  if (!isDevice && m_producer.isCurrent() && m_producer.push({}) == core::PushResult::Revoked) {
    m_producer = {};
    return;
  }
  revoke();
  m_needsEndMark = true;
  poll();
}

void StreamEpoch::poll() {
  if (m_needsEndMark && m_producer.finish()) {
    m_needsEndMark = false;
    m_producer = {};
  }
}

}  // namespace tunescope::audio
