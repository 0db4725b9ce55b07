// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tunescope::core {

// How the sound is arranged for a bank of lines: each hop is averaged down to 64 samples (4 to 8 kHz), a block is about
// a third of a second of hops, and a block begins every quarter of that.
struct LineTiming {
  static constexpr std::size_t kLowFrames = 64;

  LineTiming(double rateHz, std::size_t hop) noexcept;

  double sampleRateHz;
  std::size_t hopFrames;
  double hopS;
  std::size_t stepHops;   // from block to block
  std::size_t blockHops;  // four steps

  std::size_t decimation() const noexcept { return hopFrames / kLowFrames; }
  double stepS() const noexcept { return static_cast<double>(stepHops) * hopS; }
  // Number of hops that this many blocks cover.
  std::size_t hopsOf(std::size_t blocks) const noexcept { return (blocks - 1) * stepHops + blockHops; }
  // Averages a hop down to kLowFrames samples.
  void decimate(std::span<const float> hop, std::span<float> low) const noexcept;
};

// The complex amplitudes of sinusoids at given frequencies, block by block under a Hann window, relative to the start
// of time: A of Re(A exp(2 pi i f t)). A line that is off its frequency by d turns by d * stepS() from block to block.
// Thread: one at a time. Realtime-safe: wait-free after construction.
class LineBank {
 public:
  LineBank(const LineTiming& timing, std::size_t lines, std::size_t blocks);

  // Forgets all blocks; the next hop to be added has this number.
  void tune(std::span<const double> hertz, std::uint64_t hop) noexcept;
  // low: the next hop, averaged down. Returns true if that completes a block.
  bool add(std::span<const float> low) noexcept;

  std::size_t lines() const noexcept { return m_hertz.size(); }
  std::size_t blocks() const noexcept { return m_blocks; }  // completed since tune(), up to the number that is kept
  double hertz(std::size_t line) const noexcept { return m_hertz[line]; }
  // back: 0 is the newest.
  std::complex<double> block(std::size_t back, std::size_t line) const noexcept;
  double centreS(std::size_t back) const noexcept;
  // The phasor at the centre of the block.
  std::complex<double> heard(std::size_t back, std::size_t line) const noexcept;

 private:
  void finishBlock() noexcept;

  LineTiming m_timing;
  std::size_t m_keep;
  std::vector<double> m_hertz;
  std::vector<float> m_window;  // over the hops of a block; sums to 1
  std::vector<float> m_cos;     // [frame of the hop][line]
  std::vector<float> m_sin;
  std::vector<std::complex<double>> m_turn;  // of the next hop
  std::vector<std::complex<double>> m_step;  // from hop to hop
  std::vector<float> m_sumRe, m_sumIm;
  std::vector<std::complex<float>> m_hops;    // [hop of the block, in a ring][line]
  std::vector<std::complex<double>> m_rings;  // [block, in a ring][line]
  std::uint64_t m_hop = 0;
  std::uint64_t m_added = 0;  // hops since tune()
  std::size_t m_blocks = 0;
  std::size_t m_newest = 0;
  double m_newestCentreS = 0;
};

}  // namespace tunescope::core
