// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/loudnesssteps.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

// The filters of BS.1770 at any rate: De Man, "Evaluation of implementations of the EBU R128 loudness measurement",
// AES 145 (2018), as in libebur128.
constexpr double kShelfHz = 1681.974450955533;
constexpr double kShelfDb = 3.999843853973347;
constexpr double kShelfQ = 0.7071752369554196;
constexpr double kShelfSlope = 0.4996667741545416;
constexpr double kHighPassHz = 38.13547087602444;
constexpr double kHighPassQ = 0.5003270373238773;
constexpr double kOffsetLu = -0.691;
constexpr double kMinPower = 1e-20;       // -200 LUFS: silence
constexpr double kDenormalGuard = 1e-30;  // silence must not cost more than sound

}  // namespace

void LoudnessSteps::begin(double sampleRateHz, std::span<const double> weights) noexcept {
  m_channels = std::min(weights.size(), m_weights.size());
  std::copy_n(weights.begin(), m_channels, m_weights.begin());
  m_blockFrames = static_cast<std::size_t>(std::max(1L, std::lround(sampleRateHz * kBlockS)));
  const double shelf = std::tan(std::numbers::pi * std::min(0.49, kShelfHz / sampleRateHz));
  const double high = std::pow(10, kShelfDb / 20);
  const double middle = std::pow(high, kShelfSlope);
  const double shelfScale = 1 + shelf / kShelfQ + shelf * shelf;
  m_shelf = {.b0 = (high + middle * shelf / kShelfQ + shelf * shelf) / shelfScale,
             .b1 = 2 * (shelf * shelf - high) / shelfScale,
             .b2 = (high - middle * shelf / kShelfQ + shelf * shelf) / shelfScale,
             .a1 = 2 * (shelf * shelf - 1) / shelfScale,
             .a2 = (1 - shelf / kShelfQ + shelf * shelf) / shelfScale};
  const double pass = std::tan(std::numbers::pi * std::min(0.49, kHighPassHz / sampleRateHz));
  const double passScale = 1 + pass / kHighPassQ + pass * pass;
  m_highPass = {.b0 = 1,
                .b1 = -2,
                .b2 = 1,
                .a1 = 2 * (pass * pass - 1) / passScale,
                .a2 = (1 - pass / kHighPassQ + pass * pass) / passScale};
  gap();
}

void LoudnessSteps::gap() noexcept {
  m_states = {};
  m_frames = m_blocks = 0;
  m_energy = 0;
}

double LoudnessSteps::run(const Section& section, State& state, double input) noexcept {
  const double output = section.b0 * input + state.s1;
  state.s1 = section.b1 * input - section.a1 * output + state.s2;
  state.s2 = section.b2 * input - section.a2 * output;
  return output;
}

std::size_t LoudnessSteps::add(const ChannelView& frames) noexcept {
  const std::size_t count = std::min(frames.frames(), m_blockFrames - m_frames);
  const std::size_t channels = std::min(frames.channels(), m_channels);
  for (std::size_t c = 0; c < channels; ++c) {
    if (!(m_weights[c] > 0)) continue;
    std::array<State, 2> states = m_states[c];
    double energy = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const double value =
          run(m_highPass, states[1], run(m_shelf, states[0], static_cast<double>(frames.sample(i, c))));
      energy += value * value;
    }
    for (State& state : states) {
      if (!(std::abs(state.s1) + std::abs(state.s2) > kDenormalGuard)) state = {};  // one that is not a number ends too
    }
    m_states[c] = states;
    if (std::isfinite(energy)) m_energy += m_weights[c] * energy;
  }
  m_frames += count;
  return count;
}

void LoudnessSteps::finishBlock() noexcept {
  m_newest = (m_newest + 1) % m_powers.size();
  m_powers[m_newest] = m_energy / static_cast<double>(std::max<std::size_t>(1, m_frames));
  m_frames = 0;
  m_energy = 0;
  m_blocks = std::min(m_blocks + 1, m_powers.size());
}

std::optional<double> LoudnessSteps::over(std::size_t blocks) const noexcept {
  if (m_blocks < blocks) return std::nullopt;
  double sum = 0;
  for (std::size_t i = 0; i < blocks; ++i) sum += m_powers[(m_newest + m_powers.size() - i) % m_powers.size()];
  const double power = sum / static_cast<double>(blocks);
  if (!(power > kMinPower)) return std::nullopt;
  return kOffsetLu + 10 * std::log10(power);
}

}  // namespace tunescope::core
