// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tone/tonegenerator.h"

#include <algorithm>

namespace tunescope::core {

void ToneGenerator::setWish(const ToneWish& wish) noexcept {
  m_wish = wish;
}

// The voice with that note, or a free one to begin it, or nullptr.
ToneVoice* ToneGenerator::voiceFor(double hertz, bool isBeat) noexcept {
  ToneVoice* free = nullptr;
  for (ToneVoice& voice : m_voices) {
    if (voice.isFree()) {
      if (free == nullptr) free = &voice;
    } else if (voice.isLike(hertz, m_wish.timbre, isBeat)) {
      return &voice;
    }
  }
  if (free != nullptr) free->begin(hertz, m_wish.timbre, isBeat, m_sampleRateHz);
  return free;
}

void ToneGenerator::follow() noexcept {
  std::array<bool, kVoices> isWanted{};
  const auto want = [&](double hertz, bool isBeat, double gain) {
    ToneVoice* voice = voiceFor(hertz, isBeat);
    if (voice == nullptr) return;
    if (isBeat) voice->setBeat(m_wish.beat);
    voice->aim(gain);
    isWanted[static_cast<std::size_t>(voice - m_voices.data())] = true;
  };
  for (const double hertz : m_wish.notes()) want(hertz, false, toneNoteGain(m_wish));
  if (m_wish.hasBeat()) want(m_wish.beat.hertz, true, toneBeatGain(m_wish));
  for (std::size_t i = 0; i < kVoices; ++i) {
    if (!isWanted[i] && !m_voices[i].isFree()) m_voices[i].aim(0);
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
