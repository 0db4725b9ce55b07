// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tone/tonegenerator.h"

#include <algorithm>

namespace tunescope::core {

namespace {

constexpr double kAttackS = 0.01, kReleaseS = 0.03, kChangeS = 0.02;

}  // namespace

void ToneGenerator::setWish(const ToneWish& wish) noexcept {
  m_wish = wish;
}

// The voice with that note, or a free one to begin it, or kVoices. gains: of the voices that are taken already.
std::size_t ToneGenerator::voiceFor(double hertz, bool isBeat, const Gains& gains) noexcept {
  std::size_t free = kVoices;
  for (std::size_t i = 0; i < kVoices; ++i) {
    if (m_voices[i].isFree()) {
      if (free == kVoices && gains[i] <= 0) free = i;
    } else if (m_voices[i].isLike(hertz, m_wish.timbre, isBeat)) {
      return i;
    }
  }
  if (free < kVoices) m_voices[free].begin(hertz, m_wish.timbre, isBeat, m_sampleRateHz);
  return free;
}

// One duration for all gains of a change. A note that still fades out does so in the time of its own change: what comes
// after it takes as long, or its rise would be ahead of that fall.
double ToneGenerator::rampS(const Gains& gains) const noexcept {
  const bool isStart = std::ranges::all_of(m_voices, &ToneVoice::isFree);
  const bool isStop = std::ranges::all_of(gains, [](double gain) { return gain <= 0; });
  double seconds = isStart ? kAttackS : isStop ? kReleaseS : kChangeS;
  for (std::size_t i = 0; i < kVoices; ++i) {
    const ToneVoice& voice = m_voices[i];
    seconds = std::max(seconds, voice.fadeS());
    if (gains[i] != voice.target()) seconds = std::max(seconds, ToneVoice::kMinRampPeriods / voice.hertz());
  }
  return seconds;
}

void ToneGenerator::follow() noexcept {
  Gains gains{};
  const auto want = [&](double hertz, bool isBeat, double gain) {
    const std::size_t voice = voiceFor(hertz, isBeat, gains);
    if (voice == kVoices) return;
    if (isBeat) m_voices[voice].setBeat(m_wish.beat);
    gains[voice] = gain;
  };
  for (const double hertz : m_wish.notes()) want(hertz, false, toneNoteGain(m_wish));
  if (m_wish.hasBeat()) want(m_wish.beat.hertz, true, toneBeatGain(m_wish));
  const double seconds = rampS(gains);
  for (std::size_t i = 0; i < kVoices; ++i) {
    if (gains[i] != m_voices[i].target()) m_voices[i].aim(gains[i], seconds);
  }
}

void ToneGenerator::render(std::span<float> stereo) noexcept {
  follow();
  std::ranges::fill(stereo, 0.0F);
  for (ToneVoice& voice : m_voices) {
    if (!voice.isFree()) voice.add(stereo);
  }
}

bool ToneGenerator::isSilent() const noexcept {
  return !m_wish.isAudible() && std::ranges::all_of(m_voices, &ToneVoice::isFree);
}

}  // namespace tunescope::core
