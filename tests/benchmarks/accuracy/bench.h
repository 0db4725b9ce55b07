// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/pitchengine.h"
#include "findings.h"
#include "statistics.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace tunescope::test {

// One run of the accuracy bench. Each section makes its signals from the seed, reads them and adds to the findings.
struct Bench {
  bool isShort = false;
  bool isNoisyOnly = false;  // of the stationary sounds those at 20 dB and less, where most doubt is
  // Of the runs while tuning. The published report has another, so that nothing is tuned to what it measures.
  std::uint64_t seed = 1;
  std::string recordings;  // folder for the section "real"; see tests/support/real-instruments
  std::function<void(const std::string&)> progress = [](const std::string&) {};
  Findings findings;
  Reliability reliability;  // of every claim of confidence, all sections together
};

inline constexpr double kHopS = 512.0 / 48000;  // between readings at 48 kHz

std::vector<BenchReading> readingsOf(std::span<const float> samples, const core::PitchSettings& settings = {});

// Away from what the engine takes for mains hum when it is there from the start.
double besideMains(double hertz);

void measureStationary(Bench& bench);  // twelve families, A0 to C8, 5 to 60 dB; calibration
void measureStiff(Bench& bench);       // f1 and B of decaying strings
void measureOnsets(Bench& bench);      // from a pluck to the reading
void measureLegato(Bench& bench);      // steps without an attack, octaves
void measureVibrato(Bench& bench);     // and glides
void measureNoise(Bench& bench);       // notes heard where there are none
void measureHum(Bench& bench);         // low notes over the hum of the mains
void measureRooms(Bench& bench);       // reverberation, telephone, strums
void measureRates(Bench& bench);       // 8 to 192 kHz
void measureRange(Bench& bench);       // 16 Hz to 8 kHz
void measureCost(Bench& bench);        // CPU time beside aubio's yinfft, memory
void measureReal(Bench& bench);        // recorded instruments
void summarise(Bench& bench);          // what needs all sections: the reliability of confidence

// The sounds of the comparison with other detectors, as files in a folder. False where they cannot be written.
bool writeComparison(const Bench& bench, const std::string& folder);

struct Section {
  const char* name;
  void (*measure)(Bench&);
  bool hasClaims = true;  // adds to the reliability of confidence
};
std::span<const Section> sections() noexcept;

}  // namespace tunescope::test
