// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/channelmeter.h"
#include "core/dsp/fft.h"
#include "core/dsp/gatedloudness.h"
#include "core/dsp/levelmeter.h"
#include "core/dsp/waveform.h"
#include "core/dsp/weighting.h"
#include "core/ring/spscring.h"
#include "core/scope/scopeengine.h"
#include "core/spectrum/bandfilters.h"
#include "core/spectrum/noisefloor.h"
#include "core/spectrum/notepartials.h"
#include "core/spectrum/spectrumaverage.h"
#include "core/spectrum/spectrumframe.h"
#include "core/tone/tonegenerator.h"
#include "core/tuning/tuning.h"
#include "support/allocationcounter.h"
#include "support/plaintest.h"

#include <complex>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

// Everything that runs for every block or hop neither allocates nor frees.
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
  // Through volatile: a compiler may elide an allocation whose result is unused.
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
  mustNotAllocate("level", [&] { measureLevel(samples); });
  mustNotAllocate("waveform", [&] { reduceWaveform(samples, columns); });
  ChannelMeter meter({}, 48000);
  SoundLevelMeter sound(FrequencyWeighting::A, TimeWeighting::Fast, 48000);
  GatedLoudness gated;
  mustNotAllocate("meters", [&] {
    for (const float sample : samples) {
      meter.add(sample);
      sound.add(sample);
    }
    meter.finishBlock();
    meter.read();
    gated.add(-23);
    gated.integrated();
    gated.range();
  });
  ToneGenerator tone(48000);
  std::vector<float> stereo(960);
  mustNotAllocate("reference tone", [&] {
    for (int turn = 0; turn < 20; ++turn) {
      ToneWish wish{.timbre = Timbre(turn % 3)};
      for (int i = 0; i < turn; ++i) wish.add(100 + 20.0 * i);
      wish.beat = toneBeat(440, turn, false);
      tone.setWish(wish);
      tone.render(stereo);
    }
  });
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

void spectrumAllocatesNothing() {
  for (const SpectrumWindowShape& shape : spectrumWindows()) {
    const std::vector<float> samples(8192, 0.1F);
    SpectrumFrame frame(samples.size(), shape.window);
    SpectrumAverage average;
    average.resize(frame.binCount());
    NoiseFloor floor(frame.binCount());
    const PeakInterpolation interpolation(shape.window);
    std::vector<SpectrumPeak> peaks(16);
    std::vector<NotePartial> partials(16);
    mustNotAllocate("spectrum", [&] {
      frame.transform(samples);
      average.add(frame.power(), 0.01, 0.1);
      floor.measure(average.mean(), average.independentFrames());
      findPeaks(average.mean(), floor.floor(), 10, interpolation, peaks);
      findNotePartials(average.mean(), floor.floor(), 5.9, interpolation, {.hertz = 110}, partials);
    });
  }
  for (const BandFraction fraction : {BandFraction::Octave, BandFraction::Third}) {
    BandFilterBank bank(fraction, 48000);
    const std::vector<float> samples(5000, 0.1F);
    std::vector<double> powers(bank.bands().size());
    mustNotAllocate("bands", [&] {
      bank.add(samples);
      bank.takeMeans(powers);
      bank.reset();
    });
  }
}

void scopeAllocatesNothing() {
  ScopeEngine engine;
  engine.begin(48000, 2);
  std::vector<float> frames(2 * 512);
  for (std::size_t i = 0; i < frames.size(); ++i) frames[i] = static_cast<float>(i % 100) * 0.01F - 0.5F;
  mustNotAllocate("scope: every mode and time base", [&] {
    double startS = 0;
    for (int turn = 0; turn < 400; ++turn) {
      engine.setSettings({.secondsPerDivision = kTimeSteps[static_cast<std::size_t>(turn) % kTimeSteps.size()],
                          .mode = static_cast<ScopeMode>(turn % 5),
                          .columns = static_cast<std::size_t>(300 + turn),
                          .hasPoints = true});
      engine.process({frames, 2, 2}, startS, 480);
      engine.update();
      if (turn % 7 == 0) engine.force();
      startS += 512.0 / 48000;
    }
    engine.redraw(1);
    engine.neighbour(1, -1);
  });
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
  spectrumAllocatesNothing();
  scopeAllocatesNothing();
}
