// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hum/humfit.h"
#include "core/hum/mains.h"
#include "core/pitch/fit/linebank.h"

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tunescope::core {

// Removes mains hum from the sound: finds its frequency and the complex amplitudes of its harmonics while there is no
// note, and subtracts these sinusoids; there is no filter. During a note the amplitudes stay constant, and the phase is
// tracked on harmonics well apart from the note's partials. A harmonic is dropped when subtracting it no longer lowers
// the power at its line. If no hum is found, the samples stay unchanged, bit for bit.
// Thread: one at a time. Realtime-safe: wait-free after construction.
class MainsHum {
 public:
  // hopFrames: a multiple of 64; 8 to 16 ms.
  MainsHum(Mains mains, double sampleRateHz, std::size_t hopFrames);

  // For each hop in turn: subtract() removes the known hum. After the rest has been analysed, learn() takes the result
  // of the analysis and learns from the original hop.
  void subtract(std::span<float> hop) noexcept;
  // noteHz: of the present note, if there is one. changed: an attack, or a different note from the previous hop.
  void learn(std::optional<double> noteHz, bool changed) noexcept;

  void reset() noexcept;

  // The hum that is being subtracted; none: nothing.
  std::optional<Hum> hum() const noexcept;
  double power() const noexcept;  // its power; 0: nothing

 private:
  using LineMask = std::uint32_t;
  static_assert(kHumLines <= 32);
  static constexpr LineMask kAllLines = (LineMask{1} << kHumLines) - 1;
  static constexpr std::size_t kBlocks = 13;  // number kept: 1.3 s
  static constexpr std::size_t kFewBlocks = 7;

  LineMask linesBeside(double noteHz) const noexcept;
  std::size_t quietBlocks() const noexcept;
  void evaluate() noexcept;
  void scout() noexcept;
  void tune(double hertz) noexcept;
  bool isGone() noexcept;
  void refit() noexcept;
  void adopt(const HumFit& fit) noexcept;
  void dropLostLines() noexcept;
  void follow() noexcept;
  void addWave(const Hum& hum, double timeS, float from, float to) noexcept;

  Mains m_mains;
  LineTiming m_timing;
  LineBank m_scouts;         // 50, 100, 60, 120 Hz
  LineBank m_lines;          // all harmonics, once hum has been found
  std::vector<float> m_low;  // hops averaged down, in a ring
  std::vector<float> m_wave;
  std::vector<LineMask> m_hopMasks;              // lines that no note disturbs, in the hops of the last block
  std::array<LineMask, kBlocks> m_blockMasks{};  // and in the last blocks; 0 is the newest
  std::uint64_t m_hop = 0;                       // hops learned from
  std::size_t m_quietHops = 0;                   // since the last note or attack
  double m_nominalHz = 0;                        // of the hum that was found; 0: none
  std::uint64_t m_heardAt = 0;                   // last hop with hum
  std::optional<Hum> m_hum;
  std::optional<Hum> m_before;  // of the last hop
  bool m_isNew = false;         // m_hum differs from m_before
  std::array<double, kHumLines> m_noise{};
  std::array<std::uint8_t, kHumLines> m_lost{};  // blocks in which the line did not match its estimate
  int m_goneBlocks = 0;
};

}  // namespace tunescope::core
