// SPDX-License-Identifier: GPL-3.0-or-later
#include "performance.h"

#include "core/notes/notesegmenter.h"
#include "core/pitch/pitchengine.h"
#include "support/signals.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace tunescope::test {

namespace {

constexpr double kRateHz = 48000;
constexpr double kTwoPi = 2 * std::numbers::pi;
constexpr double kFadeS = 0.005;
constexpr int kPartials = 10;

double centsAt(const WantedNote& note, double t) {
  double cents = note.driftCentsPerS * (t - note.seconds / 2);
  if (note.scoopCents != 0) cents += note.scoopCents * std::exp(-t / note.scoopS);
  if (t > note.vibratoFromS) cents += note.vibratoCents * std::sin(kTwoPi * note.vibratoHz * (t - note.vibratoFromS));
  return cents;
}

void play(const WantedNote& note, Random& random, std::vector<float>& samples) {
  double phases[kPartials];
  for (double& phase : phases) phase = random.uniform(0, kTwoPi);
  double phase = 0;
  const auto frames = static_cast<std::size_t>(note.seconds * kRateHz);
  for (std::size_t i = 0; i < frames; ++i) {
    const double t = static_cast<double>(i) / kRateHz;
    const double hertz = note.hertz * std::exp2(centsAt(note, t) / 1200);
    double x = 0;
    for (int n = 1; n <= kPartials && n * hertz < 0.45 * kRateHz; ++n) x += std::sin(n * phase + phases[n - 1]) / n;
    phase = std::fmod(phase + kTwoPi * hertz / kRateHz, kTwoPi);
    const double fade = std::min({1.0, t / kFadeS, (note.seconds - t) / kFadeS});
    samples.push_back(static_cast<float>(0.11 * fade * x));
  }
  samples.insert(samples.end(), static_cast<std::size_t>(note.pauseS * kRateHz), 0.0F);
}

}  // namespace

std::vector<core::PlayedNote> notesOf(const Performance& performance, const core::Tuning& tuning) {
  Random random(performance.seed);
  std::vector<float> samples(static_cast<std::size_t>(kLeadS * kRateHz));
  for (const WantedNote& note : performance.notes) play(note, random, samples);
  addWhiteNoise(samples, 0.1 * std::pow(10, -performance.snrDb / 20), random);
  core::PitchEngine engine({.sampleRateHz = kRateHz});
  core::NoteSegmenter segmenter;
  const std::size_t hop = engine.hopFrames();
  for (std::size_t i = 0; i + hop <= samples.size(); i += hop) {
    const core::PitchReading reading = engine.process(std::span(samples).subspan(i, hop));
    segmenter.add(reading, reading.hertz ? tuning.nearest(*reading.hertz) : std::nullopt);
  }
  segmenter.finish();
  return segmenter.take();
}

}  // namespace tunescope::test
