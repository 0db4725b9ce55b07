// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"
#include "moresignals.h"

#include <algorithm>
#include <cmath>

namespace tunescope::test {

namespace {

const std::vector<double> kTune = {196, 246.94, 293.66, 392, 220, 329.63, 164.81, 261.63, 110, 146.83, 130.81, 98};

void addRow(Bench& bench, const std::string& name, const Tally& tally) {
  bench.findings.row(
      "rooms", "sound,within50,within10,within1,octaveErrors,noPitch,medianCents,p95Cents",
      {name, Findings::text(tally.within50(), 2), Findings::text(tally.within10(), 2),
       Findings::text(tally.within1(), 2), Findings::text(tally.octaveErrors(), 3), Findings::text(tally.unvoiced(), 2),
       Findings::text(tally.errorCents(0.5), 4), Findings::text(tally.errorCents(0.95), 3)});
}

// Plucked notes in a room: read from 100 ms after each pluck until the next, while the last ones still sound.
void reverberant(Bench& bench, const char* name, double decayS, double directDb) {
  constexpr double kNoteS = 0.6;
  Tally tally;
  for (int repeat = 0; repeat < (bench.isShort ? 1 : 4); ++repeat) {
    const std::uint64_t seed = bench.seed * 10 + static_cast<std::uint64_t>(repeat);
    MovingTone melody = makePluckedMelody(kTune, kNoteS, 50, seed);
    addReverberation(melody.samples, decayS, directDb, seed);
    for (const BenchReading& r : readingsOf(melody.samples)) {
      const auto note = static_cast<std::size_t>(r.availableS / kNoteS);
      if (note >= kTune.size() || r.availableS - static_cast<double>(note) * kNoteS < 0.1) continue;
      Tone truth;
      truth.hertz = kTune[note];
      truth.noiseSigma = 1;
      tally.add(r, truth);
      bench.reliability.add(r, truth.hertz);
    }
  }
  addRow(bench, name, tally);
  bench.findings.fact(std::string("rooms.") + (decayS < 1 ? "room" : "hall") + ".within50", tally.within50());
}

void telephone(Bench& bench) {
  Tally tally;
  Random random(bench.seed * 31);
  for (const Family family : {Family::Saw, Family::StiffString, Family::Formants, Family::WeakFundamental}) {
    for (int midi = 33; midi <= 93; midi += bench.isShort ? 6 : 2) {
      const double hertz = besideMains(440 * std::pow(2, (midi - 69 + random.uniform(-0.5, 0.5)) / 12));
      Tone tone = makeTone({.family = family, .hertz = hertz, .seconds = 1.0, .snrDb = 60, .seed = random.next()});
      throughTelephone(tone.samples, 25, random.next());
      for (const BenchReading& r : readingsOf(tone.samples)) {
        if (r.availableS < 0.4) continue;
        tally.add(r, tone);
        bench.reliability.add(r, tone.hertz);
      }
    }
  }
  addRow(bench, "through a telephone (25 dB)", tally);
  bench.findings.fact("rooms.telephone.within50", tally.within50());
}

// A chord has no one pitch: what is told should be one of the strings.
void strums(Bench& bench) {
  int readings = 0, ofAString = 0, none = 0, wrongAndSure = 0;
  for (int repeat = 0; repeat < (bench.isShort ? 2 : 10); ++repeat) {
    const Strum strum = makeStrum(2.0, 0.02, 50, bench.seed * 20 + static_cast<std::uint64_t>(repeat));
    for (const BenchReading& r : readingsOf(strum.samples)) {
      if (r.availableS < 0.35) continue;
      ++readings;
      none += !r.isVoiced();
      if (!r.isVoiced()) continue;
      const bool isRight =
          std::ranges::any_of(strum.hertz, [&](double f) { return std::abs(cents(*r.hertz, f)) < 50; });
      ofAString += isRight;
      wrongAndSure += !isRight && r.confidence > 0.5;
    }
  }
  const double n = readings;
  bench.findings.row("strums", "sound,ofAString,noPitch,otherAndSure",
                     {"open strings strummed in 100 ms", Findings::text(100 * ofAString / n, 2),
                      Findings::text(100 * none / n, 2), Findings::text(100 * wrongAndSure / n, 2)});
}

Tally readTones(const core::PitchSettings& settings, const std::vector<double>& pitches, double snrDb,
                std::uint64_t seed) {
  Tally tally;
  Random random(seed);
  for (const Family family : {Family::Sine, Family::Saw, Family::StiffString}) {
    for (const double hertz : pitches) {
      const Tone tone = makeTone({.family = family,
                                  .hertz = besideMains(hertz * std::pow(2, random.uniform(-0.3, 0.3) / 12)),
                                  .sampleRateHz = settings.sampleRateHz,
                                  .seconds = 1.2,
                                  .snrDb = snrDb,
                                  .seed = random.next()});
      for (const BenchReading& r : readingsOf(tone.samples, settings)) {
        if (r.availableS >= 0.6) tally.add(r, tone, settings.sampleRateHz);
      }
    }
  }
  return tally;
}

}  // namespace

void measureRooms(Bench& bench) {
  bench.progress("rooms, telephone, strums");
  reverberant(bench, "in a room (0.4 s; direct sound 6 dB over the tail)", 0.4, 6);
  reverberant(bench, "in a hall (1.5 s; direct sound as loud as the tail)", 1.5, 0);
  telephone(bench);
  strums(bench);
}

void measureRates(Bench& bench) {
  const std::vector<double> rates = bench.isShort ? std::vector<double>{8000, 44100, 192000}
                                                  : std::vector<double>{8000,  11025, 16000, 22050, 32000,  44100,
                                                                        48000, 63999, 88200, 96000, 176400, 192000};
  double worst = 100, worstMedian = 0;
  for (const double rate : rates) {
    bench.progress("sample rates: " + Findings::text(rate, 0) + " Hz");
    std::vector<double> pitches;
    for (double hertz = 27.5; hertz < std::min(4800.0, 0.4 * rate); hertz *= bench.isShort ? 2.9 : 1.7)
      pitches.push_back(hertz);
    const Tally tally = readTones({.sampleRateHz = rate}, pitches, 40, bench.seed * 7);
    bench.findings.row("rates", "rateHz,within50,within1,octaveErrors,noPitch,medianCents,p95Cents,overBound",
                       {Findings::text(rate, 0), Findings::text(tally.within50(), 2),
                        Findings::text(tally.within1(), 2), Findings::text(tally.octaveErrors(), 3),
                        Findings::text(tally.unvoiced(), 2), Findings::text(tally.errorCents(0.5), 4),
                        Findings::text(tally.errorCents(0.95), 3), Findings::text(tally.deviationOverBound(), 2)});
    worst = std::min(worst, tally.within50());
    worstMedian = std::max(worstMedian, tally.errorCents(0.5));
  }
  bench.findings.fact("rates.worstWithin50", worst);
  bench.findings.fact("rates.worstMedianCents", worstMedian);
}

void measureRange(Bench& bench) {
  bench.progress("range: 16 Hz to 8 kHz");
  double worst = 100;
  for (const double hertz : {16.35, 18.35, 20.6, 23.12, 27.5, 5274.0, 5919.9, 6644.9, 7458.6}) {
    // One pitch at a time, on the spot: the range ends here.
    Tally tally;
    for (const Family family : {Family::Sine, Family::Saw, Family::StiffString}) {
      const Tone tone = makeTone({.family = family,
                                  .hertz = hertz * 1.01,
                                  .seconds = 1.6,
                                  .snrDb = 40,
                                  .seed = bench.seed * 17 + static_cast<std::uint64_t>(hertz)});
      for (const BenchReading& r : readingsOf(tone.samples, {.minHz = 16, .maxHz = 8000})) {
        if (r.availableS >= 0.8) tally.add(r, tone);
      }
    }
    bench.findings.row("range", "hertz,within50,within1,octaveErrors,noPitch,medianCents",
                       {Findings::text(hertz * 1.01, 2), Findings::text(tally.within50(), 1),
                        Findings::text(tally.within1(), 1), Findings::text(tally.octaveErrors(), 1),
                        Findings::text(tally.unvoiced(), 1), Findings::text(tally.errorCents(0.5), 4)});
    worst = std::min(worst, tally.within50());
  }
  bench.findings.fact("range.worstWithin50", worst);
}

}  // namespace tunescope::test
