// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>

namespace tunescope::test {

namespace {

constexpr std::array<double, 7> kSnrsDb = {60, 50, 40, 30, 20, 10, 5};
constexpr double kSettledS = 0.4;  // when every window is full
constexpr double kNoNoiseDb = 300;

using Cells = std::vector<std::string>;

std::string snrText(double snrDb) {
  return Findings::text(snrDb, 0);
}

void addRow(Findings& findings, double snrDb, const std::string& family, const Tally& t) {
  findings.row("stationary",
               "snrDb,family,within50,within10,within1,octaveErrors,noPitch,medianCents,p95Cents,overBound,inTwoSigma",
               {snrText(snrDb), family, Findings::text(t.within50(), 2), Findings::text(t.within10(), 2),
                Findings::text(t.within1(), 2), Findings::text(t.octaveErrors(), 3), Findings::text(t.unvoiced(), 2),
                Findings::text(t.errorCents(0.5), 4), Findings::text(t.errorCents(0.95), 3),
                Findings::text(t.deviationOverBound(), 2), Findings::text(t.withinTwoSigma(), 1)});
}

// One family at all levels of noise: the sound is made once.
void measureFamily(Bench& bench, Family family, std::array<Tally, kSnrsDb.size()>& tallies) {
  Random random(bench.seed * 100 + static_cast<std::uint64_t>(family));
  for (int midi = 21; midi <= 108; midi += bench.isShort ? 6 : 1) {
    const double hertz = besideMains(440 * std::pow(2, (midi - 69 + random.uniform(-0.5, 0.5)) / 12));
    const Tone clean =
        makeTone({.family = family, .hertz = hertz, .seconds = 1.0, .snrDb = kNoNoiseDb, .seed = random.next()});
    for (std::size_t i = 0; i < kSnrsDb.size(); ++i) {
      if (bench.isShort && i % 2 == 1) continue;
      if (bench.isNoisyOnly && kSnrsDb[i] > 20) continue;
      Tone tone = clean;
      tone.noiseSigma = 0.1 * std::pow(10.0, -kSnrsDb[i] / 20);
      addWhiteNoise(tone.samples, tone.noiseSigma, random);
      Tally ofNote;
      for (const BenchReading& r : readingsOf(tone.samples)) {
        if (r.availableS < kSettledS) continue;
        ofNote.add(r, tone);
        bench.reliability.add(r, tone.hertz);
      }
      bench.findings.row("notes", "snrDb,family,hertz,medianCents,boundCents,within50",
                         {snrText(kSnrsDb[i]), std::string(familyName(family)), Findings::text(hertz, 3),
                          Findings::text(ofNote.errorCents(0.5), 6), Findings::text(ofNote.boundCents(), 6),
                          Findings::text(ofNote.within50(), 1)});
      tallies[i].add(ofNote);
    }
  }
}

// The figures that issue and golden values speak of: at 20 dB and better, families pooled.
void addCleanFacts(Findings& findings, const Tally& clean, const Tally& withoutStrong2nd, const Tally& strong2nd) {
  findings.fact("clean.within50", clean.within50());
  findings.fact("clean.within10", clean.within10());
  findings.fact("clean.within1", clean.within1());
  findings.fact("clean.octaveErrors", withoutStrong2nd.octaveErrors());
  findings.fact("clean.octaveErrorsStrong2nd", strong2nd.octaveErrors());
  findings.fact("clean.medianCents", clean.errorCents(0.5));
  findings.fact("clean.overBound", clean.deviationOverBound());
  findings.fact("clean.maxDelayMs", 1000 * clean.maxDelayS());
}

constexpr std::array<double, 4> kLowHertz = {41.2, 55.0, 82.41, 110.0};
constexpr double kBeginsS = 0.3;

struct Beginnings {
  Tally tally;
  int readings = 0;
  int unfitted = 0;  // where the joint fit failed
};

// A tone that begins at once, out of noise: the readings of it that come from the joint fit of few periods.
void addBeginning(Bench& bench, Family family, double hertz, double snrDb, Random& random, Beginnings& found) {
  const double beginsS = kBeginsS + random.uniform(0, kHopS);
  Tone tone =
      makeTone({.family = family, .hertz = hertz, .seconds = 7 / hertz, .snrDb = kNoNoiseDb, .seed = random.next()});
  tone.noiseSigma = 0.1 * std::pow(10.0, -snrDb / 20);
  tone.samples.insert(tone.samples.begin(), static_cast<std::size_t>(beginsS * 48000), 0.0F);
  addWhiteNoise(tone.samples, tone.noiseSigma, random);
  for (const BenchReading& r : readingsOf(tone.samples)) {
    if (r.availableS < beginsS + 2 / hertz) continue;
    if (r.isVoiced() && r.basis.jointRest > 0) {
      ++found.readings;
      found.unfitted += r.basis.jointRest >= 1;
      if (r.basis.jointRest < 1) found.tally.add(r, tone);
    }
    bench.reliability.add(r, tone.hertz);
  }
}

void measureBeginnings(Bench& bench, std::span<const Family> families, std::uint64_t stream, const std::string& fact) {
  Random random(bench.seed * 100 + kFamilyCount + stream);
  Beginnings all;
  for (const Family family : families) {
    for (const double hertz : kLowHertz) {
      for (int i = 0; i < (bench.isShort ? 4 : 20); ++i) {
        for (const double snrDb : {40.0, 20.0})
          addBeginning(bench, family, hertz * std::pow(2, random.uniform(-0.5, 0.5) / 12), snrDb, random, all);
      }
    }
  }
  bench.findings.fact(fact + ".within1", all.tally.within1());
  bench.findings.fact(fact + ".medianCents", all.tally.errorCents(0.5));
  bench.findings.fact(fact + ".overBound", all.tally.deviationOverBound());
  bench.findings.fact(fact + ".inTwoSigma", all.tally.withinTwoSigma());
  bench.findings.fact(fact + ".unfitted", 100.0 * all.unfitted / std::max(1, all.readings));
}

// Apart from the others those whose partials go on above what the rate of a low register shows: the bound knows them
// all, and the string's B as well.
void measureBeginnings(Bench& bench) {
  static constexpr Family kShown[] = {Family::Sine, Family::MissingFundamental, Family::WeakFundamental,
                                      Family::StrongSecond, Family::Formants};
  static constexpr Family kBright[] = {Family::Saw, Family::StiffString};
  measureBeginnings(bench, kShown, 0, "beginning");
  measureBeginnings(bench, kBright, 1, "brightBeginning");
}

void addNoiseFacts(Bench& bench, double snrDb, const Tally& all, const Tally& steady) {
  Findings& findings = bench.findings;
  const std::string at = "snr" + snrText(snrDb);
  findings.fact(at + ".within50", all.within50());
  findings.fact(at + ".within10", all.within10());
  findings.fact(at + ".within1", all.within1());
  findings.fact(at + ".octaveErrors", all.octaveErrors());
  findings.fact(at + ".medianCents", all.errorCents(0.5));
  findings.fact(at + ".overBound", all.deviationOverBound());
  findings.fact(at + ".inTwoSigma", steady.withinTwoSigma());
  findings.row("snr", "snrDb,medianCents,p95Cents,boundCents,overBound",
               {snrText(snrDb), Findings::text(all.errorCents(0.5), 6), Findings::text(all.errorCents(0.95), 6),
                Findings::text(all.boundCents(), 6), Findings::text(all.deviationOverBound(), 3)});
  for (double k = 0.25; k <= 3.01; k += 0.25) {
    findings.row("sigma", "snrDb,k,share",
                 {snrText(snrDb), Findings::text(k, 2), Findings::text(steady.withinSigmas(k), 2)});
  }
}

}  // namespace

void measureStationary(Bench& bench) {
  std::array<Tally, kSnrsDb.size()> all;
  std::array<Tally, kSnrsDb.size()> steady;  // without the decaying string
  std::array<std::array<Tally, kSnrsDb.size()>, kFamilyCount> byFamily;
  Tally clean, withoutStrong2nd, strong2nd;
  for (int f = 0; f < kFamilyCount; ++f) {
    const auto family = static_cast<Family>(f);
    bench.progress("stationary sounds: " + std::string(familyName(family)));
    auto& tallies = byFamily[static_cast<std::size_t>(f)];
    measureFamily(bench, family, tallies);
    for (std::size_t i = 0; i < kSnrsDb.size(); ++i) {
      all[i].add(tallies[i]);
      if (family != Family::StiffString) steady[i].add(tallies[i]);
      if (kSnrsDb[i] < 20) continue;
      clean.add(tallies[i]);
      (family == Family::StrongSecond ? strong2nd : withoutStrong2nd).add(tallies[i]);
    }
  }
  for (std::size_t i = 0; i < kSnrsDb.size(); ++i) {
    if (all[i].readings() == 0) continue;
    for (int f = 0; f < kFamilyCount; ++f)
      addRow(bench.findings, kSnrsDb[i], std::string(familyName(static_cast<Family>(f))),
             byFamily[static_cast<std::size_t>(f)][i]);
    addRow(bench.findings, kSnrsDb[i], "all", all[i]);
    addNoiseFacts(bench, kSnrsDb[i], all[i], steady[i]);
  }
  addCleanFacts(bench.findings, clean, withoutStrong2nd, strong2nd);
  bench.progress("tones of few periods");
  measureBeginnings(bench);
}

}  // namespace tunescope::test
