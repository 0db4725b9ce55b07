// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/ballistics.h"
#include "core/dsp/truepeak.h"
#include "core/meterreadings.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace tunescope::core {

// All meters of one channel. Samples come in blocks of about 10 ms: add() each of one, then finishBlock(); read() after
// any of them. Thread: one at a time. Realtime-safe: lock-free.
class ChannelMeter {
 public:
  static constexpr double kBlockS = 0.01;

  ChannelMeter(const MeterScales& scales, double sampleRateHz) noexcept;

  void add(float sample) noexcept;
  void finishBlock() noexcept;
  // Peaks since the previous call.
  ChannelMeters read() noexcept;

  void setScales(const MeterScales& scales) noexcept;
  void gap() noexcept;  // windows restart; needles fall as in silence

 private:
  static constexpr std::size_t kBlocks = 100;  // 1 s
  static constexpr std::size_t kKBlocks = 60;
  struct Block {
    std::size_t frames = 0;
    double sum = 0;
    double moment = 0;  // sum of each sample times its place in the block
    double squares = 0;
    float peak = 0;
  };
  double meanSquare(std::size_t blocks) const noexcept;
  double mean() const noexcept;
  const Block& back(std::size_t age) const noexcept { return m_blocks[(m_next + kBlocks - 1 - age) % kBlocks]; }

  MeterScales m_scales;
  double m_sampleRateHz;
  TruePeakMeter m_interpolator;
  VuMovement m_vu;
  PpmMovement m_programme;
  Block m_block;
  std::array<Block, kBlocks> m_blocks{};
  std::size_t m_next = 0;    // in m_blocks
  std::size_t m_filled = 0;  // of m_blocks
  float m_peak = 0;          // since the reading before
  float m_truePeak = 0;      // since then
  unsigned m_run = 0;        // samples at full scale in a row
  std::uint64_t m_clips = 0;
};

}  // namespace tunescope::core
