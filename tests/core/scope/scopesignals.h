// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scope/scopeengine.h"
#include "core/scope/scopetrigger.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numbers>
#include <random>
#include <span>
#include <vector>

namespace tunescope::tests {

inline constexpr double kScopeRateHz = 48000;

// value(seconds), sampled.
inline std::vector<float> sampled(double seconds, const std::function<double(double)>& value) {
  std::vector<float> samples(static_cast<std::size_t>(seconds * kScopeRateHz));
  for (std::size_t n = 0; n < samples.size(); ++n) {
    samples[n] = static_cast<float>(value(static_cast<double>(n) / kScopeRateHz));
  }
  return samples;
}

// sin(2 pi turns(seconds)).
inline std::vector<float> sineOf(double seconds, double amplitude, const std::function<double(double)>& turns) {
  return sampled(seconds, [&](double t) { return amplitude * std::sin(2 * std::numbers::pi * turns(t)); });
}

// Normal noise, by the sum of twelve uniform numbers: the same everywhere.
inline void addNoise(std::vector<float>& samples, double sigma, std::uint32_t seed) {
  std::mt19937 generator(seed);
  for (float& sample : samples) {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += static_cast<double>(generator()) / 4294967296.0;
    sample += static_cast<float>(sigma * sum);
  }
}

// The instants of all edges, in samples.
inline std::vector<double> edgesOf(std::span<const float> samples, const core::TriggerSettings& settings) {
  core::ScopeTrigger trigger(settings, kScopeRateHz);
  trigger.restart(0);
  std::vector<double> edges;
  for (const float sample : samples) {
    if (trigger.process(sample)) edges.push_back(trigger.instant());
  }
  return edges;
}

struct DrawnSweep {
  double instant = 0;  // frames
  core::SweepKind kind = core::SweepKind::None;
};

// Everything that a scope draws of one channel that arrives in hops of 512 frames.
inline std::vector<DrawnSweep> sweepsOf(std::span<const float> samples, core::ScopeEngine& engine,
                                        const std::function<void(std::size_t frame)>& beforeHop = {}) {
  constexpr std::size_t kHop = 512;
  std::vector<DrawnSweep> sweeps;
  engine.begin(kScopeRateHz, 1);
  std::uint32_t number = engine.sweep().number;
  for (std::size_t at = 0; at + kHop <= samples.size(); at += kHop) {
    if (beforeHop) beforeHop(at);
    engine.process({samples.subspan(at, kHop), 1, 1}, static_cast<double>(at) / kScopeRateHz, std::nullopt);
    engine.update();
    if (engine.sweep().number == number) continue;
    number = engine.sweep().number;
    sweeps.push_back({.instant = engine.picture().triggerS * kScopeRateHz, .kind = engine.picture().kind});
  }
  return sweeps;
}

}  // namespace tunescope::tests
