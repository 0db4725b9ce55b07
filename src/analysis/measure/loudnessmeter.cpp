// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/loudnessmeter.h"

#include <algorithm>
#include <cmath>
#include <ebur128.h>
#include <utility>

namespace tunescope::analysis {

namespace {

constexpr double kSilentLufs = -200;             // below it, only the filters ring
constexpr std::uint64_t kMomentaryBlocks = 40;   // 400 ms
constexpr std::uint64_t kShortTermBlocks = 300;  // 3 s
constexpr std::uint64_t kShortTermStep = 5;      // 50 ms: EBU Tech 3341 requires at most 100
constexpr std::uint64_t kGateStep = 10;          // 100 ms: blocks of 400 ms overlap by 75 %

channel roleOf(core::Speaker speaker) noexcept {
  switch (speaker) {
    case core::Speaker::Low:
    case core::Speaker::None:
      return EBUR128_UNUSED;
    case core::Speaker::Side:
      return EBUR128_LEFT_SURROUND;
    case core::Speaker::Front:
      break;
  }
  return EBUR128_CENTER;  // like any channel of weight 1
}

void raiseLoudness(std::optional<double>& highest, std::optional<double> value) noexcept {
  if (value && (!highest || *highest < *value)) highest = value;
}

}  // namespace

void LoudnessMeter::Deleter::operator()(ebur128_state* state) const noexcept {
  ebur128_destroy(&state);
}

void LoudnessMeter::begin(const core::FrameLayout& layout, std::span<const core::Speaker> speakers,
                          double sampleRateHz) {
  m_layout = layout;
  m_gated.reset();
  m_shortTerms.reset();
  m_reading = {};
  m_blocksSinceGap = m_blocksInRow = m_integrated = 0;
  m_isCut = false;
  const auto rate = static_cast<unsigned long>(std::llround(sampleRateHz));
  m_state.reset(ebur128_init(layout.width(), rate, EBUR128_MODE_S));
  if (!m_state) return;
  for (std::uint32_t i = 0; i < layout.channels(); ++i) {
    const std::size_t source = i + layout.firstChannel - 1;
    const bool isKnown = source < speakers.size();
    m_role = roleOf(isKnown ? speakers[source] : core::usualSpeaker(layout.sourceChannels, source));
    ebur128_set_channel(m_state.get(), i, m_role);
  }
  if (layout.hasMean()) ebur128_set_channel(m_state.get(), layout.channels(), EBUR128_UNUSED);
}

void LoudnessMeter::setDualMono(bool isDualMono) noexcept {
  if (!m_state || m_layout.channels() != 1) return;
  ebur128_set_channel(m_state.get(), 0, isDualMono ? EBUR128_DUAL_MONO : m_role);
}

void LoudnessMeter::add(const core::ChannelView& part) noexcept {
  if (m_state) ebur128_add_frames_float(m_state.get(), part.interleaved().data(), part.frames());
}

void LoudnessMeter::gap() noexcept {
  m_blocksSinceGap = m_blocksInRow = 0;
  m_isCut = true;
}

void LoudnessMeter::finishBlock() noexcept {
  if (!m_state || std::exchange(m_isCut, false)) return;
  ++m_blocksSinceGap;
  m_reading.momentary = measure(ebur128_loudness_momentary, kMomentaryBlocks);
  if (m_blocksSinceGap % kShortTermStep == 0) {
    m_reading.shortTerm = measure(ebur128_loudness_shortterm, kShortTermBlocks);
  }
  m_blocksInRow = m_isIntegrating ? m_blocksInRow + 1 : 0;
  if (m_isIntegrating) integrate();
}

void LoudnessMeter::integrate() noexcept {
  m_reading.integratedS = static_cast<double>(++m_integrated) / kBlocksPerSecond;
  const bool hasMomentary = m_blocksInRow >= kMomentaryBlocks && m_reading.momentary;
  const bool hasShortTerm = m_blocksInRow >= kShortTermBlocks && m_reading.shortTerm;
  if (hasMomentary) raiseLoudness(m_reading.maxMomentary, m_reading.momentary);
  if (hasShortTerm) raiseLoudness(m_reading.maxShortTerm, m_reading.shortTerm);
  if (m_blocksSinceGap % kGateStep != 0) return;
  if (hasMomentary) m_gated.add(*m_reading.momentary);
  if (hasShortTerm) m_shortTerms.add(*m_reading.shortTerm);
  m_reading.integrated = m_gated.integrated();
  m_reading.range = m_shortTerms.range();
}

std::optional<double> LoudnessMeter::measure(int (*call)(ebur128_state*, double*), std::uint64_t blocks) noexcept {
  double lufs = 0;
  const bool isKnown =
      m_blocksSinceGap >= blocks && call(m_state.get(), &lufs) == EBUR128_SUCCESS && lufs > kSilentLufs;
  return isKnown ? std::optional(lufs) : std::nullopt;
}

}  // namespace tunescope::analysis
