// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tunescope::test {

namespace {

constexpr double kRateHz = 48000;
constexpr double kAloneS = 2.5;  // the hum, before the note
constexpr double kNoteS = 2.5;
constexpr double kSettledS = 0.3;
constexpr double kHumAmplitude = 0.05;
constexpr std::array<double, 3> kOverDb = {0, 10, 20};
constexpr std::array<double, 4> kNotesHz = {41.203, 48.999, 61.735, 97.999};  // E1, G1, B1, G2

double rms(std::span<const float> x) {
  double sum = 0;
  for (const float v : x) sum += static_cast<double>(v) * v;
  return std::sqrt(sum / static_cast<double>(x.size()));
}

struct Struck {
  std::vector<float> samples;
  Tone note;
};

// A low note that is struck while the mains hum: at a frequency of their own, as mains have.
Struck noteOverHum(Family family, double hertz, double mainsHz, double overDb, Random& random) {
  const auto alone = static_cast<std::size_t>(kAloneS * kRateHz);
  Struck struck;
  struck.samples = mainsHum(static_cast<std::size_t>((kAloneS + kNoteS) * kRateHz), mainsHz + random.uniform(-0.2, 0.2),
                            kHumAmplitude, kRateHz);
  struck.note = makeTone({.family = family,
                          .hertz = hertz,
                          .sampleRateHz = kRateHz,
                          .seconds = kNoteS,
                          .snrDb = 90,
                          .seed = random.next()});
  const double gain = rms(struck.samples) * std::pow(10, overDb / 20) / rms(struck.note.samples);
  for (std::size_t i = 0; i < struck.note.samples.size(); ++i)
    struck.samples[alone + i] += static_cast<float>(gain) * struck.note.samples[i];
  for (double& a : struck.note.amplitudes) a *= gain;
  struck.note.noiseSigma = 0.001;
  addWhiteNoise(struck.samples, struck.note.noiseSigma, random);
  return struck;
}

void addRow(Findings& findings, const std::string& sound, double overDb, const char* hum, const Tally& t) {
  findings.row("hum", "sound,overDb,hum,within50,within1,octaveErrors,noPitch,medianCents,p95Cents",
               {sound, Findings::text(overDb, 0), hum, Findings::text(t.within50(), 2), Findings::text(t.within1(), 2),
                Findings::text(t.octaveErrors(), 3), Findings::text(t.unvoiced(), 2),
                Findings::text(t.errorCents(0.5), 4), Findings::text(t.errorCents(0.95), 3)});
}

}  // namespace

void measureHum(Bench& bench) {
  Tally all;
  for (const Family family : {Family::Saw, Family::StiffString}) {
    const std::string name(familyName(family));
    bench.progress("notes over hum: " + name);
    for (const double overDb : kOverDb) {
      Random random(bench.seed * 300 + static_cast<std::uint64_t>(family));
      Tally removed, left;
      for (const double hertz : kNotesHz) {
        for (const double mainsHz : {50.0, 60.0}) {
          for (int repeat = 0; repeat < (bench.isShort ? 1 : 5); ++repeat) {
            const Struck struck = noteOverHum(family, hertz, mainsHz, overDb, random);
            for (const core::Mains mains : {core::Mains::Found, core::Mains::Off}) {
              for (const BenchReading& r : readingsOf(struck.samples, {.mains = mains})) {
                if (r.availableS < kAloneS + kSettledS) continue;
                (mains == core::Mains::Off ? left : removed).add(r, struck.note);
                if (mains == core::Mains::Found) bench.reliability.add(r, hertz);
              }
            }
          }
        }
      }
      addRow(bench.findings, name, overDb, "found", removed);
      addRow(bench.findings, name, overDb, "left in", left);
      all.add(removed);
    }
  }
  bench.findings.fact("hum.within50", all.within50());
  bench.findings.fact("hum.within1", all.within1());
  bench.findings.fact("hum.p95Cents", all.errorCents(0.95));
}

}  // namespace tunescope::test
