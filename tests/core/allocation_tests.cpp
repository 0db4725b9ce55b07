// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/fft.h"
#include "core/dsp/levelmeter.h"
#include "core/dsp/spectrum.h"
#include "core/dsp/waveform.h"
#include "core/ring/spscring.h"
#include "core/tuning/tuning.h"
#include "support/allocationcounter.h"
#include "support/plaintest.h"

#include <complex>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

// What is called for every block or hop allocates nothing and frees nothing.
namespace {

using namespace tunescope::core;
using tunescope::test::AllocationCounter;
using tunescope::tests::runTest;

template <class Function>
void mustNotAllocate(const char* name, Function function) {
  runTest(name, [&] {
    const AllocationCounter counter;
    function();
    const std::uint64_t touched = counter.touched();
    TS_CHECK_DETAIL(touched == 0, std::to_string(touched) + " allocations and releases");
  });
}

void everyWayOfAllocatingIsCounted() {
  const auto counted = [](auto function) {
    const AllocationCounter counter;
    function();
    return counter.touched();
  };
  struct alignas(128) Wide {
    float values[32];
  };
  // Through volatile, for a compiler may leave out an allocation whose result it need not have.
  void* volatile kept = nullptr;
  TS_CHECK(counted([] {}) == 0);
  TS_CHECK(counted([&] { kept = std::malloc(10); }) == 1);
  TS_CHECK(counted([&] { kept = std::realloc(kept, 10000); }) == 1);
  TS_CHECK(counted([&] { std::free(kept); }) == 1);
  TS_CHECK(counted([&] { kept = std::calloc(3, 10); }) == 1);
  TS_CHECK(counted([&] { std::free(kept); }) == 1);
  TS_CHECK(counted([&] { kept = std::aligned_alloc(64, 128); }) == 1);
  TS_CHECK(counted([&] { std::free(kept); }) == 1);
  TS_CHECK(counted([&] { kept = new int(3); }) == 1);
  TS_CHECK(counted([&] { delete static_cast<int*>(kept); }) == 1);
  TS_CHECK(counted([&] { kept = new Wide; }) == 1);
  TS_CHECK(counted([&] { delete static_cast<Wide*>(kept); }) == 1);
  std::vector<float> samples(10);
  TS_CHECK(counted([&] { samples.push_back(1.0F); }) == 2);
  TS_CHECK(counted([] { RealFft fft(512); }) > 0);  // KissFFT's own calls, in its library
}

void ringAllocatesNothing() {
  auto ring = std::make_shared<SpscRing>(1000, 8);
  RingProducer producer(ring);
  RingConsumer consumer(ring);
  const std::vector<float> block(300);
  std::vector<float> out(400);
  mustNotAllocate("the ring: push, loss, marks, read, a new epoch", [&] {
    producer.beginStream(48000.0);
    for (int turn = 0; turn < 100; ++turn) {
      producer.push(block);
      producer.noteLoss(5, GapReason::Stall);
      consumer.takeMark();
      if (turn % 3 == 0) consumer.read(out);
    }
    producer.finish();
    ring->openEpoch();
  });
}

void dspAllocatesNothing() {
  const std::vector<float> samples(4096, 0.5F);
  std::vector<MinMax> columns(333);
  SpectrumAnalyzer spectrum(4096);
  std::vector<float> magnitudeDb(spectrum.binCount());
  mustNotAllocate("level", [&] { measureLevel(samples); });
  mustNotAllocate("waveform", [&] { reduceWaveform(samples, columns); });
  mustNotAllocate("spectrum", [&] { spectrum.analyze(samples, magnitudeDb); });
  const Tuning tuning;
  mustNotAllocate("nearest note", [&] { tuning.nearest(441.0); });
  for (const std::size_t size : {512U, 480U, 6000U, 16384U}) {
    RealFft fft(size);
    std::vector<float> time(size);
    std::vector<std::complex<float>> bins(fft.binCount());
    mustNotAllocate("FFT and its inverse", [&] {
      fft.forward(time, bins);
      fft.inverse(bins, time);
    });
  }
}

}  // namespace

int main() {
  if (!AllocationCounter::isWorking()) {
    std::puts("skipped: allocations cannot be counted here, for a sanitizer or another C library owns malloc");
    return 77;
  }
  runTest("every way of allocating is counted", everyWayOfAllocatingIsCounted);
  ringAllocatesNothing();
  dspAllocatesNothing();
}
