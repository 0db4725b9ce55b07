// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/channelmeter.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tunescope::core {

namespace {

constexpr float kClippedFrom = 32767.0F / 32768.0F;  // full scale of 16 bits
constexpr unsigned kClipRun = 3;
constexpr std::size_t kProgrammeSteps = 4;
constexpr double kSilentBelow = 1e-10;  // amplitude: -200 dBFS

std::optional<double> decibels(double amplitude, double reference = 0) noexcept {
  if (!(amplitude > kSilentBelow)) return std::nullopt;
  return 20 * std::log10(amplitude) - reference;
}

PpmMovement::Type typeOf(PpmKind kind) noexcept {
  return kind == PpmKind::Din ? PpmMovement::Type::I : PpmMovement::Type::II;
}

}  // namespace

// The programme meter gets four interpolated values per sample: at a third of the rate the samples alone miss
// its peaks by up to 1.25 dB.
ChannelMeter::ChannelMeter(const MeterScales& scales, double sampleRateHz) noexcept
    : m_scales(scales),
      m_sampleRateHz(sampleRateHz),
      m_vu(sampleRateHz),
      m_programme(typeOf(scales.ppm), kProgrammeSteps * sampleRateHz) {}

void ChannelMeter::setScales(const MeterScales& scales) noexcept {
  if (scales.ppm != m_scales.ppm) m_programme = PpmMovement(typeOf(scales.ppm), kProgrammeSteps * m_sampleRateHz);
  m_scales = scales;
}

void ChannelMeter::add(float sample) noexcept {
  const float magnitude = std::abs(sample);
  const double value = static_cast<double>(sample);
  m_block.moment += value * static_cast<double>(m_block.frames);
  ++m_block.frames;
  m_block.sum += value;
  m_block.squares += value * value;
  m_block.peak = std::max(m_block.peak, magnitude);
  m_run = magnitude >= kClippedFrom ? m_run + 1 : 0;
  if (m_run == kClipRun) ++m_clips;
  m_truePeak = std::max({m_truePeak, magnitude, m_interpolator.add(sample)});
  m_vu.add(sample);
  const std::span wave = m_interpolator.values();
  for (std::size_t i = 0; i < wave.size(); i += wave.size() / kProgrammeSteps) m_programme.add(wave[i]);
}

void ChannelMeter::finishBlock() noexcept {
  m_blocks[m_next] = std::exchange(m_block, {});
  m_peak = std::max(m_peak, m_blocks[m_next].peak);
  m_next = (m_next + 1) % kBlocks;
  m_filled = std::min(m_filled + 1, kBlocks);
}

ChannelMeters ChannelMeter::read() noexcept {
  const double rms = std::sqrt(meanSquare(kBlocks));
  float peak = 0;
  for (std::size_t i = 0; i < m_filled; ++i) peak = std::max(peak, back(i).peak);
  ChannelMeters reading;
  reading.rmsDb = decibels(rms);
  reading.peakDb = decibels(static_cast<double>(std::exchange(m_peak, 0.0F)));
  reading.truePeakDb = decibels(static_cast<double>(std::exchange(m_truePeak, 0.0F)));
  reading.vuDb = decibels(m_vu.value(), m_scales.vuZeroDbfs);
  reading.ppmDb = decibels(m_programme.takeHighest(), ppmReferenceDb(m_scales.ppm));
  reading.kDb = decibels(std::sqrt(meanSquare(kKBlocks)), kReferenceDb(m_scales.k) + kFullScaleSineDb);
  reading.dcDb = decibels(std::abs(mean()));
  if (reading.rmsDb) reading.crestDb = 20 * std::log10(static_cast<double>(peak) / rms);
  reading.clips = m_clips;
  return reading;
}

double ChannelMeter::meanSquare(std::size_t blocks) const noexcept {
  double squares = 0;
  std::size_t frames = 0;
  for (std::size_t i = 0; i < std::min(blocks, m_filled); ++i) {
    squares += back(i).squares;
    frames += back(i).frames;
  }
  return frames == 0 ? 0 : squares / static_cast<double>(frames);
}

// Weighted by a triangle over all blocks, which is exact by the blocks' moments: over one second it takes a tone of 1
// kHz down by 128 dB.
double ChannelMeter::mean() const noexcept {
  const std::size_t pairs = m_filled / 2;
  if (pairs == 0) return m_filled == 0 ? 0 : back(0).sum / static_cast<double>(back(0).frames);
  double weighted = 0;
  double weights = 0;
  const auto add = [&](std::size_t age, double height, double slope) {  // height: of the block's first sample
    const Block& block = back(age);
    const auto frames = static_cast<double>(block.frames);
    weighted += height * block.sum + slope * block.moment;
    weights += frames * (height + slope * 0.5 * (frames - 1));
  };
  double height = 0.5;
  for (std::size_t age = 2 * pairs; age-- > pairs;) {  // the older half, rising
    add(age, height, 1);
    height += static_cast<double>(back(age).frames);
  }
  for (std::size_t age = pairs; age-- > 0;) {
    add(age, height - 1, -1);
    height -= static_cast<double>(back(age).frames);
  }
  return weighted / weights;
}

void ChannelMeter::gap() noexcept {
  m_block = {};
  m_filled = 0;
  m_run = 0;
  m_interpolator.reset();
}

}  // namespace tunescope::core
