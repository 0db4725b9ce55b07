// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tone/tonevoice.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kHighestOfRate = 0.45;
constexpr double kBeatFollowsS = 0.05;
constexpr double kTurn = 2 * std::numbers::pi;

}  // namespace

void SmoothGain::aim(double gain, double samples) noexcept {
  if (gain == m_to) return;
  m_from = m_now;
  m_to = gain;
  m_at = 0;
  m_samples = samples;
}

double SmoothGain::next() noexcept {
  if (!isMoving()) return m_now;
  m_at += 1;
  m_now = isMoving() ? m_from + (m_to - m_from) * (1 - std::cos(std::numbers::pi * m_at / m_samples)) / 2 : m_to;
  return m_now;
}

void ToneVoice::begin(double hertz, Timbre timbre, bool isBeat, double sampleRateHz) noexcept {
  *this = ToneVoice();
  m_hertz = hertz;
  m_timbre = timbre;
  m_isBeat = isBeat;
  m_sampleRateHz = sampleRateHz;
  m_step = hertz / sampleRateHz;
  m_partials = tonePartials(timbre, hertz);
  m_follow = 1 - std::exp(-1 / (kBeatFollowsS * sampleRateHz));
  m_count = std::min(kTonePartials, static_cast<std::size_t>(kHighestOfRate / m_step));
  while (m_count > 0 && m_partials[m_count - 1] <= 0) --m_count;
}

void ToneVoice::aim(double gain, double seconds) noexcept {
  m_gain.aim(gain, seconds * m_sampleRateHz);
}

void ToneVoice::setBeat(const ToneBeat& beat) noexcept {
  if (m_wanted.hertz <= 0) m_beat = beat;  // the first beat takes effect at once, while the voice is silent
  m_wanted = beat;
}

// Chebyshev's recurrence: sin((n + 1)x) = 2 cos(x) sin(nx) - sin((n - 1)x).
double ToneVoice::nextSample() noexcept {
  const double angle = kTurn * m_phase;
  const double factor = 2 * std::cos(angle);
  double before = 0;
  double now = std::sin(angle);
  double sum = 0;
  for (std::size_t i = 0; i < m_count; ++i) {
    sum += m_partials[i] * now;
    const double next = factor * now - before;
    before = now;
    now = next;
  }
  m_phase += m_step;
  m_phase -= std::floor(m_phase);
  return sum;
}

double ToneVoice::nextBeat() noexcept {
  m_beat.beatsPerS += m_follow * (m_wanted.beatsPerS - m_beat.beatsPerS);
  m_beat.depth += m_follow * (m_wanted.depth - m_beat.depth);
  m_beat.pan += m_follow * (m_wanted.pan - m_beat.pan);
  m_beatPhase += m_beat.beatsPerS / m_sampleRateHz;
  m_beatPhase -= std::floor(m_beatPhase);
  return 1 - m_beat.depth * (1 - std::cos(kTurn * m_beatPhase)) / 2;
}

void ToneVoice::add(std::span<float> stereo) noexcept {
  for (std::size_t i = 0; i + 1 < stereo.size(); i += 2) {
    double value = m_gain.next() * nextSample();
    double left = 1;
    double right = 1;
    if (m_isBeat) {
      value *= nextBeat();
      left = 1 - std::max(0.0, m_beat.pan);
      right = 1 + std::min(0.0, m_beat.pan);
    }
    stereo[i] += static_cast<float>(value * left);
    stereo[i + 1] += static_cast<float>(value * right);
  }
}

}  // namespace tunescope::core
