// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"
#include "moresignals.h"

#include <algorithm>
#include <cmath>

namespace tunescope::test {

namespace {

constexpr double kRateHz = 48000;

std::vector<float> clicks(std::size_t frames, std::uint64_t seed) {
  Random random(seed);
  std::vector<float> samples(frames, 0.0F);
  for (std::size_t i = 0; i < frames; i += 24000 + random.next() % 8000) samples[i] = 0.9F;
  addWhiteNoise(samples, 1e-3, random);
  return samples;
}

// Hum that is there from the start, in a little noise.
std::vector<float> humInNoise(std::size_t frames, double mainsHz, std::uint64_t seed) {
  std::vector<float> samples = mainsHum(frames, mainsHz, 0.05, kRateHz);
  Random random(seed);
  addWhiteNoise(samples, 0.01, random);
  return samples;
}

struct Heard {
  double notesPerMinute = 0;
  double voicedPercent = 0;
};

Heard hear(Bench& bench, const char* name, const std::vector<float>& samples, bool isNoise = true) {
  bench.progress(std::string("no notes: ") + name);
  int notes = 0, voiced = 0;
  const auto readings = readingsOf(samples);
  for (const BenchReading& r : readings) {
    notes += r.noteBegan;
    voiced += r.isVoiced();
    if (isNoise) bench.reliability.add(r, 0);
  }
  const Heard heard{.notesPerMinute = notes * 60 * kRateHz / static_cast<double>(samples.size()),
                    .voicedPercent = 100.0 * voiced / static_cast<double>(readings.size())};
  bench.findings.row("noise", "sound,notesPerMinute,voiced",
                     {name, Findings::text(heard.notesPerMinute, 2), Findings::text(heard.voicedPercent, 3)});
  return heard;
}

}  // namespace

void measureNoise(Bench& bench) {
  const double seconds = bench.isShort ? 15 : 180;
  const auto frames = static_cast<std::size_t>(seconds * kRateHz);
  const std::uint64_t seed = bench.seed;
  double worst = 0;
  const auto judge = [&](const char* name, const std::vector<float>& samples) {
    worst = std::max(worst, hear(bench, name, samples).notesPerMinute);
  };
  judge("white noise", whiteNoise(frames, 0.1, seed));
  judge("faint white noise", whiteNoise(frames, 0.0005, seed + 1));
  judge("pink noise", pinkNoise(frames, 0.1, seed));
  judge("brown noise", brownNoise(frames, 0.1, seed));
  judge("50 Hz hum", mainsHum(frames, 50, 0.05, kRateHz));
  judge("50 Hz hum in noise", humInNoise(frames, 50, seed));
  judge("60 Hz hum in noise", humInNoise(frames, 60, seed));
  judge("clicks", clicks(frames, seed));
  judge("snare and hi-hat", drumHits(seconds, false, seed));
  judge("silence", std::vector<float>(frames, 0.0F));
  bench.findings.fact("noise.worstNotesPerMinute", worst);
  // A bass drum has a pitch, if a falling one: what is heard of it is told, not judged.
  hear(bench, "bass drum (no requirement)", drumHits(seconds, true, seed), false);
}

}  // namespace tunescope::test
