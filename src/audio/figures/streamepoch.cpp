// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/figures/streamepoch.h"

#include <utility>

namespace tunescope::audio {

StreamEpoch::StreamEpoch(std::shared_ptr<core::SpscRing> ring, std::shared_ptr<StreamFacts> facts)
    : m_ring(std::move(ring)), m_facts(std::move(facts)) {}

const StreamProducer& StreamEpoch::begin() {
  m_needsEndMark = false;
  revoke();
  return m_producer;
}

void StreamEpoch::revoke() {
  m_producer = {core::RingProducer(m_ring), m_facts};
}

void StreamEpoch::end(bool isDevice, const CaptureError& reason) {
  if (!m_producer) return;
  // Sources that end by themselves have pushed their mark; an empty push finds out, since a finished epoch refuses it.
  // A device never does, and a callback of a lost one may still be running: it is revoked instead.
  if (!isDevice && m_producer.isCurrent() && m_producer.push({}) == core::PushResult::Revoked) {
    m_producer = {};
    return;
  }
  revoke();
  m_endFacts = m_producer.leave(reason);
  m_needsEndMark = true;
  poll();
}

void StreamEpoch::poll() {
  if (m_needsEndMark && m_producer.finish(m_endFacts)) {
    m_needsEndMark = false;
    m_producer = {};
  }
}

}  // namespace tunescope::audio
