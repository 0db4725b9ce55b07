// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ring/spscring.h"

#include <cstdint>
#include <memory>

namespace tunescope::audio {

// The supervisor's hold on the ring: says who may write into it, and sees to it that the worker meets exactly one end
// for each start, whatever became of the stream. Thread: supervisor. Realtime-safe: no.
class StreamEpoch {
 public:
  explicit StreamEpoch(std::shared_ptr<core::SpscRing> ring);

  // A new stream's end of the ring; what the one before it still writes is refused from here on.
  const core::RingProducer& begin();
  // From here on nothing that the stream writes arrives.
  void revoke();
  // The stream is over. isDevice: it never puts an end mark of its own.
  void end(bool isDevice);

  // Puts the end mark that a full ring had no room for.
  void poll();
  bool needsPoll() const noexcept { return m_needsEndMark; }
  std::uint32_t number() const noexcept { return m_producer.epoch(); }

 private:
  std::shared_ptr<core::SpscRing> m_ring;
  core::RingProducer m_producer;
  bool m_needsEndMark = false;
};

}  // namespace tunescope::audio
