// SPDX-License-Identifier: GPL-3.0-or-later
// What a hop of the pitch engine costs, as a whole and by stage, beside aubio's yinfft (where it was there when this
// was built) on the same sound. A hop that follows a steady note runs history, onset, spectrum, match and fit; one that
// searches runs the candidates too, and matches each of them. The first hops of a low note after its attack are fitted
// jointly.
#include "core/pitch/fit/harmonicfit.h"
#include "core/pitch/fit/jointfit.h"
#include "core/pitch/pitchengine.h"
#include "core/pitch/search/harmonicmatch.h"
#include "core/pitch/search/multiratehistory.h"
#include "core/pitch/search/nsdf.h"
#include "core/pitch/search/partialspectrum.h"
#include "core/pitch/search/pitchcandidates.h"
#include "core/pitch/track/onset.h"
#include "support/signals.h"

#include <benchmark/benchmark.h>
#ifdef TUNESCOPE_HAS_AUBIO
#include <aubio/aubio.h>
#endif

#include <algorithm>
#include <array>
#include <numbers>
#include <vector>

namespace {

using namespace tunescope::core;
using namespace tunescope::test;

constexpr std::size_t kHop = 512;
constexpr std::array<std::size_t, 1> kWindow = {4096};
constexpr double kHertz = 220;
constexpr double kBins = kHertz * 4096 / 48000;

// Plucked strings from E2 to E6, half a second each.
const std::vector<float>& music() {
  static const std::vector<float> kMusic = [] {
    std::vector<float> samples;
    std::uint64_t seed = 1;
    for (const double hertz : {82.41, 196.0, 440.0, 110.0, 659.3, 329.6, 1318.5, 146.8}) {
      const Tone tone =
          makeTone({.family = Family::StiffString, .hertz = hertz, .seconds = 0.5, .snrDb = 60, .seed = seed++});
      samples.insert(samples.end(), tone.samples.begin(), tone.samples.end());
    }
    return samples;
  }();
  return kMusic;
}

const std::vector<float>& steady() {
  static const std::vector<float> kSteady =
      makeTone({.family = Family::Saw, .hertz = kHertz, .seconds = 2, .snrDb = 50, .seed = 3}).samples;
  return kSteady;
}

const std::vector<float>& noise() {
  static const std::vector<float> kNoise = whiteNoise(96000, 0.1, 5);
  return kNoise;
}

// The next hop of a sound that never ends.
class Hops {
 public:
  explicit Hops(std::span<const float> samples) : m_samples(samples) {}
  std::span<const float> next() noexcept {
    if (m_at + kHop > m_samples.size()) m_at = 0;
    const auto hop = m_samples.subspan(m_at, kHop);
    m_at += kHop;
    return hop;
  }

 private:
  std::span<const float> m_samples;
  std::size_t m_at = 0;
};

void engine(benchmark::State& state, const std::vector<float>& samples) {
  PitchEngine pitch({});
  Hops hops(samples);
  for (auto _ : state) benchmark::DoNotOptimize(pitch.process(hops.next()));
}
BENCHMARK_CAPTURE(engine, music, music());
BENCHMARK_CAPTURE(engine, steadyNote, steady());
BENCHMARK_CAPTURE(engine, noise, noise());

#ifdef TUNESCOPE_HAS_AUBIO
void aubioYinfft(benchmark::State& state) {
  aubio_pitch_t* pitch = new_aubio_pitch("yinfft", 4096, kHop, 48000);
  fvec_t* in = new_fvec(kHop);
  fvec_t* out = new_fvec(1);
  Hops hops(music());
  for (auto _ : state) {
    std::ranges::copy(hops.next(), in->data);
    aubio_pitch_do(pitch, in, out);
  }
  del_fvec(out);
  del_fvec(in);
  del_aubio_pitch(pitch);
}
BENCHMARK(aubioYinfft);
#endif

void stageHistory(benchmark::State& state) {
  MultirateHistory history(RateLadder(48000), 4096);
  Hops hops(music());
  for (auto _ : state) history.push(hops.next());
}
BENCHMARK(stageHistory);

void stageOnset(benchmark::State& state) {
  OnsetDetector onset;
  Hops hops(music());
  for (auto _ : state) benchmark::DoNotOptimize(onset.process(hops.next()));
}
BENCHMARK(stageOnset);

void stageNsdf(benchmark::State& state) {
  Nsdf nsdf(1024, 512);
  for (auto _ : state) {
    nsdf.compute(std::span(steady()).first(1024));
    benchmark::DoNotOptimize(nsdf.values().data());
  }
}
BENCHMARK(stageNsdf);

void stageCandidates(benchmark::State& state) {
  const RateLadder ladder(48000);
  MultirateHistory history(ladder, 4096);
  PitchCandidates candidates(ladder, 25, 5000);
  Hops hops(steady());
  for (int i = 0; i < 40; ++i) history.push(hops.next());
  for (auto _ : state) benchmark::DoNotOptimize(candidates.find(history, 0.4).data());
}
BENCHMARK(stageCandidates);

void stageSpectrum(benchmark::State& state) {
  PartialSpectrum spectrum(kWindow);
  for (auto _ : state) {
    spectrum.analyze(std::span(steady()).first(kWindow[0]));
    benchmark::DoNotOptimize(spectrum.power().data());
  }
}
BENCHMARK(stageSpectrum);

void stageMatch(benchmark::State& state) {
  PartialSpectrum spectrum(kWindow);
  spectrum.analyze(std::span(steady()).first(kWindow[0]));
  for (auto _ : state) {
    const HarmonicMatch match = matchHarmonics(spectrum, {.f1Bins = kBins, .relativeError = 0.01});
    benchmark::DoNotOptimize(settleOctave(spectrum, match, {.minF1Bins = 2, .maxF1Bins = 500}));
  }
}
BENCHMARK(stageMatch);

void stageFit(benchmark::State& state) {
  PartialSpectrum spectrum(kWindow);
  spectrum.analyze(std::span(steady()).first(kWindow[0]));
  const HarmonicMatch match = matchHarmonics(spectrum, {.f1Bins = kBins, .relativeError = 0.01});
  HarmonicFit fit;
  for (auto _ : state) benchmark::DoNotOptimize(fit.fit(spectrum, match, {}, 1800));
}
BENCHMARK(stageFit);

// Three periods of a low string at a quarter of the rate, with what is known of it just after its attack.
void stageJointFit(benchmark::State& state) {
  constexpr double kLowHertz = 41.2;
  constexpr double kLowRateHz = 12000;
  const Tone tone =
      makeTone({.family = Family::StiffString, .hertz = kLowHertz, .sampleRateHz = kLowRateHz, .seconds = 0.1});
  const double radians = 2 * std::numbers::pi * kLowHertz / kLowRateHz;
  JointFit fit;
  const JointFit::Start start{
      .radians = radians, .sigma = 0.005 * radians, .b = 0, .bSigma = 6e-4, .maxRadians = 0.8 * std::numbers::pi};
  for (auto _ : state) benchmark::DoNotOptimize(fit.fit(std::span(tone.samples).first(900), start));
}
BENCHMARK(stageJointFit);

}  // namespace
