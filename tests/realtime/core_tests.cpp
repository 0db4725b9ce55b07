// SPDX-License-Identifier: GPL-3.0-or-later
// The core does nothing that a capture callback may not: ring, level, waveform, note names and the pitch
// engine, the whole way from an attack to silence and over a change of notes. Run in the build "rtsan".
#include "core/dsp/levelmeter.h"
#include "core/dsp/waveform.h"
#include "core/pitch/pitchengine.h"
#include "core/ring/spscring.h"
#include "core/tuning/tuning.h"
#include "realtimescope.h"
#include "support/plaintest.h"
#include "support/signals.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace {

using namespace tunescope;
using test::Family;
using tests::inRealtime;
using tests::runTest;

std::vector<float> notes(double rateHz) {
  std::vector<float> samples;
  for (const auto& [family, hertz] :
       {std::pair{Family::StiffString, 82.4}, {Family::Saw, 440.0}, {Family::Sine, 3000.0}}) {
    const test::Tone tone = test::makeTone(
        {.family = family, .hertz = hertz, .sampleRateHz = rateHz, .seconds = 1, .snrDb = 30, .seed = 1});
    samples.insert(samples.end(), tone.samples.begin(), tone.samples.end());
    samples.insert(samples.end(), static_cast<std::size_t>(rateHz / 4), 0.0F);
  }
  return samples;
}

void pitchEngine(double rateHz) {
  const std::vector<float> samples = notes(rateHz);
  core::PitchEngine engine({.sampleRateHz = rateHz});
  std::size_t voiced = 0;
  const auto run = [&] {
    for (std::size_t at = 0; at + engine.hopFrames() <= samples.size(); at += engine.hopFrames()) {
      voiced += engine.process(std::span(samples).subspan(at, engine.hopFrames())).hertz ? 1 : 0;
    }
    engine.reset();
  };
  inRealtime(run);
  TS_CHECK(voiced > 50);
}

void ringAndDsp() {
  auto ring = std::make_shared<core::SpscRing>(4096);
  core::RingProducer producer(ring);
  core::RingConsumer consumer(ring);
  const std::vector<float> block(512, 0.25F);
  std::vector<float> out(512);
  std::vector<core::MinMax> columns(300);
  const core::Tuning tuning;
  std::size_t taken = 0;
  const auto run = [&] {
    producer.beginStream(48000.0);
    for (int turn = 0; turn < 50; ++turn) {
      producer.push(block);
      producer.noteLoss(5, core::GapReason::Overrun);
      consumer.takeMark();
      taken += consumer.read(out);
      core::measureLevel(out);
      core::reduceWaveform(out, columns);
      tuning.nearest(441.0);
    }
    producer.finish();
  };
  inRealtime(run);
  TS_CHECK(taken > 0);
}

}  // namespace

int main() {
  runTest("ring, level, waveform, note names", ringAndDsp);
  for (const double rateHz : {8000.0, 44100.0, 48000.0, 192000.0}) {
    runTest("pitch engine", [rateHz] { pitchEngine(rateHz); });
  }
}
