// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/streamfacts.h"

#include <cstdint>
#include <memory>

namespace tunescope::audio {

// The supervisor's hold on the ring: says who may write into it, and sees to it that the worker meets exactly one end
// for each start, whatever became of the stream. Thread: supervisor. Realtime-safe: no.
class StreamEpoch {
 public:
  StreamEpoch(std::shared_ptr<core::SpscRing> ring, std::shared_ptr<StreamFacts> facts);

  // A new stream's end of the ring; what the one before it still writes is refused from here on.
  const StreamProducer& begin();
  // From here on nothing that the stream writes arrives.
  void revoke();
  // The stream is over, which the worker meets with that reason (none: as it was asked for). isDevice: it never puts an
  // end mark of its own.
  void end(bool isDevice, const CaptureError& reason);

  // Puts the end mark that a full ring had no room for.
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
