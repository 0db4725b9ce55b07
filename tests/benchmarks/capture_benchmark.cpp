// SPDX-License-Identifier: GPL-3.0-or-later
// What the capture callback does with a block, all of it, call by call: the part of the block's own time that the
// slowest of a thousand calls takes (p99.9) is what must stay small, not the mean. Sound and clock are made up; each
// call is timed by the clock that the callback itself uses.
#include "audio/rtaudio/capturetap.h"

#include <benchmark/benchmark.h>

#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

namespace {

using namespace tunescope;
using Clock = audio::CaptureTap::Clock;
constexpr double kRateHz = 48000;

void callback(benchmark::State& state) {
  const auto frames = static_cast<unsigned>(state.range(0));
  const auto channels = static_cast<unsigned>(state.range(1));
  const core::FrameLayout layout = audio::layoutFor(channels, {});
  auto ring = std::make_shared<core::SpscRing>(48000 * core::FrameLayout::kMaxWidth);
  core::RingConsumer consumer(ring);
  std::atomic<std::uint64_t> delivered{0};
  audio::CallbackMeter meter;
  audio::CaptureTap tap({.producer = core::RingProducer(ring),
                         .layout = layout,
                         .blockFrames = frames,
                         .sampleRateHz = kRateHz,
                         .silentSince = {}},
                        delivered, meter);
  std::vector<float> block(frames * channels);
  std::vector<float> heard(frames * layout.width());
  const auto blockTime =
      std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(static_cast<double>(frames) / kRateHz));
  Clock::time_point now = Clock::now();
  double phase = 0;
  for ([[maybe_unused]] const auto round : state) {
    state.PauseTiming();
    for (float& sample : block) sample = static_cast<float>(std::sin(phase += 0.01));
    phase = std::fmod(phase, 2 * std::numbers::pi);
    now += blockTime;
    state.ResumeTiming();
    const Clock::time_point begun = Clock::now();
    if (!tap.process(block.data(), frames, false,
                     {.steady = now, .elapsed = audio::ElapsedClock::time_point(now.time_since_epoch())}))
      state.SkipWithError("the stream was taken for a runaway");
    meter.noteDuration(Clock::now() - begun);
    state.PauseTiming();
    while (consumer.takeMark()) {
    }
    while (consumer.read(heard) > 0) {
    }
    state.ResumeTiming();
  }
  const audio::CallbackMeter::Snapshot snapshot = meter.snapshot();
  const double percentPerUs = 100 / std::chrono::duration<double, std::micro>(blockTime).count();
  state.counters["p50_us"] = snapshot.p50Us;
  state.counters["p99.9_us"] = snapshot.p999Us;
  state.counters["max_us"] = snapshot.maxUs;
  state.counters["p99.9_%_of_block"] = snapshot.p999Us * percentPerUs;
  state.counters["lost"] = static_cast<double>(ring->lostFrames());
}
BENCHMARK(callback)
    ->ArgNames({"frames", "channels"})
    ->Args({64, 2})
    ->Args({512, 1})
    ->Args({512, 2})
    ->Args({512, 8})
    ->Args({512, 18})
    ->Args({8192, 2});

}  // namespace
