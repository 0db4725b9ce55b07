// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/levelmeter.h"
#include "core/dsp/waveform.h"
#include "core/pitch/pitchengine.h"
#include "core/pitch/search/multiratehistory.h"
#include "core/pitch/search/nsdf.h"
#include "core/pitch/search/partialspectrum.h"
#include "support/signals.h"

#include <array>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <vector>

// What a hop costs, stage by stage, wherever this is compiled for: natively, to WebAssembly with SIMD and without.
//   hopcost              prints "NAME NANOSECONDS" of processor time a hop of 512 samples at 48 kHz. As WebAssembly it
//                        sees only the wall time, which webcost.mjs replaces by node's processor time
//   hopcost --readings   prints the readings of the same sound instead, so that two builds can be compared
namespace {

using namespace tunescope::core;
using namespace tunescope::test;

constexpr double kRateHz = 48000;
constexpr std::size_t kHop = 512;

std::vector<float> music() {
  std::vector<float> samples;
  std::uint64_t seed = 1;
  for (const double hertz : {41.2, 82.41, 110.0, 196.0, 246.94, 329.63, 440.0, 1318.5}) {
    const Tone tone = makeTone({.family = Family::StiffString,
                                .hertz = hertz,
                                .sampleRateHz = kRateHz,
                                .seconds = 1,
                                .snrDb = 50,
                                .seed = seed++});
    samples.insert(samples.end(), tone.samples.begin(), tone.samples.end());
  }
  samples.resize(samples.size() / kHop * kHop);
  return samples;
}

template <class Function>
void measure(const char* name, const std::vector<float>& samples, Function function) {
  double best = 0;
  for (int round = 0; round < 3; ++round) {
    const std::clock_t began = std::clock();
    for (std::size_t at = 0; at < samples.size(); at += kHop) function(std::span(samples).subspan(at, kHop), at);
    const double passedNs = 1e9 * static_cast<double>(std::clock() - began) / static_cast<double>(CLOCKS_PER_SEC);
    const double perHop = passedNs / static_cast<double>(samples.size() / kHop);
    if (round == 0 || perHop < best) best = perHop;
  }
  std::printf("%-18s %9.0f\n", name, best);
}

void printReadings(const std::vector<float>& samples) {
  PitchEngine engine({.sampleRateHz = kRateHz});
  for (std::size_t at = 0; at < samples.size(); at += kHop) {
    const PitchReading reading = engine.process(std::span(samples).subspan(at, kHop));
    std::printf("%.6f %.9f %.6f\n", reading.timeS, reading.hertz.value_or(0), reading.confidence);
  }
}

void printCosts(const std::vector<float>& samples) {
  volatile double sink = 0;
  measure("level", samples, [&](std::span<const float> hop, std::size_t) { sink = *measureLevel(hop).peakDb; });
  std::array<MinMax, 800> columns;
  measure("waveform", samples, [&](std::span<const float> hop, std::size_t) {
    reduceWaveform(hop, columns);
    sink = static_cast<double>(columns[0].max);
  });
  MultirateHistory history(RateLadder(kRateHz), 4096);
  measure("decimation", samples, [&](std::span<const float> hop, std::size_t) { history.push(hop); });
  Nsdf nsdf(4096, 2048);
  measure("nsdf 4096", samples, [&](std::span<const float>, std::size_t at) {
    nsdf.compute(std::span(samples).subspan(at % (samples.size() - 4096), 4096));
    sink = static_cast<double>(nsdf.values()[1]);
  });
  const std::array<std::size_t, 1> sizes = {4096};
  PartialSpectrum partials(sizes);
  measure("partials 4096", samples, [&](std::span<const float>, std::size_t at) {
    partials.analyze(std::span(samples).subspan(at % (samples.size() - 4096), 4096));
    sink = partials.totalPower();
  });
  PitchEngine engine({.sampleRateHz = kRateHz});
  measure("pitch, all of it", samples,
          [&](std::span<const float> hop, std::size_t) { sink = engine.process(hop).confidence; });
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<float> samples = music();
  if (argc > 1 && std::strcmp(argv[1], "--readings") == 0) {
    printReadings(samples);
  } else {
    printCosts(samples);
  }
  return 0;
}
