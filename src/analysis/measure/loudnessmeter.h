// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/channelview.h"
#include "core/dsp/gatedloudness.h"
#include "core/meterreadings.h"
#include "core/ring/framelayout.h"
#include "core/speaker.h"

#include <cstdint>
#include <ebur128.h>
#include <memory>
#include <span>

namespace tunescope::analysis {

// Loudness of all channels of a stream. libebur128 weights them and gives momentary and short-term values; gates, range
// and maxima are our own, since it keeps no maxima, its histogram costs up to .05 LU, and it would gate blocks that
// span a gap. Samples come in blocks of 10 ms, the step that EBU Tech 3341's test 13 needs. Thread: worker.
// Realtime-safe: no.
class LoudnessMeter {
 public:
  static constexpr int kBlocksPerSecond = 100;

  // speakers: of the source's channels; empty: the usual order.
  void begin(const core::FrameLayout& layout, std::span<const core::Speaker> speakers, double sampleRateHz);
  void setDualMono(bool isDualMono) noexcept;  // of one channel only
  // While it does not integrate, gated values and maxima stand; then they take windows that begin later only.
  void setIntegrating(bool isIntegrating) noexcept { m_isIntegrating = isIntegrating; }
  void add(const core::ChannelView& part) noexcept;
  void finishBlock() noexcept;
  // Momentary and short-term restart after it, without the interrupted block; gated values continue.
  void gap() noexcept;

  const core::LoudnessReading& reading() const noexcept { return m_reading; }

 private:
  struct Deleter {
    void operator()(ebur128_state* state) const noexcept;
  };
  std::optional<double> measure(int (*call)(ebur128_state*, double*), std::uint64_t blocks) noexcept;
  void integrate() noexcept;

  std::unique_ptr<ebur128_state, Deleter> m_state;
  core::FrameLayout m_layout;
  int m_role = 0;                    // of libebur128, of a single channel
  core::GatedLoudness m_gated;       // of momentary values every 100 ms
  core::GatedLoudness m_shortTerms;  // every 100 ms
  core::LoudnessReading m_reading;
  std::uint64_t m_blocksSinceGap = 0;
  std::uint64_t m_blocksInRow = 0;  // that were integrated, since a gap or a pause
  std::uint64_t m_integrated = 0;   // blocks, since the start
  bool m_isIntegrating = true;
  bool m_isCut = false;  // the present block
};

}  // namespace tunescope::analysis
