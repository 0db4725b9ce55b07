// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/stream/streamreader.h"

#include <algorithm>
#include <span>
#include <utility>

namespace tunescope::analysis {

StreamReader::StreamReader(std::shared_ptr<core::SpscRing> ring, const AnalysisSettings& settings,
                           std::shared_ptr<audio::StreamFacts> facts)
    : HopReader(settings, std::move(facts)), m_consumer(std::move(ring)) {}

std::size_t StreamReader::read(AnalysisSink& sink, std::size_t maxFrames) {
  std::size_t taken = 0;
  while (taken < maxFrames) {
    while (const auto next = m_consumer.takeMark()) mark(*next, sink);
    const std::span<float> free = room(sink);
    const std::size_t count = m_consumer.read(free);
    if (count == 0) break;
    taken += count;
    filled(free.first(count * frameWidth()), m_consumer.position(), sink);
  }
  return taken;
}

void StreamReader::catchUp(AnalysisSink& sink, std::size_t maxFrames) {
  for (std::size_t left = m_consumer.waitingSamples(); left > 0;) {
    const std::size_t taken = read(sink, std::min(left, maxFrames));
    if (taken == 0) break;
    left -= std::min(left, taken * frameWidth());
  }
}

}  // namespace tunescope::analysis
