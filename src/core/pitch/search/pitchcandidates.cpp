// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/search/pitchcandidates.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr std::size_t kWindow = 1024;  // samples at the bank's own rate
constexpr double kMergeCents = 40;
constexpr double kWorthKeeping = 0.4;  // minimum clarity of a candidate
constexpr double kFirstPeak = 0.93;    // MPM's k: selects the first key maximum that reaches this share of the highest
constexpr double kMinPeriods = 1.6;    // per window

// Longest lag of each level, in samples at its rate: 80 is 600 Hz at 48 kHz, 134 is 180 Hz at 24 kHz, 200 is 60 Hz at
// 12 kHz.
constexpr double kMaxLag[RateLadder::kLevels] = {80, 134, 200, 0};
constexpr double kMinLag[RateLadder::kLevels] = {0, 10, 15, 30};

// The filters ring for this many samples of the level after an onset.
constexpr double kFilterRing = 4;

double centsBetween(double a, double b) noexcept {
  return std::abs(1200 * std::log2(a / b));
}

}  // namespace

PitchCandidates::PitchCandidates(const RateLadder& ladder, double minHz, double maxHz) : m_cleaned(kWindow) {
  for (int level = ladder.firstLevel; level < RateLadder::kLevels; ++level) {
    const double rate = ladder.levelRateHz(level);
    const bool isFinest = level == ladder.firstLevel;
    const bool isLongest = level == RateLadder::kLevels - 1;
    const double minLag = isFinest ? rate / maxHz : std::max(kMinLag[level], rate / maxHz);
    const double maxLag =
        isLongest ? std::min(rate / minHz, kWindow / kMinPeriods) : std::min(kMaxLag[level], rate / minHz);
    if (maxLag <= minLag) continue;
    m_banks.push_back(Bank{.level = level,
                           .rateHz = rate,
                           .minLag = minLag,
                           .maxLag = maxLag + 1,
                           .nsdf = Nsdf(kWindow, static_cast<std::size_t>(maxLag) + 4),
                           .window = 0});
  }
}

void PitchCandidates::add(const PitchCandidate& candidate) noexcept {
  for (std::size_t i = 0; i < m_count; ++i) {
    if (centsBetween(m_candidates[i].hertz, candidate.hertz) > kMergeCents) continue;
    if (candidate.clarity > m_candidates[i].clarity) m_candidates[i] = candidate;
    return;
  }
  if (m_count < kMaxCandidates) {
    m_candidates[m_count++] = candidate;
    return;
  }
  const auto weakest = std::ranges::min_element(m_candidates, {}, &PitchCandidate::clarity);
  if (candidate.clarity > weakest->clarity) *weakest = candidate;
}

void PitchCandidates::search(Bank& bank, const MultirateHistory& history, double validS,
                             const Outside& outside) noexcept {
  const double valid = (validS - history.delayS(bank.level)) * bank.rateHz - kFilterRing;
  bank.window = std::min(kWindow, static_cast<std::size_t>(std::max(0.0, valid)));
  if (static_cast<double>(bank.window) < std::max(24.0, kMinPeriods * bank.minLag)) {
    bank.window = 0;
    return;
  }
  std::span<const float> window = history.newest(bank.level, bank.window);
  if (!outside.isEmpty()) {
    const auto cleaned = std::span(m_cleaned).first(bank.window);
    std::ranges::copy(window, cleaned.begin());
    takeOut(outside, cleaned, bank.rateHz);
    window = cleaned;
  }
  bank.nsdf.compute(window);
  std::array<NsdfPeak, 48> peaks;
  const double maxLag = std::min(bank.maxLag, static_cast<double>(bank.window) / kMinPeriods);
  const std::size_t count = bank.nsdf.keyMaxima(bank.minLag, maxLag, peaks);
  if (count == 0) return;
  const auto end = peaks.begin() + static_cast<std::ptrdiff_t>(count);
  const auto best =
      std::max_element(peaks.begin(), end, [](const NsdfPeak& a, const NsdfPeak& b) { return a.clarity < b.clarity; });
  const double windowS = static_cast<double>(bank.window) / bank.rateHz;
  const auto offer = [&](const NsdfPeak& peak) {
    if (peak.clarity < kWorthKeeping) return;
    const NsdfPeak sharp = bank.nsdf.sharpen(peak);
    add({.hertz = bank.rateHz / sharp.lagFrames,
         .clarity = std::min(1.0, sharp.clarity),
         .windowS = windowS,
         .centreS = history.delayS(bank.level) + windowS / 2});
  };
  offer(*best);
  const auto first =
      std::find_if(peaks.begin(), end, [&](const NsdfPeak& p) { return p.clarity >= kFirstPeak * best->clarity; });
  if (first != best) offer(*first);
}

std::span<const PitchCandidate> PitchCandidates::find(const MultirateHistory& history, double validS,
                                                      const Outside& outside) noexcept {
  m_count = 0;
  for (Bank& bank : m_banks) search(bank, history, validS, outside);
  std::sort(m_candidates.begin(), m_candidates.begin() + static_cast<std::ptrdiff_t>(m_count),
            [](const PitchCandidate& a, const PitchCandidate& b) { return a.clarity > b.clarity; });
  return std::span<const PitchCandidate>(m_candidates).first(m_count);
}

}  // namespace tunescope::core
