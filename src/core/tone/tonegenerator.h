// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tone/tonevoice.h"
#include "core/tone/tonewish.h"

#include <array>
#include <cstddef>
#include <span>

namespace tunescope::core {

// The samples of a reference tone. New notes fade in while removed ones fade out, in the same time and along the same
// curve, so that all gains together never exceed those of the two tones, and each note keeps its phase: no change
// causes a step above the tone's own slope. wasm/worklet/tone.js does the same in a browser (decisions/0047). Thread:
// one at a time. Realtime-safe: wait-free.
class ToneGenerator {
 public:
  explicit ToneGenerator(double sampleRateHz) noexcept : m_sampleRateHz(sampleRateHz) {}

  void setWish(const ToneWish& wish) noexcept;    // takes effect with the next block
  void render(std::span<float> stereo) noexcept;  // whole frames of left and right, interleaved; any number
  bool isSilent() const noexcept;                 // nothing sounds, nor will without another request

 private:
  // Notes that fade out need room too. A note without room begins when one has faded out.
  static constexpr std::size_t kVoices = 4 * kMaxToneNotes;

  using Gains = std::array<double, kVoices>;

  void follow() noexcept;
  std::size_t voiceFor(double hertz, bool isBeat, const Gains& gains) noexcept;
  double rampS(const Gains& gains) const noexcept;

  double m_sampleRateHz;
  ToneWish m_wish;
  std::array<ToneVoice, kVoices> m_voices{};
};

}  // namespace tunescope::core
