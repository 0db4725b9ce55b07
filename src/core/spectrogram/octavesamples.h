// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/halfband.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tunescope::core {

// The newest samples of a signal at its rate, at half of it, a quarter and so on, each addressed by the time in samples
// of the signal, so that what is cut out of two rates has the same centre. Before the first sample there is silence.
// Thread: one at a time. Realtime-safe: lock-free, except the constructor.
class OctaveSamples {
 public:
  // octaves: how many rates. maxBlock: the longest block that add() sees. history: how far behind the newest sample
  // the end of a cut may lie, in samples of the signal; cut: samples of the longest cut, at each rate.
  OctaveSamples(std::size_t octaves, std::size_t maxBlock, std::size_t history, std::size_t cut);

  void add(std::span<const float> samples) noexcept;
  void reset() noexcept;

  // Whether a cut of that many samples around a time, in samples of the signal, is complete at that rate.
  bool has(std::size_t octave, double centre, std::size_t count) const noexcept;
  // out.size() samples around it; its middle sample is the nearest to it.
  void cut(std::size_t octave, double centre, std::span<float> out) const noexcept;
  // How many samples of the signal must have come behind a cut's centre.
  double delay(std::size_t octave, std::size_t count) const noexcept;

 private:
  struct Rate {
    std::vector<float> ring;  // a power of two
    std::int64_t written = 0;
  };

  // The place of a time at that rate.
  static double placeOf(std::size_t octave, double centre) noexcept;

  std::vector<Rate> m_rates;
  std::vector<BlockHalver> m_halvers;  // from each rate to the next
};

}  // namespace tunescope::core
