// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/streamfacts.h"

#include <cstdint>
#include <memory>

namespace tunescope::audio {

// The supervisor's hold on the ring: decides who may write into it, and ensures that the worker meets exactly one end
// for each start, however the stream ended. Thread: supervisor. Realtime-safe: no.
class StreamEpoch {
 public:
  StreamEpoch(std::shared_ptr<core::SpscRing> ring, std::shared_ptr<StreamFacts> facts);

  // The producer of a new stream; the previous stream's writes are refused from here on.
  const StreamProducer& begin();
  // Refuses all further writes of the stream.
  void revoke();
  // The stream is over; the worker meets this reason (none: requested). isDevice: the source never pushes an
  // end mark of its own.
  void end(bool isDevice, const CaptureError& reason);

  // Pushes the end mark for which the ring had no room.
  void poll();
  bool needsPoll() const noexcept { return m_needsEndMark; }
  std::uint32_t number() const noexcept { return m_producer.epoch(); }

 private:
  std::shared_ptr<core::SpscRing> m_ring;
  std::shared_ptr<StreamFacts> m_facts;
  StreamProducer m_producer;
  std::uint32_t m_endFacts = 0;  // of the end mark
  bool m_needsEndMark = false;
};

}  // namespace tunescope::audio
