// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ring/spscring.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

// What the capture callback pays.
namespace {

using namespace tunescope::core;

constexpr std::size_t kCapacityFrames = 96'000;

struct Ends {
  std::shared_ptr<SpscRing> ring = std::make_shared<SpscRing>(kCapacityFrames);
  RingProducer producer{ring};
  RingConsumer consumer{ring};

  Ends() {
    producer.beginStream(48000.0);
    consumer.takeMark();
  }
};

void reportPerSample(benchmark::State& state, std::size_t frames) {
  const auto samples = static_cast<double>(state.iterations()) * static_cast<double>(frames);
  state.counters["sample"] = benchmark::Counter(samples, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

// One push and the read that makes room again, in one thread.
void pushAndRead(benchmark::State& state) {
  Ends ends;
  const std::vector<float> block(static_cast<std::size_t>(state.range(0)), 0.5F);
  std::vector<float> out(block.size());
  for (auto _ : state) {
    benchmark::DoNotOptimize(ends.producer.push(block));
    benchmark::DoNotOptimize(ends.consumer.read(out));
  }
  reportPerSample(state, block.size());
}
BENCHMARK(pushAndRead)->Arg(64)->Arg(128)->Arg(512)->Arg(4096);

// A full ring: the push that only counts.
void pushLost(benchmark::State& state) {
  Ends ends;
  const std::vector<float> block(512, 0.5F);
  while (ends.producer.push(block) == PushResult::Written) {
  }
  for (auto _ : state) benchmark::DoNotOptimize(ends.producer.push(block));
}
BENCHMARK(pushLost);

// Pushes of 512 beside a thread that reads; each one timed (the clock's own cost is in it).
void pushBesideAReader(benchmark::State& state) {
  Ends ends;
  std::atomic<bool> running{true};
  std::thread reader([&] {
    std::vector<float> out(4096);
    while (running.load(std::memory_order_relaxed)) {
      while (ends.consumer.takeMark()) {
      }
      if (ends.consumer.read(out) == 0) std::this_thread::yield();
    }
  });
  const std::vector<float> block(512, 0.5F);
  std::vector<double> nanoseconds;
  nanoseconds.reserve(1U << 20U);
  for (auto _ : state) {
    const auto before = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(ends.producer.push(block));
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - before;
    state.SetIterationTime(took.count() * 1e-9);
    if (nanoseconds.size() < nanoseconds.capacity()) nanoseconds.push_back(took.count());
    while (ends.producer.freeSamples() < block.size()) std::this_thread::yield();
  }
  running.store(false, std::memory_order_relaxed);
  reader.join();
  const auto p999 = nanoseconds.begin() + static_cast<std::ptrdiff_t>(nanoseconds.size() * 999 / 1000);
  std::nth_element(nanoseconds.begin(), p999, nanoseconds.end());
  state.counters["p99.9_ns"] = *p999;
  state.counters["lost"] = static_cast<double>(ends.consumer.lostFrames());
}
BENCHMARK(pushBesideAReader)->UseManualTime();

}  // namespace
