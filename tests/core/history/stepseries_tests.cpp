// SPDX-License-Identifier: GPL-3.0-or-later
// Steps over time of any length: sums of any span, and a bounded number of steps.
#include "core/history/stepseries.h"
#include "support/plaintest.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace {

using tunescope::core::StepSeries;
using tunescope::tests::runTest;

struct Extremes {
  int low = 1 << 20;
  int high = -1;
  int count = 0;

  void add(const Extremes& other) {
    low = std::min(low, other.low);
    high = std::max(high, other.high);
    count += other.count;
  }
};

Extremes one(int value) {
  return {value, value, 1};
}

void anySpanHasTheSumOfItsSteps() {
  constexpr int kSteps = 3001;
  StepSeries<Extremes> series(0.5, 1 << 16);
  std::vector<int> values;
  for (int i = 0; i < kSteps; ++i) {
    values.push_back(i * 7919 % 5003);
    series.add(i * 0.5, i * 0.5 + 0.5, one(values.back()));
  }
  series.finish();
  TS_CHECK(series.size() == kSteps);
  for (int first = 0; first < kSteps; first += 97) {
    for (int last = first + 1; last <= kSteps; last += 211) {
      const Extremes sum = series.over(first * 0.5, last * 0.5);
      const auto [low, high] = std::minmax_element(values.begin() + first, values.begin() + last);
      TS_CHECK(sum.low == *low && sum.high == *high && sum.count == last - first);
    }
  }
  TS_CHECK(series.over(100.1, 100.2).low == values[200]);  // within a step
  TS_CHECK(series.over(kSteps * 0.5, kSteps).count == 0);  // behind the end
}

void memoryIsBoundedAndNothingIsLost() {
  constexpr int kSteps = 1000;
  StepSeries<Extremes> series(1, 64);
  for (int i = 0; i < kSteps; ++i) series.add(i, i + 1, one(i));
  series.finish();
  TS_CHECK(series.size() <= 64);
  TS_CHECK(series.stepS() == 16);
  TS_CHECK(series.over(0, kSteps).count == kSteps);
  TS_CHECK(series.over(160, 176).low == 160 && series.over(160, 176).high == 175);
}

void orderDoesNotMatterAndTimesBeforeZeroCount() {
  StepSeries<Extremes> series(1, 8);
  series.add(5, 6, one(5));
  series.add(2, 4, one(2));
  series.add(-0.5, 0.5, one(9));
  series.finish();
  TS_CHECK(series.over(0, 1).high == 9);
  TS_CHECK(series.over(1, 2).count == 0);
  TS_CHECK(series.over(2, 3).low == 2 && series.over(3, 4).low == 2);
  TS_CHECK(series.over(0, 6).count == 4);
}

}  // namespace

int main() {
  runTest("any span has the sum of its steps", anySpanHasTheSumOfItsSteps);
  runTest("memory is bounded and nothing is lost", memoryIsBoundedAndNothingIsLost);
  runTest("order does not matter and times before zero count", orderDoesNotMatterAndTimesBeforeZeroCount);
  return 0;
}
