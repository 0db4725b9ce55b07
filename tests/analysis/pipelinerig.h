// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/recordingsink.h"
#include "analysis/stream/streamreader.h"

#include <cmath>
#include <cstring>
#include <memory>
#include <optional>
#include <random>
#include <vector>

namespace tunescope::tests {

inline constexpr double kRateHz = 48000;
inline constexpr std::size_t kHop = 512;

// A pipeline with a ring, fed by the test.
struct Rig {
  std::shared_ptr<core::SpscRing> ring = std::make_shared<core::SpscRing>(1 << 18);
  core::RingProducer producer{ring};
  analysis::StreamReader reader{ring};
  RecordingSink sink;

  void drain() {
    while (reader.read(sink) > 0) {
    }
  }
};

inline bool sameBits(double a, double b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}
inline bool sameBits(const std::optional<double>& a, const std::optional<double>& b) {
  return a.has_value() == b.has_value() && (!a || sameBits(*a, *b));
}

inline bool sameFrame(const RecordingSink::Frame& a, const RecordingSink::Frame& b) {
  return sameBits(a.level.timeS, b.level.timeS) && sameBits(a.level.rmsDb, b.level.rmsDb) &&
         sameBits(a.level.peakDb, b.level.peakDb) && sameBits(a.pitch.timeS, b.pitch.timeS) &&
         sameBits(a.pitch.availableS, b.pitch.availableS) && sameBits(a.pitch.hertz, b.pitch.hertz) &&
         sameBits(a.pitch.sigmaCents, b.pitch.sigmaCents) && sameBits(a.pitch.confidence, b.pitch.confidence) &&
         a.pitch.noteBegan == b.pitch.noteBegan && a.hop == b.hop;
}

inline std::vector<float> someMusic(std::size_t frames) {
  std::mt19937 random(7);
  std::normal_distribution<float> noise(0, 0.003F);
  std::vector<float> samples = sine(196, kRateHz, frames);
  for (std::size_t i = 0; i < frames; ++i) {
    samples[i] *= std::exp(-static_cast<float>(i % 24000) / 12000.0F);  // a pluck every half second
    samples[i] += noise(random);
  }
  return samples;
}

}  // namespace tunescope::tests
