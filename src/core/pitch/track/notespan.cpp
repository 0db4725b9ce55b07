// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/track/notespan.h"

#include <algorithm>

namespace tunescope::core {

namespace {

constexpr double kBeforeAttackS = 0.0015;  // kept from before the attack: windows give their ends little weight
constexpr double kAttackS = 0.1;           // in which a wrong note must not seem certain

}  // namespace

void NoteSpan::advance(std::size_t frames, bool onset, std::size_t onsetFrames) noexcept {
  m_samples += frames;
  if (onset && !(m_hopsSinceOnset < kSameAttackHops)) {
    const auto marginFrames = static_cast<std::size_t>(kBeforeAttackS * m_sampleRateHz);
    m_validFrom = m_samples - std::min<std::uint64_t>(m_samples, onsetFrames + marginFrames);
    m_attackFrom = m_validFrom;
  }
  if (onset) m_attackAt = m_samples;
  m_hopsSinceOnset = onset ? 0 : std::min(m_hopsSinceOnset + 1, kSameAttackHops);
}

void NoteSpan::breakAgo(double seconds) noexcept {
  const auto ago = std::min(static_cast<std::uint64_t>(seconds * m_sampleRateHz), m_samples);
  m_brokenAt = std::max(m_validFrom, m_samples - ago);
}

void NoteSpan::beginAtBreak() noexcept {
  m_validFrom = m_brokenAt.value_or(m_validFrom);
  m_brokenAt.reset();
}

void NoteSpan::limit(std::uint64_t frames) noexcept {
  m_validFrom = std::max(m_validFrom, m_samples - std::min(m_samples, frames));
}

bool NoteSpan::isAttack() const noexcept {
  return m_attackAt > 0 && static_cast<double>(m_samples - m_attackAt) < kAttackS * m_sampleRateHz;
}

}  // namespace tunescope::core
