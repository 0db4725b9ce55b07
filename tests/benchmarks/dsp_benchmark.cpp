// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/fft.h"
#include "core/dsp/levelmeter.h"
#include "core/dsp/waveform.h"
#include "core/testsignals.h"

#include <benchmark/benchmark.h>

#include <complex>
#include <cstddef>
#include <vector>

// What one call of each measurement costs.
namespace {

using namespace tunescope::core;
using tunescope::tests::makeNoise;

void fftForward(benchmark::State& state) {
  RealFft fft(static_cast<std::size_t>(state.range(0)));
  const auto time = makeNoise(fft.size(), 1);
  std::vector<std::complex<float>> bins(fft.binCount());
  for (auto _ : state) {
    fft.forward(time, bins);
    benchmark::DoNotOptimize(bins.data());
  }
}
BENCHMARK(fftForward)->RangeMultiplier(2)->Range(512, 16384);

void level(benchmark::State& state) {
  const auto samples = makeNoise(512, 3);
  for (auto _ : state) benchmark::DoNotOptimize(measureLevel(samples));
}
BENCHMARK(level);

void waveform(benchmark::State& state) {
  const auto samples = makeNoise(static_cast<std::size_t>(state.range(0)), 4);
  std::vector<MinMax> columns(800);
  for (auto _ : state) {
    reduceWaveform(samples, columns);
    benchmark::DoNotOptimize(columns.data());
  }
}
BENCHMARK(waveform)->Arg(2048)->Arg(12000);

}  // namespace
