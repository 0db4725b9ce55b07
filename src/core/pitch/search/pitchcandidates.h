// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/search/multiratehistory.h"
#include "core/pitch/search/nsdf.h"
#include "core/pitch/search/outside.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace tunescope::core {

// A possible pitch of the sound.
struct PitchCandidate {
  double hertz = 0;
  double clarity = 0;  // of the NSDF at its period
  double windowS = 0;  // length of the window it was found in
  double centreS = 0;  // centre of that window, back from the newest input sample
};

// Multi-resolution NSDF: windows of about 171, 85, 43 and 21 ms, each at the rate of its ladder level (so 1024 samples
// each), so that the windows cover 5 to 40 periods in every register. Thread: one at a time. Realtime-safe: lock-free
// after construction.
class PitchCandidates {
 public:
  static constexpr std::size_t kMaxCandidates = 6;

  PitchCandidates(const RateLadder& ladder, double minHz, double maxHz);

  // validS: how much of the newest sound belongs to the present note; older sound is ignored. outside: what to
  // remove from the sound first.
  // Returns the candidates, clearest first; they differ by more than 40 cents.
  std::span<const PitchCandidate> find(const MultirateHistory& history, double validS,
                                       const Outside& outside = {}) noexcept;

 private:
  struct Bank {
    int level = 0;
    double rateHz = 0;
    double minLag = 0;
    double maxLag = 0;
    Nsdf nsdf;
    std::size_t window = 0;  // samples of the last computation
  };

  void search(Bank& bank, const MultirateHistory& history, double validS, const Outside& outside) noexcept;
  void add(const PitchCandidate& candidate) noexcept;

  std::vector<Bank> m_banks;  // the shortest window first
  std::vector<float> m_cleaned;
  std::array<PitchCandidate, kMaxCandidates> m_candidates{};
  std::size_t m_count = 0;
};

}  // namespace tunescope::core
