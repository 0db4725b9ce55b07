// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"
#include "moresignals.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tunescope::test {

namespace {

// How many partials stand 10 dB over the noise of a Hann window of 4096 samples, half a second into the note.
int partialsOverNoise(const Tone& tone) {
  const double floor = tone.noiseSigma * std::sqrt(6.0 / 4096) * std::sqrt(10.0);
  int count = 0;
  for (std::size_t i = 0; i < tone.amplitudes.size(); ++i)
    count += tone.amplitudes[i] * std::exp(-0.5 / std::max(1e-9, tone.decaysS[i])) > floor;
  return count;
}

struct Stiffness {
  std::vector<double> errors;   // cents
  std::vector<double> bErrors;  // per cent, where at least six partials stand above the noise
  int expected = 0;             // readings of these
  int voiced = 0;
};

Stiffness stiffnessAt(Bench& bench, double snrDb) {
  Stiffness found;
  Random random(bench.seed + 77);
  for (int midi = 28; midi <= 84; midi += bench.isShort ? 7 : 2) {
    const double hertz = besideMains(440 * std::pow(2, (midi - 69 + random.uniform(-0.5, 0.5)) / 12));
    const Tone tone = makeTone(
        {.family = Family::StiffString, .hertz = hertz, .seconds = 1.5, .snrDb = snrDb, .seed = random.next()});
    const bool isRich = partialsOverNoise(tone) >= 6;
    for (const BenchReading& r : readingsOf(tone.samples)) {
      if (r.availableS < 0.4 || r.availableS > 1.0 || !r.isVoiced()) continue;
      ++found.voiced;
      found.errors.push_back(std::abs(cents(*r.hertz, tone.hertz)));
      found.expected += isRich;
      if (isRich && r.inharmonicity) found.bErrors.push_back(100 * std::abs(*r.inharmonicity / tone.inharmonicity - 1));
    }
  }
  return found;
}

struct Promise {
  double hertz = 0;
  std::array<double, 3> ms;  // to 50, 5 and 1 cents
};
// pitch.md's "to promise".
constexpr std::array<Promise, 6> kPromises = {{{41.2, {50, 90, 130}},
                                               {82.41, {30, 50, 80}},
                                               {110.0, {25, 40, 85}},
                                               {196.0, {20, 20, 50}},
                                               {440.0, {15, 20, 25}},
                                               {1318.5, {12, 12, 20}}}};
constexpr std::array<double, 3> kLimitsCents = {50, 5, 1};
constexpr double kSureForS = 0.25;    // confidence that is lost within this was none
constexpr double kWatchedForS = 0.9;  // "stays within" is seen for so long

struct Attack {
  std::array<double, 3> ms;   // until the reading stays within
  double sureMs = 0;          // until the confidence stays at .9 for kSureForS
  bool isSureInTime = false;  // the reading that is there at the promised 5-cent time says >= .9
  bool isWrong = false;       // a wrong note with confidence > .5 in the first 100 ms
};

Attack followAttack(Bench& bench, double hertz, double at, double promised5Ms, std::uint64_t seed) {
  const MovingTone tone = makePluck(hertz, at, at + kWatchedForS, 50, seed);
  Attack attack{};
  std::array<double, 3> right{};  // when the reading came that was right from then on
  double sure = 0;
  for (const BenchReading& r : readingsOf(tone.samples)) {
    if (r.availableS <= at) continue;
    const double since = r.availableS - at;
    const double error = r.isVoiced() ? std::abs(cents(*r.hertz, hertz)) : 1e9;
    for (std::size_t i = 0; i < right.size(); ++i) {
      if (right[i] == 0 || error > kLimitsCents[i]) right[i] = error > kLimitsCents[i] ? since + kHopS : since;
    }
    if (sure == 0 || since < sure + kSureForS) {
      if (r.confidence < 0.9) sure = since + kHopS;
      if (sure == 0) sure = since;
    }
    if (since <= promised5Ms / 1000) attack.isSureInTime = r.confidence >= 0.9;
    attack.isWrong = attack.isWrong || (error > 50 && error < 1e9 && r.confidence > 0.5 && since < 0.1);
    bench.reliability.add(r, hertz);
  }
  for (std::size_t i = 0; i < right.size(); ++i) attack.ms[i] = 1000 * right[i];
  attack.sureMs = 1000 * sure;
  return attack;
}

void addTimes(std::vector<std::string>& cells, const std::vector<double>& ms) {
  cells.push_back(Findings::text(quantile(ms, 0.5), 1));
  cells.push_back(Findings::text(quantile(ms, 0.9), 1));
}

// excess: how many milliseconds the worst median and the worst 90th percentile are over what is promised; not above 0
// where it holds.
struct Excess {
  double median = -1e9, p90 = -1e9, sure = -1e9;
  int wrong = 0;
};

void measurePitch(Bench& bench, const Promise& promise, Excess& excess) {
  std::array<std::vector<double>, 3> times;
  std::vector<double> sure;
  int wrong = 0, sureInTime = 0;
  Random random(bench.seed * 1000 + static_cast<std::uint64_t>(promise.hertz));
  const int plucks = bench.isShort ? 20 : 200;
  for (int k = 0; k < plucks; ++k) {
    const double at = 0.3 + random.uniform(0, kHopS);
    const double hertz = promise.hertz * std::pow(2, random.uniform(-0.3, 0.3) / 12);
    const Attack attack = followAttack(bench, hertz, at, promise.ms[1], random.next());
    for (std::size_t i = 0; i < times.size(); ++i) times[i].push_back(attack.ms[i]);
    sure.push_back(attack.sureMs);
    wrong += attack.isWrong;
    sureInTime += attack.isSureInTime;
  }
  const std::string name = Findings::text(promise.hertz, 1);
  std::vector<std::string> cells = {name};
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double median = quantile(times[i], 0.5);
    const double p90 = quantile(times[i], 0.9);
    addTimes(cells, times[i]);
    cells.push_back(Findings::text(promise.ms[i], 0));
    bench.findings.fact("onset." + name + ".to" + Findings::text(kLimitsCents[i], 0) + "c", median);
    excess.median = std::max(excess.median, median - promise.ms[i]);
    excess.p90 = std::max(excess.p90, p90 - promise.ms[i] - 1000 * kHopS);
  }
  addTimes(cells, sure);
  cells.push_back(Findings::text(100.0 * sureInTime / plucks, 1));
  cells.push_back(std::to_string(wrong));
  cells.push_back(std::to_string(plucks));
  excess.sure = std::max(excess.sure, quantile(sure, 0.5) - promise.ms[1]);
  excess.wrong += wrong;
  bench.findings.row("onset",
                     "hertz,median50,p90of50,promise50,median5,p90of5,promise5,median1,p90of1,promise1,medianSure,"
                     "p90OfSure,sureInTime,wrong,plucks",
                     cells);
}

}  // namespace

void measureStiff(Bench& bench) {
  std::vector<double> errors, bErrors;
  for (const double snrDb : {60.0, 40.0, 20.0}) {
    bench.progress("stiff strings: " + Findings::text(snrDb, 0) + " dB");
    const Stiffness found = stiffnessAt(bench, snrDb);
    const double told = 100.0 * static_cast<double>(found.bErrors.size()) / std::max(1, found.expected);
    bench.findings.row(
        "stiff", "snrDb,medianCents,p95Cents,medianErrorOfB,p95ErrorOfB,toldB",
        {Findings::text(snrDb, 0), Findings::text(quantile(found.errors, 0.5), 4),
         Findings::text(quantile(found.errors, 0.95), 3), Findings::text(quantile(found.bErrors, 0.5), 2),
         Findings::text(quantile(found.bErrors, 0.95), 1), Findings::text(told, 1)});
    errors.insert(errors.end(), found.errors.begin(), found.errors.end());
    bErrors.insert(bErrors.end(), found.bErrors.begin(), found.bErrors.end());
  }
  bench.findings.fact("stiff.medianCents", quantile(errors, 0.5));
  bench.findings.fact("stiff.p95ErrorOfB", quantile(bErrors, 0.95));
}

void measureOnsets(Bench& bench) {
  Excess excess;
  for (const Promise& promise : kPromises) {
    bench.progress("attacks: " + Findings::text(promise.hertz, 0) + " Hz");
    measurePitch(bench, promise, excess);
  }
  bench.findings.fact("onset.medianOverPromiseMs", excess.median);
  bench.findings.fact("onset.p90OverPromiseMs", excess.p90);
  bench.findings.fact("onset.sureOverPromiseMs", excess.sure);
  bench.findings.fact("onset.wrong", excess.wrong);
}

}  // namespace tunescope::test
