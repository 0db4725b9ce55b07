// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace tunescope::core {

// The part of the sound that belongs to the present note: since its attack, or since the previous note stopped
// repeating. Positions count samples since the start. Thread: one at a time. Realtime-safe: wait-free.
class NoteSpan {
 public:
  explicit NoteSpan(double sampleRateHz) noexcept : m_sampleRateHz(sampleRateHz) {}

  // A hop of new sound. onset: it contains an attack, which began onsetFrames before its end.
  void advance(std::size_t frames, bool onset, std::size_t onsetFrames) noexcept;
  void reset() noexcept { *this = NoteSpan(m_sampleRateHz); }

  // The note stopped repeating this long ago. Only the sound after that counts until the break is explained: by a new
  // note (beginAtBreak) or by the same note moving (forgetBreak).
  void breakAgo(double seconds) noexcept;
  void beginAtBreak() noexcept;
  void forgetBreak() noexcept { m_brokenAt.reset(); }
  bool isBroken() const noexcept { return m_brokenAt.has_value(); }

  // Limits the sound of a new note to this length.
  void limit(std::uint64_t frames) noexcept;

  double totalS() const noexcept { return static_cast<double>(m_samples) / m_sampleRateHz; }
  double noteS() const noexcept {
    return static_cast<double>(m_samples - m_brokenAt.value_or(m_validFrom)) / m_sampleRateHz;
  }
  // The note's sound begins with its attack and contains nothing of another note.
  bool beganSharply() const noexcept { return !m_brokenAt && m_attackAt > 0 && m_validFrom == m_attackFrom; }
  bool isAttack() const noexcept;  // within the last 100 ms
  double sinceAttackS() const noexcept { return static_cast<double>(m_samples - m_attackAt) / m_sampleRateHz; }

 private:
  static constexpr int kSameAttackHops = 2;  // an attack may rise over two hops

  double m_sampleRateHz;
  std::uint64_t m_samples = 0;
  std::uint64_t m_attackAt = 0;             // end of the hop with the last attack; 0: none yet
  std::uint64_t m_attackFrom = 0;           // start of that attack
  std::uint64_t m_validFrom = 0;            // of the remaining power: explained by a new note if rumble was left out
  std::optional<std::uint64_t> m_brokenAt;  // where it stopped repeating
  int m_hopsSinceOnset = kSameAttackHops;
};

}  // namespace tunescope::core
