// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/multiratehistory.h"
#include "core/pitch/nsdf.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace tunescope::core {

// A pitch that the sound might have.
struct PitchCandidate {
  double hertz = 0;
  double clarity = 0;  // of the NSDF at its period
  double windowS = 0;  // length and
  double centreS = 0;  // centre of the window it was found in; the centre counts back from the newest input sample
};

// Multi-resolution NSDF: windows of about 171, 85, 43 and 21 ms, each at the rate of its ladder level (so 1024 samples
// each), so that every register is seen through 5 to 40 periods. Thread: one at a time. Realtime-safe: lock-free after
// construction.
class PitchCandidates {
 public:
  static constexpr std::size_t kMaxCandidates = 6;

  PitchCandidates(const RateLadder& ladder, double minHz, double maxHz);

  // validS: how much of the newest sound belongs to the present note; older sound takes no part.
  // Returns the candidates, the clearest first; they differ by more than 40 cents.
  std::span<const PitchCandidate> find(const MultirateHistory& history, double validS) noexcept;

 private:
  struct Bank {
    int level = 0;
    double rateHz = 0;
    double minLag = 0;
    double maxLag = 0;
    Nsdf nsdf;
    std::size_t window = 0;  // samples of the last computation
  };

  void search(Bank& bank, const MultirateHistory& history, double validS) noexcept;
  void add(const PitchCandidate& candidate) noexcept;

  std::vector<Bank> m_banks;  // the shortest window first
  std::array<PitchCandidate, kMaxCandidates> m_candidates{};
  std::size_t m_count = 0;
};

}  // namespace tunescope::core
