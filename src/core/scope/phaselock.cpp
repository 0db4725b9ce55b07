// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scope/phaselock.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kPeriods = 4;
constexpr double kMinPeriodFrames = 4;
constexpr int kRefinements = 3;
constexpr double kTurn = 2 * std::numbers::pi;

}  // namespace

std::optional<double> partialPhase(const ScopeMemory& memory, std::size_t channel, double instant,
                                   double periodFrames) noexcept {
  const double half = 0.5 * kPeriods * periodFrames;
  const auto first = static_cast<std::int64_t>(std::ceil(instant - half));
  const auto last = static_cast<std::int64_t>(std::floor(instant + half));
  if (first < memory.begin() || last >= memory.end() || last <= first) return std::nullopt;
  // Both turn by recurrence: the partial against the instant, and the window, whose zeros are half away from it.
  const double begin = static_cast<double>(first) - instant;
  std::complex<double> turn = std::polar(1.0, -kTurn * begin / periodFrames);
  const std::complex<double> turnStep = std::polar(1.0, -kTurn / periodFrames);
  std::complex<double> window = std::polar(1.0, std::numbers::pi * begin / half);
  const std::complex<double> windowStep = std::polar(1.0, std::numbers::pi / half);
  std::complex<double> sum = 0;
  for (std::int64_t frame = first; frame <= last; ++frame) {
    sum += (1 + window.real()) * static_cast<double>(memory.sample(channel, frame)) * turn;
    turn *= turnStep;
    window *= windowStep;
  }
  if (!(std::abs(sum) > 0)) return std::nullopt;
  const double turns = std::arg(sum) / kTurn + 0.25;  // a cosine rises through zero a quarter before its maximum
  return turns - std::round(turns);
}

std::optional<double> phaseLockedInstant(const ScopeMemory& memory, std::size_t channel, double latest,
                                         double sampleRateHz, double hertz) noexcept {
  if (!(hertz > 0)) return std::nullopt;
  const double period = sampleRateHz / hertz;
  if (!(period >= kMinPeriodFrames)) return std::nullopt;
  const double newest = static_cast<double>(memory.end()) - 1 - 0.5 * (kPeriods + 1) * period;
  double instant = std::min(latest, newest);
  auto phase = partialPhase(memory, channel, instant, period);
  if (!phase) return std::nullopt;
  instant -= (*phase - std::floor(*phase)) * period;
  for (int i = 0; i < kRefinements; ++i) {
    phase = partialPhase(memory, channel, instant, period);
    if (!phase) return std::nullopt;
    instant -= *phase * period;
  }
  return instant <= latest ? instant : instant - period;
}

}  // namespace tunescope::core
