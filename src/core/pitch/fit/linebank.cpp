// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/fit/linebank.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;
constexpr double kStepS = 0.08;
constexpr std::size_t kStepsInBlock = 4;

}  // namespace

LineTiming::LineTiming(double rateHz, std::size_t hop) noexcept
    : sampleRateHz(rateHz),
      hopFrames(hop),
      hopS(static_cast<double>(hop) / rateHz),
      stepHops(static_cast<std::size_t>(std::lround(kStepS / hopS))),
      blockHops(kStepsInBlock * stepHops) {
  assert(hop % kLowFrames == 0);
}

void LineTiming::decimate(std::span<const float> hop, std::span<float> low) const noexcept {
  const std::size_t count = decimation();
  const float scale = 1.0F / static_cast<float>(count);
  for (std::size_t i = 0; i < kLowFrames; ++i) {
    float sum = 0;
    for (std::size_t j = 0; j < count; ++j) sum += hop[i * count + j];
    low[i] = scale * sum;
  }
}

LineBank::LineBank(const LineTiming& timing, std::size_t lines, std::size_t blocks)
    : m_timing(timing),
      m_keep(blocks),
      m_hertz(lines),
      m_window(timing.blockHops),
      m_cos(lines * LineTiming::kLowFrames),
      m_sin(lines * LineTiming::kLowFrames),
      m_turn(lines),
      m_step(lines),
      m_sumRe(lines),
      m_sumIm(lines),
      m_hops(lines * timing.blockHops),
      m_rings(lines * blocks) {
  const auto size = static_cast<double>(m_window.size());
  for (std::size_t i = 0; i < m_window.size(); ++i) {
    m_window[i] = static_cast<float>((1 - std::cos(kTwoPi * (static_cast<double>(i) + 0.5) / size)) / size);
  }
}

void LineBank::tune(std::span<const double> hertz, std::uint64_t hop) noexcept {
  std::ranges::copy(hertz, m_hertz.begin());
  m_hop = hop;
  m_added = 0;
  m_blocks = 0;
  const auto decimation = static_cast<double>(m_timing.decimation());
  for (std::size_t k = 0; k < lines(); ++k) {
    const double w = kTwoPi * m_hertz[k] / m_timing.sampleRateHz;
    // What averaging neighbouring samples leaves of the amplitude; the average lies at their centre.
    const double kept = std::sin(decimation * w / 2) / (decimation * std::sin(w / 2));
    const double scale = 2 / (static_cast<double>(LineTiming::kLowFrames) * kept);
    for (std::size_t i = 0; i < LineTiming::kLowFrames; ++i) {
      const double phase = w * (static_cast<double>(i) * decimation + (decimation - 1) / 2);
      m_cos[i * lines() + k] = static_cast<float>(scale * std::cos(phase));
      m_sin[i * lines() + k] = static_cast<float>(-scale * std::sin(phase));
    }
    const double turns = m_hertz[k] * m_timing.hopS;
    m_step[k] = std::polar(1.0, -kTwoPi * turns);
    m_turn[k] = std::polar(1.0, -kTwoPi * std::fmod(turns * static_cast<double>(hop), 1.0));
  }
}

bool LineBank::add(std::span<const float> low) noexcept {
  const std::size_t count = lines();
  std::ranges::fill(m_sumRe, 0.0F);
  std::ranges::fill(m_sumIm, 0.0F);
  for (std::size_t i = 0; i < LineTiming::kLowFrames; ++i) {
    const float x = low[i];
    const float* c = m_cos.data() + i * count;
    const float* s = m_sin.data() + i * count;
    for (std::size_t k = 0; k < count; ++k) {
      m_sumRe[k] += x * c[k];
      m_sumIm[k] += x * s[k];
    }
  }
  std::complex<float>* out = m_hops.data() + static_cast<std::size_t>(m_hop % m_timing.blockHops) * count;
  for (std::size_t k = 0; k < count; ++k) {
    const auto re = static_cast<float>(m_turn[k].real());
    const auto im = static_cast<float>(m_turn[k].imag());
    out[k] = {re * m_sumRe[k] - im * m_sumIm[k], re * m_sumIm[k] + im * m_sumRe[k]};
    m_turn[k] *= m_step[k];
  }
  ++m_hop;
  ++m_added;
  if (m_hop % m_timing.stepHops != 0 || m_added < m_timing.blockHops) return false;
  finishBlock();
  return true;
}

void LineBank::finishBlock() noexcept {
  m_newest = (m_newest + 1) % m_keep;
  m_blocks = std::min(m_blocks + 1, m_keep);
  std::complex<double>* out = m_rings.data() + m_newest * lines();
  std::fill_n(out, lines(), 0.0);
  for (std::size_t i = 0; i < m_timing.blockHops; ++i) {
    // The oldest hop of the block is where the next one will be written.
    const std::complex<float>* hop =
        m_hops.data() + static_cast<std::size_t>((m_hop + i) % m_timing.blockHops) * lines();
    for (std::size_t k = 0; k < lines(); ++k) out[k] += std::complex<double>(hop[k] * m_window[i]);
  }
  m_newestCentreS = (static_cast<double>(m_hop) - static_cast<double>(m_timing.blockHops) / 2) * m_timing.hopS;
}

std::complex<double> LineBank::block(std::size_t back, std::size_t line) const noexcept {
  assert(back < m_blocks);
  return m_rings[(m_newest + m_keep - back) % m_keep * lines() + line];
}

std::complex<double> LineBank::heard(std::size_t back, std::size_t line) const noexcept {
  return block(back, line) * std::polar(1.0, kTwoPi * std::fmod(m_hertz[line] * centreS(back), 1.0));
}

double LineBank::centreS(std::size_t back) const noexcept {
  return m_newestCentreS - static_cast<double>(back) * m_timing.stepS();
}

}  // namespace tunescope::core
