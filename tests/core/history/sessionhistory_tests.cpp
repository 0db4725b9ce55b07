// SPDX-License-Identifier: GPL-3.0-or-later
// The history of an hour: no extreme is lost at any zoom, gaps stay gaps, and the oldest steps are forgotten.
#include "core/history/loudnesssteps.h"
#include "core/history/sessionhistory.h"
#include "support/allocationcounter.h"
#include "support/plaintest.h"

#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace tunescope::core;
using tunescope::tests::runTest;

HistoryStep stepOf(double rmsDb, double hertz) {
  HistoryStep step;
  step.set(HistoryStep::HasSound);
  step.rms.add(rmsDb);
  step.peak.add(rmsDb + 6);
  if (hertz > 0) step.pitch.add(hertz);
  return step;
}

std::vector<HistoryStep> someSteps(std::size_t count) {
  std::mt19937 random(11);
  std::uniform_real_distribution<double> level(-90, 0);
  std::uniform_real_distribution<double> pitch(-2000, 2000);
  std::vector<HistoryStep> steps;
  steps.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    HistoryStep step = stepOf(level(random), random() % 3 == 0 ? pitch(random) : 0);
    if (random() % 500 == 0) {
      step = {};
      step.set(random() % 2 == 0 ? HistoryStep::Lost : HistoryStep::Stopped);
    }
    steps.push_back(step);
  }
  return steps;
}

HistoryStep merged(const std::vector<HistoryStep>& steps, std::size_t first, std::size_t last) {
  HistoryStep all;
  for (std::size_t i = first; i < last; ++i) all.add(steps[i]);
  return all;
}

// More than an hour, in spans of any length and position, against every step of them.
void noSpanLosesAnExtreme() {
  const std::vector<HistoryStep> steps = someSteps(SessionHistory::kSteps + 30011);
  SessionHistory history;
  std::mt19937 random(5);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    history.add(steps[i]);
    if (i % 997 != 0) continue;
    const auto begin = static_cast<std::size_t>(history.begin());
    const std::size_t first = begin + random() % (i + 1 - begin);
    const std::size_t longest = i + 1 - first;
    const std::size_t last = first + 1 + random() % (i % 2 == 0 ? longest : std::min<std::size_t>(longest, 90));
    TS_CHECK_DETAIL(history.over(first, last) == merged(steps, first, last),
                    std::to_string(first) + " to " + std::to_string(last));
  }
  TS_CHECK(history.end() == steps.size());
  TS_CHECK(history.begin() == steps.size() - SessionHistory::kSteps);
  TS_CHECK(history.over(0, history.end()) == merged(steps, steps.size() - SessionHistory::kSteps, steps.size()));
}

void oneLoudStepIsSeenInTheHour() {
  SessionHistory history;
  history.add(stepOf(-60, 440), 41234);
  history.add(stepOf(-3, 880));
  history.add(stepOf(-60, 440), 30000);
  const HistoryStep hour = history.over(history.begin(), history.end());
  TS_CHECK(std::abs(hour.rms.highDb() + 3) < 0.006 && std::abs(hour.rms.lowDb() + 60) < 0.006);
  TS_CHECK(std::abs(static_cast<double>(hour.pitch.high) - 1200) < 0.01);
  TS_CHECK(std::abs(history.over(41230, 41234).rms.highDb() + 60) < 0.006);
  TS_CHECK(std::abs(history.over(41234, 41235).rms.lowDb() + 3) < 0.006);
}

void aGapIsAGapAndHasItsLength() {
  SessionHistory history;
  history.add(stepOf(-20, 440), 100);
  HistoryStep lost;
  lost.set(HistoryStep::Lost);
  history.add(lost, 37);
  history.add(stepOf(-20, 0), 100);
  TS_CHECK(history.end() == 237);
  TS_CHECK(history.over(100, 137).isGap() && history.over(100, 137).rms.isNone());
  TS_CHECK(!history.over(99, 137).isGap() && history.over(99, 137).has(HistoryStep::Lost));
  TS_CHECK(!history.over(137, 237).has(HistoryStep::Lost) && history.over(137, 237).pitch.isNone());
  TS_CHECK(history.over(500, 600).flags == 0);
}

void aLongStopForgetsTheHourBefore() {
  SessionHistory history;
  history.add(stepOf(-20, 440), 1000);
  HistoryStep stopped;
  stopped.set(HistoryStep::Stopped);
  history.add(stopped, 2 * SessionHistory::kSteps);
  TS_CHECK(history.end() == 1000 + 2 * SessionHistory::kSteps);
  TS_CHECK(history.over(0, history.end()) == stopped);
  // Forgotten as soon as the hour is over, though its place is not yet taken.
  SessionHistory full;
  full.add(stepOf(-3, 880));
  full.add(stepOf(-60, 440), SessionHistory::kSteps - 1);
  TS_CHECK(std::abs(full.over(0, full.end()).rms.highDb() + 3) < 0.006);
  full.add(stepOf(-60, 440));
  TS_CHECK(std::abs(full.over(0, full.end()).rms.highDb() + 60) < 0.006);
}

void valuesThatAreNoNumbersAreLeftOut() {
  HistoryStep step;
  step.rms.add(std::nan(""));
  step.rms.add(std::nullopt);
  step.pitch.add(0.0);
  step.pitch.add(std::nan(""));
  step.pitch.add(-1.0);
  TS_CHECK(step.rms.isNone() && step.pitch.isNone());
  step.rms.add(-1e9);
  TS_CHECK(std::abs(step.rms.lowDb() + 300) < 0.01);
}

void addingAndReadingAllocateNothing() {
  SessionHistory history;
  const HistoryStep step = stepOf(-20, 440);
  const tunescope::test::AllocationCounter counter;
  for (int i = 0; i < 100000; ++i) history.add(step);
  TS_CHECK(!history.over(history.begin(), history.end()).rms.isNone());
  const std::uint64_t touched = counter.touched();
  TS_CHECK_DETAIL(touched == 0, std::to_string(touched) + " allocations");
}

std::vector<float> stereoSine(double hertz, double rateHz, double peakDb, double seconds) {
  std::vector<float> frames;
  const auto count = static_cast<std::size_t>(rateHz * seconds);
  frames.reserve(2 * count);
  for (std::size_t i = 0; i < count; ++i) {
    const double phase = 2 * std::numbers::pi * hertz * static_cast<double>(i) / rateHz;
    const auto sample = static_cast<float>(std::pow(10, peakDb / 20) * std::sin(phase));
    frames.push_back(sample);
    frames.push_back(sample);
  }
  return frames;
}

void add(LoudnessSteps& loudness, const std::vector<float>& frames) {
  const ChannelView view(frames, 2, 2);
  for (std::size_t done = 0; done < view.frames();) {
    done += loudness.add(view.part(done, view.frames() - done));
    if (loudness.isBlockComplete()) loudness.finishBlock();
  }
}

// EBU Tech 3341, tests 1 and 2: a stereo sine of 1 kHz reads its peak level; also after a gap, at other rates.
void loudnessOfTheSinesOfTech3341() {
  constexpr double kWeights[] = {1, 1};
  for (const double rateHz : {44100.0, 48000.0, 96000.0}) {
    LoudnessSteps loudness;
    loudness.begin(rateHz, kWeights);
    TS_CHECK(!loudness.momentary());
    for (const double peakDb : {-23.0, -33.0}) {
      loudness.gap();
      add(loudness, stereoSine(1000, rateHz, peakDb, 0.39));
      TS_CHECK(!loudness.momentary() && !loudness.shortTerm());
      add(loudness, stereoSine(1000, rateHz, peakDb, 3.2));
      TS_CHECK_DETAIL(std::abs(*loudness.momentary() - peakDb) < 0.05, std::to_string(*loudness.momentary()));
      TS_CHECK_DETAIL(std::abs(*loudness.shortTerm() - peakDb) < 0.05, std::to_string(*loudness.shortTerm()));
    }
    add(loudness, std::vector<float>(static_cast<std::size_t>(8 * rateHz), 0.0F));
    TS_CHECK(!loudness.momentary() && !loudness.shortTerm());
  }
}

}  // namespace

int main() {
  runTest("no span loses an extreme", noSpanLosesAnExtreme);
  runTest("one loud step is seen in the hour", oneLoudStepIsSeenInTheHour);
  runTest("a gap is a gap and has its length", aGapIsAGapAndHasItsLength);
  runTest("a long stop forgets the hour before", aLongStopForgetsTheHourBefore);
  runTest("values that are no numbers are left out", valuesThatAreNoNumbersAreLeftOut);
  runTest("adding and reading allocate nothing", addingAndReadingAllocateNothing);
  runTest("loudness of the sines of Tech 3341", loudnessOfTheSinesOfTech3341);
  return 0;
}
