// SPDX-License-Identifier: GPL-3.0-or-later
// How strums of sampled strings are read: sampledstrums FOLDER, which tests/benchmarks/strum/sampled fills.
// Truth is what the pitch engine reads of each string alone, about the middle of the sound that a reading rests on.
#include "core/pitch/pitchengine.h"
#include "strum/strumscore.h"
#include "support/strumreadings.h"

#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using namespace tunescope;

namespace {

constexpr double kRateHz = 48000;
constexpr double kBeforeS = 0.095;  // of a string's attack in its clip
constexpr double kClipS = 1.37;
constexpr double kSilenceS = 0.2;
constexpr double kSnrDb = 40;
constexpr double kLevelS = 0.6;   // of the strum, that the noise is counted from
constexpr double kSettleS = 0.1;  // as the strum meter lets the sound settle
constexpr double kMinSigmaS = 0.04;
constexpr double kNameCents = 60;  // beyond that the truth is not known
constexpr double kFarCents = 3;

struct StringRow {
  int key = 0;
  double startS = 0;  // of its clip
  double offsetS = 0;
  bool isMuted = false;
};

struct StrumRow {
  std::uint64_t seed = 0;
  int program = 0;
  std::vector<StringRow> strings;
};

std::vector<StrumRow> listStrums(const std::string& folder) {
  std::ifstream file(folder + "/strums.csv");
  std::vector<StrumRow> strums;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream stream(line);
    std::string cells[7];
    for (std::string& cell : cells) std::getline(stream, cell, ',');
    const std::uint64_t seed = std::strtoull(cells[0].c_str(), nullptr, 10);
    if (strums.empty() || strums.back().seed != seed) strums.push_back({seed, std::atoi(cells[1].c_str()), {}});
    strums.back().strings.push_back(
        {std::atoi(cells[3].c_str()), std::atof(cells[4].c_str()), std::atof(cells[5].c_str()), cells[6] == "1"});
  }
  return strums;
}

std::vector<float> clipAt(SNDFILE* file, int channels, double startS) {
  const auto frames = static_cast<sf_count_t>(kClipS * kRateHz);
  std::vector<float> interleaved(static_cast<std::size_t>(frames * channels));
  if (sf_seek(file, static_cast<sf_count_t>(startS * kRateHz), SEEK_SET) >= 0)
    sf_readf_float(file, interleaved.data(), frames);
  std::vector<float> clip(static_cast<std::size_t>(frames));
  for (std::size_t i = 0; i < clip.size(); ++i) clip[i] = interleaved[i * static_cast<std::size_t>(channels)];
  return clip;
}

// What the pitch engine reads of a string alone.
class Alone {
 public:
  Alone(std::span<const float> clip, double targetHz) : m_targetHz(targetHz) {
    core::PitchEngine engine({.sampleRateHz = kRateHz});
    const std::size_t hop = engine.hopFrames();
    for (std::size_t i = 0; i + hop <= clip.size(); i += hop) {
      const core::PitchReading reading = engine.process(clip.subspan(i, hop));
      if (reading.isVoiced()) m_readings.emplace_back(reading.timeS - kBeforeS, *reading.hertz);
    }
  }

  // The mean about a time after the attack, in the shape of the strum's window. 0: it reads another note.
  double hertzAbout(double timeS, double windowS) const {
    const double sigmaS = std::max(kMinSigmaS, windowS / 7);
    double sum = 0;
    double weights = 0;
    for (const auto& [atS, hertz] : m_readings) {
      const double cents = test::cents(hertz, m_targetHz);
      if (std::abs(cents) > kNameCents) continue;
      const double weight = std::exp(-0.5 * std::pow((atS - timeS) / sigmaS, 2));
      sum += weight * cents;
      weights += weight;
    }
    return weights > 0.5 ? m_targetHz * std::exp2(sum / weights / 1200) : 0;
  }

 private:
  double m_targetHz;
  std::vector<std::pair<double, double>> m_readings;
};

struct Mix {
  std::vector<float> samples;
  std::vector<std::optional<Alone>> alone;  // nothing: it is muted
  double lastS = 0;                         // when the last string was struck
};

Mix mix(const StrumRow& strum, std::span<const double> targetsHz, SNDFILE* file, int channels) {
  Mix mixed;
  mixed.samples.resize(static_cast<std::size_t>((kSilenceS + kClipS) * kRateHz));
  for (std::size_t s = 0; s < strum.strings.size(); ++s) {
    const StringRow& string = strum.strings[s];
    mixed.alone.emplace_back();
    if (string.isMuted) continue;
    const std::vector<float> clip = clipAt(file, channels, string.startS);
    mixed.alone.back().emplace(clip, targetsHz[s]);
    const auto offset = static_cast<std::size_t>((kSilenceS + string.offsetS) * kRateHz);
    for (std::size_t i = 0; i < clip.size() && offset + i < mixed.samples.size(); ++i)
      mixed.samples[offset + i] += clip[i];
    mixed.lastS = std::max(mixed.lastS, kSilenceS + string.offsetS + kBeforeS);
  }
  double power = 0;
  const auto frames = static_cast<std::size_t>(kLevelS * kRateHz);
  for (const float x :
       std::span(mixed.samples).subspan(static_cast<std::size_t>((kSilenceS + kBeforeS) * kRateHz), frames))
    power += static_cast<double>(x) * x;
  test::Random random(strum.seed * 977 + 5);
  test::addWhiteNoise(mixed.samples, std::sqrt(power / static_cast<double>(frames)) * std::pow(10, -kSnrDb / 20),
                      random);
  return mixed;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string folder = count == 2 ? arguments[1] : "";
  SF_INFO info{};
  const std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> file(sf_open((folder + "/notes.wav").c_str(), SFM_READ, &info),
                                                         sf_close);
  const std::vector<StrumRow> strums = listStrums(folder);
  if (!file || strums.empty() || info.samplerate != kRateHz) {
    std::fputs("Usage: sampledstrums FOLDER; tests/benchmarks/strum/sampled fills it\n", stderr);
    return 2;
  }
  std::map<int, std::array<test::StrumScore, test::kStrumTimesS.size()>> scores;  // by program
  int unknown = 0;
  for (const StrumRow& strum : strums) {
    std::vector<int> keys;
    for (const StringRow& string : strum.strings) keys.push_back(string.key);
    const std::vector<double> targetsHz = test::targetsOf(keys);
    const Mix mixed = mix(strum, targetsHz, file.get(), info.channels);
    const auto readings = test::readStrum(mixed.samples, kRateHz, targetsHz);
    for (std::size_t t = 0; t < test::kStrumTimesS.size(); ++t) {
      const double dueS = mixed.lastS + test::kStrumTimesS[t];
      core::StrumPitches pitches;
      double availableS = dueS;
      for (const test::TimedPitches& reading : readings) {
        if (reading.availableS <= dueS) pitches = reading.pitches, availableS = reading.availableS;
      }
      const double windowS = availableS - mixed.lastS - kSettleS;
      std::vector<double> hertz;
      for (std::size_t s = 0; s < keys.size(); ++s) {
        const double attackS = kSilenceS + strum.strings[s].offsetS + kBeforeS;
        const bool isMuted = !mixed.alone[s];
        hertz.push_back(isMuted ? 0 : mixed.alone[s]->hertzAbout(availableS - windowS / 2 - attackS, windowS));
        if (isMuted || hertz.back() > 0) continue;
        ++unknown;
        hertz.back() = pitches.strings[s].hertz.value_or(0);  // neither right nor wrong
      }
      const std::string name = "seed " + std::to_string(strum.seed) + ", program " + std::to_string(strum.program) +
                               ", after " + std::to_string(test::kStrumTimesS[t]) + " s";
      test::addStrum(scores[strum.program][t], hertz, pitches, kFarCents, name);
    }
  }
  test::printStrumHead();
  std::array<test::StrumScore, test::kStrumTimesS.size()> all;
  for (auto& [program, times] : scores) {
    for (std::size_t t = 0; t < test::kStrumTimesS.size(); ++t) {
      all[t].add(times[t]);
      test::printStrumRow("program " + std::to_string(program), test::kStrumTimesS[t], times[t]);
    }
  }
  for (std::size_t t = 0; t < test::kStrumTimesS.size(); ++t) test::printStrumRow("all", test::kStrumTimesS[t], all[t]);
  if (unknown > 0) std::fprintf(stderr, "%d strings whose pitch alone is not known are not judged\n", unknown);
}
