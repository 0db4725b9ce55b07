// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tone/tonewish.h"

#include <cstddef>
#include <span>

namespace tunescope::core {

// A gain that goes to another along half a cosine. Thread: one at a time. Realtime-safe: wait-free.
class SmoothGain {
 public:
  void aim(double gain, double samples) noexcept;  // from where it is now
  double next() noexcept;
  double target() const noexcept { return m_to; }
  double samples() const noexcept { return m_samples; }  // of the newest move
  bool isMoving() const noexcept { return m_at < m_samples; }

 private:
  double m_from = 0, m_to = 0, m_now = 0;
  double m_at = 0, m_samples = 0;
};

// One note of a tone: up to kTonePartials partials below 0.45 of the sample rate, summed from one phase. The phase is a
// double that wraps at 1: after an hour its error is below 1e-7 periods. Thread: one at a time. Realtime-safe:
// wait-free.
class ToneVoice {
 public:
  static constexpr double kMinRampPeriods = 3;  // a faster gain would add more than 2 % to the note's own slope

  void begin(double hertz, Timbre timbre, bool isBeat, double sampleRateHz) noexcept;
  void aim(double gain, double seconds) noexcept;
  void setBeat(const ToneBeat& beat) noexcept;
  void add(std::span<float> stereo) noexcept;  // interleaved

  double hertz() const noexcept { return m_hertz; }
  double target() const noexcept { return m_gain.target(); }
  bool isFree() const noexcept { return m_gain.target() <= 0 && !m_gain.isMoving(); }
  // The duration of the fade that it is in; 0: it is in none.
  double fadeS() const noexcept { return isFree() || m_gain.target() > 0 ? 0 : m_gain.samples() / m_sampleRateHz; }
  bool isLike(double hertz, Timbre timbre, bool isBeat) const noexcept {
    return hertz == m_hertz && timbre == m_timbre && isBeat == m_isBeat;
  }

 private:
  double nextSample() noexcept;
  double nextBeat() noexcept;

  SmoothGain m_gain;
  TonePartials m_partials{};
  std::size_t m_count = 0;  // of the audible partials
  double m_hertz = 0;
  Timbre m_timbre = Timbre::Sine;
  double m_sampleRateHz = 1;
  double m_phase = 0;  // in periods
  double m_step = 0;
  bool m_isBeat = false;
  ToneBeat m_wanted, m_beat;  // the target of the beat, and its present state
  double m_beatPhase = 0;
  double m_follow = 1;  // share of the way to the wanted beat per sample
};

}  // namespace tunescope::core
