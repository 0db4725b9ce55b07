// SPDX-License-Identifier: GPL-3.0-or-later
// How strums are read: strumbench [first-seed] [strums] [muted-share] [instrument of --list-instruments]
// Each model of plucked strings gets half of the strums. What is wrong is listed on standard error.
#include "strum/strumscore.h"
#include "support/strumreadings.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <span>
#include <string>
#include <vector>

using namespace tunescope;

namespace {

struct Costs {
  double allMs = 0;
  std::vector<double> longestHopMs;  // of each strum
};

// Processor time.
void addCosts(Costs& costs, std::span<const float> samples, double rateHz, std::span<const double> targetsHz) {
  const std::size_t hop = core::hopFramesFor(rateHz);
  core::StrumMeter meter(rateHz, hop, targetsHz);
  double longestMs = 0;
  for (std::size_t i = 0; i + hop <= samples.size(); i += hop) {
    const std::clock_t start = std::clock();
    meter.process(samples.subspan(i, hop));
    const double passedMs = 1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    costs.allMs += passedMs;
    longestMs = std::max(longestMs, passedMs);
  }
  costs.longestHopMs.push_back(longestMs);
}

}  // namespace

int main(int count, char** arguments) {
  const auto argument = [&](int i, const char* otherwise) { return count > i ? arguments[i] : otherwise; };
  const std::uint64_t first = std::strtoull(argument(1, "50000"), nullptr, 10);
  const int strums = std::atoi(argument(2, "200"));
  const double muted = std::atof(argument(3, "0"));
  const std::vector<int> keys = core::strumKeys(argument(4, "guitar"));
  if (keys.empty() || strums < 1) {
    std::fprintf(stderr, "strumbench [first-seed] [strums] [muted-share] [a guitar or bass of --list-instruments]\n");
    return 2;
  }
  const std::vector<double> targetsHz = test::targetsOf(keys);
  std::array<std::array<test::StrumScore, test::kStrumTimesS.size()>, 2> scores;
  Costs costs;
  for (int i = 0; i < strums; ++i) {
    const std::uint64_t seed = first + static_cast<unsigned>(i);
    test::StrumSpec spec = test::randomStrum(targetsHz, seed);
    test::Random random(seed + 77);
    for (test::StrummedString& string : spec.strings) string.isMuted = random.uniform() < muted;
    const test::Strum strum = test::makeStrum(spec);
    const auto readings = test::readStrum(strum.samples, spec.sampleRateHz, targetsHz);
    addCosts(costs, strum.samples, spec.sampleRateHz, targetsHz);
    for (std::size_t t = 0; t < test::kStrumTimesS.size(); ++t) {
      const auto pitches = test::readingAt(readings, strum.lastS + test::kStrumTimesS[t]);
      test::addStrum(scores[spec.kind == test::StringKind::Modal ? 0 : 1][t], strum.hertz,
                     pitches.value_or(core::StrumPitches{}), 1,
                     "seed " + std::to_string(seed) + " after " + std::to_string(test::kStrumTimesS[t]));
    }
  }
  test::printStrumHead();
  for (std::size_t kind = 0; kind < 2; ++kind) {
    for (std::size_t t = 0; t < test::kStrumTimesS.size(); ++t)
      test::printStrumRow(kind == 0 ? "modal" : "waveguide", test::kStrumTimesS[t], scores[kind][t]);
  }
  std::ranges::sort(costs.longestHopMs);
  std::printf("\nCPU: %.1f ms for a strum; its dearest hop %.2f ms (median), %.2f ms (most)\n", costs.allMs / strums,
              costs.longestHopMs[costs.longestHopMs.size() / 2], costs.longestHopMs.back());
}
