// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"
#include "moresignals.h"

#include <algorithm>
#include <cmath>

namespace tunescope::test {

namespace {

struct Melody {
  const char* name;
  std::vector<double> hertz;
  double noteS;
};

const std::vector<Melody>& melodies() {
  static const std::vector<Melody> kMelodies = {
      {"scale from A3", {220, 246.94, 261.63, 293.66, 329.63, 349.23, 392, 440}, 0.4},
      {"thirds and fifths", {440, 554.37, 659.25, 440, 330, 494, 392, 587}, 0.4},
      {"octaves", {220, 440, 220, 880, 440, 110, 220, 440}, 0.4},
      {"low scale from E2", {82.41, 92.5, 98, 110, 123.47, 130.81, 146.83, 164.81}, 0.4},
      {"bass scale from E1", {41.2, 46.25, 49.5, 55, 61.74, 65.41, 73.42, 82.41}, 0.5},
      {"high scale from A5", {880, 987.77, 1046.5, 1174.66, 1318.51, 1396.91, 1567.98, 1760}, 0.3},
      {"fast scale from A4", {440, 493.88, 523.25, 587.33, 659.26, 698.46, 783.99, 880}, 0.22}};
  return kMelodies;
}

struct Share {
  int right = 0, wrong = 0, none = 0;
  void add(const core::PitchReading& r, double hertz) {
    if (!r.isVoiced())
      ++none;
    else
      ++(std::abs(cents(*r.hertz, hertz)) < 50 ? right : wrong);
  }
  double percent(int part) const { return 100.0 * part / std::max(1, right + wrong + none); }
};

// timeS: by one clock or the other. Whether the reading has to be right, and of which note.
bool isDue(double timeS, const Melody& melody, std::size_t& note) {
  note = static_cast<std::size_t>(timeS / melody.noteS);
  if (note >= melody.hertz.size()) return false;
  const double since = timeS - static_cast<double>(note) * melody.noteS;
  return since >= std::max(0.03, 2 / melody.hertz[note]) && since <= melody.noteS - 0.1;
}

void addVibrato(Bench& bench, double hertz, double& worstExtent, double& worstResidual) {
  const MovingTone tone = makeVibrato(hertz, 50, 5.5, bench.isShort ? 2 : 6, 50, bench.seed);
  Regression regression;
  for (const BenchReading& r : readingsOf(tone.samples)) {
    if (r.availableS < 0.5) continue;
    regression.add(cents(tone.hertzAt(r.timeS), hertz), r.isVoiced() ? cents(*r.hertz, hertz) : 0, r.isVoiced());
    bench.reliability.add(r, tone.hertzAt(r.timeS));
  }
  const double extent = 100 * regression.slope();
  bench.findings.row("vibrato", "hertz,extentPercent,residualCents,biasCents,noPitch",
                     {Findings::text(hertz, 0), Findings::text(extent, 1), Findings::text(regression.residual(), 2),
                      Findings::text(regression.bias(), 2), Findings::text(regression.missing(), 1)});
  worstExtent = std::min(worstExtent, extent);
  worstResidual = std::max(worstResidual, regression.residual());
}

void addGlide(Bench& bench, double hertz, double speed, double& worstBias) {
  const MovingTone tone = makeGlide(hertz, speed, 3, 50, bench.seed);
  Regression regression;
  for (const BenchReading& r : readingsOf(tone.samples)) {
    if (r.timeS < 0.7) continue;
    const double truth = tone.hertzAt(r.timeS);
    regression.add(cents(truth, hertz), r.isVoiced() ? cents(*r.hertz, hertz) : 0, r.isVoiced());
    bench.reliability.add(r, truth);
  }
  bench.findings.row("glides", "hertz,centsPerSecond,biasCents,residualCents,noPitch",
                     {Findings::text(hertz, 0), Findings::text(speed, 0), Findings::text(regression.bias(), 3),
                      Findings::text(regression.residual(), 2), Findings::text(regression.missing(), 1)});
  worstBias = std::max(worstBias, std::abs(regression.bias()));
}

}  // namespace

void measureLegato(Bench& bench) {
  double worst = 100;
  Share all;
  for (const Melody& melody : melodies()) {
    bench.progress(std::string("legato: ") + melody.name);
    Share byTime, byAvailable;
    for (int repeat = 0; repeat < (bench.isShort ? 1 : 8); ++repeat) {
      const MovingTone tone =
          makeLegato(melody.hertz, melody.noteS, 50, bench.seed * 100 + static_cast<std::uint64_t>(repeat));
      for (const BenchReading& r : readingsOf(tone.samples)) {
        std::size_t note = 0;
        if (isDue(r.timeS, melody, note)) byTime.add(r, melody.hertz[note]);
        if (!isDue(r.availableS, melody, note)) continue;
        byAvailable.add(r, melody.hertz[note]);
        bench.reliability.add(r, melody.hertz[note]);
      }
    }
    bench.findings.row("legato", "steps,rightByTime,right,wrong,noPitch",
                       {melody.name, Findings::text(byTime.percent(byTime.right), 2),
                        Findings::text(byAvailable.percent(byAvailable.right), 2),
                        Findings::text(byAvailable.percent(byAvailable.wrong), 2),
                        Findings::text(byAvailable.percent(byAvailable.none), 2)});
    worst = std::min({worst, byTime.percent(byTime.right), byAvailable.percent(byAvailable.right)});
    all.right += byAvailable.right, all.wrong += byAvailable.wrong, all.none += byAvailable.none;
  }
  bench.findings.fact("legato.worst", worst);
  bench.findings.fact("legato.right", all.percent(all.right));
}

void measureVibrato(Bench& bench) {
  double worstExtent = 1e9, worstResidual = 0, worstBias = 0;
  bench.progress("vibrato and glides");
  for (const double hertz : {110.0, 220.0, 440.0, 880.0}) addVibrato(bench, hertz, worstExtent, worstResidual);
  for (const double hertz : {110.0, 220.0, 440.0, 880.0}) {
    for (const double speed : {50.0, 200.0, -200.0}) addGlide(bench, hertz, speed, worstBias);
  }
  bench.findings.fact("vibrato.worstExtent", worstExtent);
  bench.findings.fact("vibrato.worstResidualCents", worstResidual);
  bench.findings.fact("glide.worstBiasCents", worstBias);
}

}  // namespace tunescope::test
