// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include <cmath>

namespace tunescope::test {

std::vector<BenchReading> readingsOf(std::span<const float> samples, const core::PitchSettings& settings) {
  core::PitchEngine engine(settings);
  std::vector<BenchReading> readings;
  const std::size_t hop = engine.hopFrames();
  for (std::size_t i = 0; i + hop <= samples.size(); i += hop) {
    const core::PitchReading reading = engine.process(samples.subspan(i, hop));
    readings.push_back({reading, engine.confidenceBasis()});
  }
  return readings;
}

double besideMains(double hertz) {
  for (const double mains : {25.0, 30.0, 50.0, 60.0, 100.0, 120.0}) {
    if (std::abs(hertz - mains) < 1) return mains + 1.5;
  }
  return hertz;
}

std::span<const Section> sections() noexcept {
  static constexpr Section kSections[] = {{"stationary", measureStationary},
                                          {"stiff", measureStiff},
                                          {"onset", measureOnsets},
                                          {"legato", measureLegato},
                                          {"vibrato", measureVibrato},
                                          {"noise", measureNoise},
                                          {"hum", measureHum},
                                          {"rooms", measureRooms},
                                          {"rates", measureRates},
                                          {"range", measureRange},
                                          {"real", measureReal, false},
                                          {"cost", measureCost, false}};
  return kSections;
}

void summarise(Bench& bench) {
  bench.reliability.report(bench.findings);
}

}  // namespace tunescope::test
