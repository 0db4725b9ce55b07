// SPDX-License-Identifier: GPL-3.0-or-later
// Ten minutes of columns: times, gaps, and what is forgotten.
#include "core/spectrogram/spectrogramstore.h"
#include "support/allocationcounter.h"
#include "support/plaintest.h"

#include <cmath>
#include <string>

namespace {

using namespace tunescope::core;
using tunescope::tests::runTest;

constexpr double kStepS = SpectrogramStore::kStepS;

// Columns from that time on; their levels count up from 1.
SpectrogramReading readingOf(double firstS, std::size_t count, std::uint32_t stream = 1) {
  SpectrogramReading reading;
  reading.stream = stream;
  reading.count = count;
  for (std::size_t i = 0; i < count; ++i) {
    reading.list[i].timeS = firstS + static_cast<double>(i) * kStepS;
    reading.list[i].levels.fill(static_cast<std::uint8_t>(1 + i % 250));
  }
  return reading;
}

bool isNear(std::optional<double> seconds, double expected) {
  return seconds && std::abs(*seconds - expected) < 1e-6;
}

void everyColumnHasItsTime() {
  SpectrogramStore store;
  store.add(readingOf(5, 10), 0);
  store.add(readingOf(5 + 10 * kStepS, 10), 3);
  TS_CHECK(store.end() == 20 && store.begin() == 0);
  for (std::uint64_t i = 0; i < 20; ++i) TS_CHECK(isNear(store.timeS(i), 5 + static_cast<double>(i) * kStepS));
  TS_CHECK(!store.timeS(20) && store.isGap(20));
  TS_CHECK(store.column(3)[77] == 4);
}

void missingColumnsAreAGapOfTheirLength() {
  SpectrogramStore store;
  store.add(readingOf(0, 10), 0);
  store.add(readingOf(2, 10), 99);  // lost samples: the stream goes on
  TS_CHECK_DETAIL(store.end() == 70, std::to_string(store.end()));
  TS_CHECK(!store.isGap(9) && store.isGap(10) && store.isGap(59) && !store.isGap(60));
  TS_CHECK(isNear(store.timeS(60), 2) && !store.timeS(30));
  store.add(readingOf(0.5, 5, 2), 4);  // another stream, four seconds later
  TS_CHECK(store.end() == 70 + 120 + 5);
  TS_CHECK(isNear(store.timeS(190), 0.5) && store.isGap(189) && isNear(store.timeS(69), 2 + 9 * kStepS));
}

void theHighestOfSeveralColumnsIsFound() {
  SpectrogramStore store;
  SpectrogramReading reading = readingOf(0, 16);
  reading.list[7].levels[100] = 240;
  store.add(reading, 0);
  std::array<std::uint8_t, SpectrogramRows::kCount> highest{};
  store.over(0, 16, highest);
  TS_CHECK(highest[100] == 240 && highest[101] == 16);
  store.over(8, 12, highest);
  TS_CHECK(highest[100] == 12);
  store.over(16, 30, highest);
  TS_CHECK(highest[100] == 0);
}

void afterTenMinutesTheOldestAreForgotten() {
  SpectrogramStore store;
  double timeS = 0;
  const tunescope::test::AllocationCounter counter;
  for (std::size_t i = 0; i < SpectrogramStore::kColumns / 16 + 100; ++i) {
    store.add(readingOf(timeS, 16), 0);
    timeS += 16 * kStepS;
  }
  TS_CHECK(counter.touched() == 0);
  const std::uint64_t end = store.end();
  TS_CHECK(end == (SpectrogramStore::kColumns / 16 + 100) * 16 && end - store.begin() == SpectrogramStore::kColumns);
  TS_CHECK(store.isGap(store.begin() - 1) && !store.isGap(store.begin()));
  TS_CHECK(isNear(store.timeS(store.begin()), static_cast<double>(store.begin()) * kStepS));
  TS_CHECK(store.column(end - 1)[0] == 16);
}

void aTimeThatIsWrongEndsNothing() {
  SpectrogramStore store;
  store.add(readingOf(10, 4), 0);
  store.add(readingOf(3, 4), 1e30);  // back in time
  store.add(readingOf(1e12, 4), 0);  // far ahead
  TS_CHECK(!store.isGap(store.end() - 1) && store.end() > SpectrogramStore::kColumns);
}

}  // namespace

int main() {
  runTest("every column has its time", everyColumnHasItsTime);
  runTest("missing columns are a gap of their length", missingColumnsAreAGapOfTheirLength);
  runTest("the highest of several columns is found", theHighestOfSeveralColumnsIsFound);
  runTest("after ten minutes the oldest are forgotten", afterTenMinutesTheOldestAreForgotten);
  runTest("a time that is wrong ends nothing", aTimeThatIsWrongEndsNothing);
  return 0;
}
