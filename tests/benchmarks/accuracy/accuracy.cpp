// SPDX-License-Identifier: GPL-3.0-or-later
// Measures the pitch engine on seeded signals with a known pitch and writes what it finds as Markdown.
// Usage: accuracy [--short] [--seed N] [SECTION…]; sections: stationary stiff onset legato vibrato noise
#include "core/pitch/pitchengine.h"
#include "moresignals.h"
#include "statistics.h"
#include "support/signals.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

using namespace tunescope;
using namespace tunescope::test;

namespace {

struct Options {
  bool isShort = false;
  std::uint64_t seed = 1000003;  // of the published report; others are for tuning
  std::vector<std::string> sections;

  bool wants(const char* section) const {
    return sections.empty() || std::ranges::find(sections, section) != sections.end();
  }
};

std::vector<core::PitchReading> readingsOf(std::span<const float> samples, double rateHz = 48000) {
  core::PitchEngine engine({.sampleRateHz = rateHz});
  std::vector<core::PitchReading> readings;
  const std::size_t hop = engine.hopFrames();
  for (std::size_t i = 0; i + hop <= samples.size(); i += hop)
    readings.push_back(engine.process(samples.subspan(i, hop)));
  return readings;
}

// Away from what the engine takes for mains hum when it is there from the start.
double besideMains(double hertz) {
  for (const double mains : {25.0, 30.0, 50.0, 60.0, 100.0, 120.0}) {
    if (std::abs(hertz - mains) < 1) return mains + 1.5;
  }
  return hertz;
}

void stationary(const Options& options) {
  std::printf(
      "## Stationary sounds\n\nA0 to C8, each detuned by up to 50 cents, twelve families, 48 kHz; readings from 0.4 s "
      "on.\n\n");
  std::printf(
      "| SNR dB | family | within 50 c %% | 10 c | 1 c | octave errors | no pitch | median c | 95 %% c | sd / bound | "
      "in 2 sigma %% |\n");
  std::printf("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
  Calibration calibration;
  for (const double snrDb : {60.0, 40.0, 20.0, 10.0, 5.0}) {
    Tally all;
    for (int family = 0; family < kFamilyCount; ++family) {
      Tally tally;
      Random random(options.seed + static_cast<std::uint64_t>(family * 1000 + static_cast<int>(snrDb)));
      for (int midi = 21; midi <= 108; midi += options.isShort ? 6 : 1) {
        const double hertz = besideMains(440 * std::pow(2, (midi - 69 + random.uniform(-0.5, 0.5)) / 12));
        const Tone tone = makeTone({.family = static_cast<Family>(family),
                                    .hertz = hertz,
                                    .seconds = 1.0,
                                    .snrDb = snrDb,
                                    .seed = random.next()});
        for (const core::PitchReading& r : readingsOf(tone.samples)) {
          if (r.availableS < 0.4) continue;
          tally.add(r, tone);
          calibration.add(r, tone.hertz);
        }
      }
      tally.print(snrDb, std::string(familyName(static_cast<Family>(family))).c_str());
      all.add(tally);
    }
    all.print(snrDb, "**all**");
  }
  calibration.print();
}

void stiff(const Options& options) {
  std::printf(
      "\n## Stiff, decaying strings\n\n| SNR dB | median error c | 95 %% c | median error of B %% | B told %% |\n| --- "
      "| --- | --- | --- | --- |\n");
  for (const double snrDb : {60.0, 40.0, 20.0}) {
    std::vector<double> errors;
    std::vector<double> bErrors;
    int readings = 0;
    Random random(options.seed + 77);
    for (int midi = 28; midi <= 84; midi += options.isShort ? 7 : 2) {
      const double hertz = besideMains(440 * std::pow(2, (midi - 69 + random.uniform(-0.5, 0.5)) / 12));
      const Tone tone = makeTone(
          {.family = Family::StiffString, .hertz = hertz, .seconds = 1.5, .snrDb = snrDb, .seed = random.next()});
      for (const core::PitchReading& r : readingsOf(tone.samples)) {
        if (r.availableS < 0.4 || !r.isVoiced()) continue;
        ++readings;
        errors.push_back(std::abs(cents(*r.hertz, tone.hertz)));
        if (r.inharmonicity) bErrors.push_back(100 * std::abs(*r.inharmonicity / tone.inharmonicity - 1));
      }
    }
    std::printf("| %g | %.4f | %.3f | %.1f | %.1f |\n", snrDb, quantile(errors, 0.5), quantile(errors, 0.95),
                quantile(bErrors, 0.5), 100.0 * static_cast<double>(bErrors.size()) / std::max(1, readings));
  }
}

void onset(const Options& options) {
  std::printf(
      "\n## From the attack to the reading\n\nMilliseconds by the `available` clock from a pluck with a noise burst, "
      "at a random phase of "
      "the hop, until the reading stays within; median (90th percentile).\n\n");
  std::printf(
      "| Hz | 50 c | 5 c | 1 c | confidence >= .9 | wrong with confidence > .5 in the first 100 ms |\n| --- | --- | "
      "--- | --- | --- | --- |\n");
  for (const double hertz : {41.2, 82.41, 110.0, 196.0, 440.0, 1318.5}) {
    std::vector<double> times[4];
    int wrong = 0;
    Random random(options.seed + static_cast<std::uint64_t>(hertz));
    const int plucks = options.isShort ? 20 : 200;
    for (int k = 0; k < plucks; ++k) {
      const double at = 0.3 + random.uniform(0, 0.02);
      const double detuned = hertz * std::pow(2, random.uniform(-0.3, 0.3) / 12);
      const MovingTone tone = makePluck(detuned, at, 1.2, 50, random.next());
      double last[4] = {};  // when the reading came that was right from then on
      bool isWrong = false;
      for (const core::PitchReading& r : readingsOf(tone.samples)) {
        if (r.availableS <= at) continue;
        if (last[0] == 0) std::ranges::fill(last, r.availableS);
        const double error = r.isVoiced() ? std::abs(cents(*r.hertz, detuned)) : 1e9;
        const double limits[3] = {50, 5, 1};
        for (int i = 0; i < 3; ++i) {
          if (error > limits[i]) last[i] = r.availableS + 512.0 / 48000;
        }
        if (r.confidence < 0.9) last[3] = r.availableS + 512.0 / 48000;
        isWrong = isWrong || (r.isVoiced() && error > 50 && r.confidence > 0.5 && r.availableS < at + 0.1);
      }
      for (int i = 0; i < 4; ++i) times[i].push_back(1000 * (last[i] - at));
      wrong += isWrong;
    }
    std::printf("| %g |", hertz);
    for (auto& time : times) std::printf(" %.0f (%.0f) |", quantile(time, 0.5), quantile(time, 0.9));
    std::printf(" %d of %d |\n", wrong, plucks);
  }
}

void legato(const Options& options) {
  std::printf(
      "\n## Legato and octave jumps\n\nReadings on the right note from 30 ms (or two periods) after a step until 100 "
      "ms before the next.\n\n");
  std::printf("| steps | right %% | wrong %% | no pitch %% |\n| --- | --- | --- | --- |\n");
  const std::vector<std::pair<const char*, std::vector<double>>> lines = {
      {"scale from A3", {220, 246.94, 261.63, 293.66, 329.63, 349.23, 392, 440}},
      {"thirds and fifths", {440, 554.37, 659.25, 440, 330, 494, 392, 587}},
      {"octaves", {220, 440, 220, 880, 440, 110, 220, 440}},
      {"low scale from E2", {82.41, 92.5, 98, 110, 123.47, 130.81, 146.83, 164.81}}};
  for (const auto& [name, pitches] : lines) {
    int right = 0, wrong = 0, none = 0;
    constexpr double kNoteS = 0.4;
    for (int repeat = 0; repeat < (options.isShort ? 1 : 8); ++repeat) {
      const MovingTone tone = makeLegato(pitches, kNoteS, 50, options.seed + static_cast<std::uint64_t>(repeat));
      for (const core::PitchReading& r : readingsOf(tone.samples)) {
        const auto note = static_cast<std::size_t>(r.availableS / kNoteS);
        const double since = r.availableS - static_cast<double>(note) * kNoteS;
        if (note >= pitches.size() || since < std::max(0.03, 2 / pitches[note]) || since > kNoteS - 0.1) continue;
        if (!r.isVoiced())
          ++none;
        else if (std::abs(cents(*r.hertz, pitches[note])) < 50)
          ++right;
        else
          ++wrong;
      }
    }
    const double total = right + wrong + none;
    std::printf("| %s | %.2f | %.2f | %.2f |\n", name, 100 * right / total, 100 * wrong / total, 100 * none / total);
  }
}

void vibrato(const Options& options) {
  std::printf(
      "\n## Vibrato and glides\n\nAt the stated time of each reading.\n\n| sound | extent kept %% | residual c rms | "
      "bias c | no pitch %% |\n| --- | --- | --- | --- | --- |\n");
  for (const double hertz : {110.0, 220.0, 440.0, 880.0}) {
    const MovingTone tone = makeVibrato(hertz, 50, 5.5, options.isShort ? 2 : 6, 50, options.seed);
    Regression regression;
    for (const core::PitchReading& r : readingsOf(tone.samples)) {
      if (r.availableS < 0.5) continue;
      regression.add(cents(tone.hertzAt(r.timeS), hertz), r.isVoiced() ? cents(*r.hertz, hertz) : 0, r.isVoiced());
    }
    std::printf("| vibrato +-50 c, 5.5 Hz on %g Hz | %.1f | %.2f | %.2f | %.1f |\n", hertz, 100 * regression.slope(),
                regression.residual(), regression.bias(), regression.missing());
  }
  for (const double hertz : {110.0, 440.0}) {
    for (const double speed : {50.0, 200.0}) {
      const MovingTone tone = makeGlide(hertz, speed, 3, 50, options.seed);
      Regression regression;
      for (const core::PitchReading& r : readingsOf(tone.samples)) {
        if (r.timeS < 0.7) continue;
        const double truth = tone.hertzAt(r.timeS);
        if (truth > 0) regression.add(cents(truth, hertz), r.isVoiced() ? cents(*r.hertz, hertz) : 0, r.isVoiced());
      }
      std::printf("| glide %g c/s from %g Hz | %.1f | %.2f | %.2f | %.1f |\n", speed, hertz, 100 * regression.slope(),
                  regression.residual(), regression.bias(), regression.missing());
    }
  }
}

void noise(const Options& options) {
  std::printf("\n## Notes heard where there are none\n\n| sound | notes a minute | voiced %% |\n| --- | --- | --- |\n");
  const double seconds = options.isShort ? 15 : 120;
  const auto frames = static_cast<std::size_t>(seconds * 48000);
  const auto report = [&](const char* name, const std::vector<float>& samples) {
    int notes = 0;
    int voiced = 0;
    const auto readings = readingsOf(samples);
    for (const core::PitchReading& r : readings) {
      notes += r.noteBegan;
      voiced += r.isVoiced();
    }
    std::printf("| %s | %.2f | %.2f |\n", name, notes * 60 / seconds,
                100.0 * voiced / static_cast<double>(readings.size()));
  };
  report("white noise", whiteNoise(frames, 0.1, options.seed));
  report("pink noise", pinkNoise(frames, 0.1, options.seed));
  report("brown noise", brownNoise(frames, 0.1, options.seed));
  report("50 Hz hum", mainsHum(frames, 50, 0.05, 48000));
  std::vector<float> hum = mainsHum(frames, 60, 0.05, 48000);
  Random random(options.seed);
  addWhiteNoise(hum, 0.01, random);
  report("60 Hz hum in noise", hum);
  std::vector<float> clicks(frames, 0.0F);
  for (std::size_t i = 0; i < frames; i += 24000 + random.next() % 8000) clicks[i] = 0.9F;
  addWhiteNoise(clicks, 1e-3, random);
  report("clicks", clicks);
  std::vector<float> drum = whiteNoise(frames, 0.3, options.seed + 1);
  for (std::size_t i = 0; i < frames; ++i)
    drum[i] *= static_cast<float>(std::exp(-static_cast<double>(i % 24000) / 1500) + 0.001);
  report("noise bursts", drum);
  report("silence", std::vector<float>(frames, 0.0F));
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--short") == 0)
      options.isShort = true;
    else if (std::strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
      options.seed = std::strtoull(argv[++i], nullptr, 10);
    else
      options.sections.emplace_back(argv[i]);
  }
  if (options.wants("stationary")) stationary(options);
  if (options.wants("stiff")) stiff(options);
  if (options.wants("onset")) onset(options);
  if (options.wants("legato")) legato(options);
  if (options.wants("vibrato")) vibrato(options);
  if (options.wants("noise")) noise(options);
  return 0;
}
