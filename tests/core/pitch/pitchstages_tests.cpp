// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/halfband.h"
#include "core/pitch/fit/confidence.h"
#include "core/pitch/fit/harmonicfit.h"
#include "core/pitch/fit/otherpitches.h"
#include "core/pitch/search/harmonicmatch.h"
#include "core/pitch/search/multiratehistory.h"
#include "core/pitch/search/nsdf.h"
#include "core/pitch/search/partialspectrum.h"
#include "core/pitch/search/spreadnote.h"
#include "core/pitch/track/notememory.h"
#include "core/pitch/track/onset.h"
#include "support/signals.h"

#include <QTest>

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

using namespace tunescope;
using test::Family;

namespace {

std::vector<float> sine(double hertz, double rate, std::size_t frames, double phase = 0) {
  std::vector<float> x(frames);
  for (std::size_t i = 0; i < frames; ++i) {
    x[i] = static_cast<float>(std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rate + phase));
  }
  return x;
}

double rms(std::span<const float> x) {
  double sum = 0;
  for (const float v : x) sum += static_cast<double>(v) * v;
  return std::sqrt(sum / static_cast<double>(x.size()));
}

constexpr std::array<std::size_t, 1> kSize = {4096};

// Of a note whose partials have these amplitudes.
core::PartialPowers powersOf(double hertz, const std::vector<double>& amplitudes) {
  core::PartialSpectrum spectrum(kSize);
  std::vector<float> x(4096);
  for (std::size_t l = 1; l <= amplitudes.size(); ++l) {
    const std::vector<float> line = sine(hertz * static_cast<double>(l), 8000, x.size());
    for (std::size_t i = 0; i < x.size(); ++i) x[i] += static_cast<float>(amplitudes[l - 1]) * line[i];
  }
  spectrum.analyze(x);
  core::HarmonicMatch match;
  for (std::size_t peak = 0; peak < spectrum.peaks().size(); ++peak) {
    const double number = spectrum.peaks()[peak].nu * 8000 / 4096 / hertz;
    match.lines[match.count++] = {.number = static_cast<int>(std::lround(number)), .peak = peak};
  }
  return {match, spectrum};
}

}  // namespace

class PitchStagesTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aDecayingNoteIsHeldByWhatIsLeftOfIt() {
    core::NoteMemory memory(0.0107);
    const core::PartialPowers whole = powersOf(100, {1, 0.8, 0.5, 0.3});
    const core::PartialPowers second = powersOf(200, {0.8, 0.3});
    QVERIFY2(!memory.holds(second, 2), "nothing is remembered yet");
    for (int hop = 0; hop < 10; ++hop) memory.add(whole, 1);
    QVERIFY(memory.holds(second, 2));
    QVERIFY2(!memory.holds(powersOf(200, {1.6, 0.6}), 2), "a note that begins an octave higher is stronger");
    QVERIFY2(!memory.holds(powersOf(400, {0.8}), 4), "so is the fourth partial");
    for (int hop = 0; hop < 40; ++hop) memory.add(second, 2);
    QVERIFY2(!memory.holds(second, 2), "it is not held for ever");
    memory.reset();
    QVERIFY(!memory.holds(second, 2));
  }

  void aNoteOfWhichAHigherOneIsLeftIsHeldWithoutLines() {
    core::NoteMemory memory(0.0107);
    for (int hop = 0; hop < 10; ++hop) memory.add(powersOf(100, {0.8, 1}), 1);
    QVERIFY2(!memory.holds({}, 2), "the first partial still has much of the power");
    for (int hop = 0; hop < 20; ++hop) memory.add(powersOf(100, {0.1, 1}), 1);
    for (int hop = 0; hop < 100; ++hop) memory.add(powersOf(100, {0.01, 1}), 1);
    QVERIFY(memory.holds({}, 2));
    QVERIFY2(!memory.holds({}, 3), "there was nothing of that");
  }

  void aSubharmonicIsNotHeld() {
    core::NoteMemory memory(0.0107);
    for (int hop = 0; hop < 50; ++hop) memory.add(powersOf(100, {0.02, 1, 0.02, 0.5}), 1);
    QVERIFY2(!memory.holds(powersOf(200, {1, 0.5}), 2), "lines 34 dB down prove nothing");
  }

  void aSpreadNoteIsMeasuredByItsCentre() {
    core::PartialSpectrum spectrum(kSize);
    std::vector<float> x(4096);
    for (const double cents : {-30.0, -10.0, 10.0, 30.0}) {
      for (int l = 1; l <= 5; ++l) {
        const std::vector<float> line = sine(l * 1000 * std::exp2(cents / 1200), 48000, x.size(), cents * l);
        for (std::size_t i = 0; i < x.size(); ++i) x[i] += line[i] / static_cast<float>(l);
      }
    }
    spectrum.analyze(x);
    const core::SpreadNote note = core::measureSpreadNote(spectrum, 1000 / (48000.0 / 4096));
    QVERIFY2(note.share > 0.9, QByteArray::number(note.share));
    QVERIFY2(std::abs(1200 * std::log2(note.f1Bins * 48000 / 4096 / 1000)) < 15, QByteArray::number(note.f1Bins));
    const core::SpreadNote other = core::measureSpreadNote(spectrum, 1060 / (48000.0 / 4096));
    QVERIFY2(other.share < 0.3, "a semitone higher there is little");
  }

  void halvingKeepsTheBandAndStopsAliases() {
    for (const double share : {0.01, 0.1, 0.2}) {
      core::HalfbandDecimator decimator(4096);
      std::vector<float> out(2048);
      decimator.process(sine(share, 1, 4096), out);
      QVERIFY2(std::abs(20 * std::log10(rms(std::span(out).subspan(512)) * std::numbers::sqrt2)) < 0.01,
               QByteArray::number(share));
    }
    for (const double share : {0.3, 0.4, 0.49}) {
      core::HalfbandDecimator decimator(4096);
      std::vector<float> out(2048);
      decimator.process(sine(share, 1, 4096), out);
      QVERIFY2(20 * std::log10(rms(std::span(out).subspan(512)) * std::numbers::sqrt2) < -68,
               QByteArray::number(share));
    }
  }

  void halvingDelaysByItsCentreTap() {
    core::HalfbandDecimator decimator(256);
    std::vector<float> in(256, 0.0F);
    std::vector<float> out(128);
    in[100] = 1;
    decimator.process(in, out);
    // Output i is in time with input 2 i + 1 - delay.
    const auto centre = static_cast<std::size_t>((100 + core::HalfbandDecimator::kDelayFrames - 1) / 2);
    QCOMPARE(out[centre], 0.5F);
  }

  void ladderBringsEveryRateIntoOneOctave() {
    for (const double rate : {8000.0, 22050.0, 32000.0, 44100.0, 48000.0, 63999.0, 64000.0, 96000.0, 192000.0}) {
      const core::RateLadder ladder(rate);
      QVERIFY(ladder.classRateHz >= 32000 && ladder.classRateHz < 64000);
      const double hopS = static_cast<double>(ladder.hopFrames) / rate;
      QVERIFY(hopS >= 0.008 && hopS <= 0.016);
    }
  }

  void historyHoldsTheNewestSamples() {
    const core::RateLadder ladder(48000);
    core::MultirateHistory history(ladder, 4096);
    float next = 0;
    for (int hop = 0; hop < 100; ++hop) {
      std::vector<float> block(512);
      for (float& x : block) x = next++;
      history.push(block);
      const auto newest = history.newest(0, 4096);
      QCOMPARE(newest.back(), next - 1);
      if (hop > 8) QCOMPARE(newest.front(), next - 4096);
    }
  }

  void nsdfOfASineIsItsCosine() {
    core::Nsdf nsdf(1024, 200);
    nsdf.compute(sine(1, 50, 1024, 0.3));
    for (std::size_t lag = 0; lag < 150; ++lag) {
      QVERIFY(std::abs(nsdf.values()[lag] - std::cos(2 * std::numbers::pi * static_cast<double>(lag) / 50)) < 0.02);
    }
  }

  void sharpeningFindsThePeriodToAThousandth() {
    for (const double period : {31.37, 40.11, 57.77}) {
      core::Nsdf nsdf(1024, 500);
      nsdf.compute(sine(1, period, 1024, 0.7));
      std::array<core::NsdfPeak, 4> peaks;
      QVERIFY(nsdf.keyMaxima(10, 100, peaks) >= 1);
      QVERIFY(std::abs(nsdf.sharpen(peaks[0]).lagFrames / period - 1) < 5e-4);
    }
  }

  void nsdfOfSilenceIsEmpty() {
    core::Nsdf nsdf(1024, 200);
    nsdf.compute(std::vector<float>(1024, 0.25F));
    QVERIFY(nsdf.values().empty());
  }

  void derivativeOverWindowIsTheDistanceFromTheBin() {
    core::PartialSpectrum spectrum(kSize);
    for (const double nu : {300.0, 300.2, 300.49, 299.6}) {
      spectrum.analyze(sine(nu, 4096, 4096, 1.1));
      const double u = (spectrum.derivative4(300) / spectrum.hann4(300)).real();
      QVERIFY2(std::abs(300 + u - nu) < 2e-5, QByteArray::number(u));
      const double height = std::abs(spectrum.hann4(300));
      QVERIFY(
          std::abs(height / std::abs(0.5 * spectrum.hannKernel4(nu - 300, std::sin(std::numbers::pi * (nu - 300)))) -
                   1) < 1e-3);
    }
  }

  void noiseIsReadWithinADecibel() {
    core::PartialSpectrum spectrum(kSize);
    double sum = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      spectrum.analyze(test::whiteNoise(4096, 0.1, seed));
      sum += spectrum.noiseAt(1000);
    }
    // E |hann4|^2 = 6 N sigma^2
    QVERIFY(std::abs(10 * std::log10(sum / 20 / (6 * 4096 * 0.01))) < 1);
  }

  void matchFollowsAStiffString() {
    core::PartialSpectrum spectrum(kSize);
    const test::Tone tone =
        test::makeTone({.family = Family::StiffString, .hertz = 440, .seconds = 0.1, .snrDb = 60, .seed = 4});
    spectrum.analyze(std::span(tone.samples).first(4096));
    const double bins = 440.0 * 4096 / 48000;
    const core::HarmonicMatch match = core::matchHarmonics(spectrum, {.f1Bins = bins * 1.004, .relativeError = 0.01});
    QVERIFY(match.count >= 6);
    QVERIFY(match.share > 0.99);
    QVERIFY(std::abs(match.inharmonicity / tone.inharmonicity - 1) < 0.2);
  }

  void octaveIsSettledFromBothSides() {
    core::PartialSpectrum spectrum(kSize);
    const double bins = 330.0 * 4096 / 48000;
    for (const Family family : {Family::Saw, Family::StrongSecond, Family::MissingFundamental, Family::TwoStrings}) {
      const test::Tone tone = test::makeTone({.family = family, .hertz = 330, .seconds = 0.1, .snrDb = 60, .seed = 4});
      spectrum.analyze(std::span(tone.samples).first(4096));
      for (const double factor : {1.0, 2.0, 0.5, 1.0 / 3}) {
        if (factor < 1 && family == Family::TwoStrings) continue;  // a third of it explains both strings
        const core::HarmonicMatch match =
            core::matchHarmonics(spectrum, {.f1Bins = bins * factor, .relativeError = 0.005});
        const core::HarmonicMatch settled = core::settleOctave(spectrum, match, {.minF1Bins = 2, .maxF1Bins = 500});
        QVERIFY2(std::abs(settled.f1Bins / bins - 1) < 0.003, QByteArray(test::familyName(family).data()) + " " +
                                                                  QByteArray::number(factor) + ": " +
                                                                  QByteArray::number(settled.f1Bins / bins));
      }
    }
  }

  void leakageIsTakenOutOfTheFit() {
    // Five periods in the window: without the leakage of the neighbours and the mirror image the error is 30 times
    // this.
    constexpr std::array<std::size_t, 1> kShort = {2048};
    core::PartialSpectrum spectrum(kShort);
    core::HarmonicFit fit;
    for (const double bins : {4.7, 5.3, 6.1}) {
      const test::Tone tone = test::makeTone(
          {.family = Family::Saw, .hertz = bins * 48000 / 2048, .seconds = 0.1, .snrDb = 100, .seed = 9});
      spectrum.analyze(std::span(tone.samples).first(2048));
      const core::HarmonicMatch match = core::matchHarmonics(spectrum, {.f1Bins = bins, .relativeError = 0.01});
      const core::HarmonicFitResult result = fit.fit(spectrum, match, {}, 900);
      QVERIFY(result.ok);
      QVERIFY2(std::abs(test::cents(result.f1Bins, bins)) < 0.01, QByteArray::number(test::cents(result.f1Bins, bins)));
    }
  }

  void attacksAreFoundAndSwingIsNot() {
    core::OnsetDetector onset;
    const std::vector<float> low = sine(27.5, 48000, 48000);
    for (std::size_t i = 0; i + 512 <= low.size(); i += 512) QVERIFY(!onset.process(std::span(low).subspan(i, 512)));
    // The edge of a saw of A0 falls now into a hop and now between two.
    onset.reset();
    for (std::size_t hop = 0; hop < 90; ++hop) {
      std::array<float, 512> saw;
      for (std::size_t i = 0; i < saw.size(); ++i)
        saw[i] = static_cast<float>(std::fmod(27.5 / 48000 * static_cast<double>(512 * hop + i), 1.0) - 0.5);
      QVERIFY2(!onset.process(saw), QByteArray::number(hop));
    }
    onset.reset();
    for (std::size_t i = 0; i + 512 <= low.size(); i += 512) onset.process(std::span(low).subspan(i, 512));
    std::vector<float> loud(512);
    for (std::size_t i = 0; i < loud.size(); ++i) loud[i] = 4 * low[i * 7];
    QVERIFY(onset.process(loud));
  }

  // An attack is found where it began, early or late in its hop, and in the hop before when it was too late to count.
  void anAttackIsFoundWhereItBegan() {
    for (const std::size_t at : {4096U + 20U, 4096U + 250U, 4096U + 440U, 4096U + 505U}) {
      std::vector<float> sound = test::whiteNoise(8192, 1e-4, at);
      const std::vector<float> tone = sine(82.4, 48000, sound.size() - at);
      for (std::size_t i = at; i < sound.size(); ++i) sound[i] += 0.1F * tone[i - at];
      core::OnsetDetector onset;
      std::size_t found = 0;
      for (std::size_t i = 0; i + 512 <= sound.size() && found == 0; i += 512) {
        if (onset.process(std::span(sound).subspan(i, 512))) found = i + 512 - onset.framesSince();
      }
      const double offBy = static_cast<double>(found) - static_cast<double>(at);
      QVERIFY2(std::abs(offBy) <= 96, QByteArray::number(offBy));
    }
  }

  // Two notes a fifth apart leave those places empty that a note at their common subharmonic would fill.
  void twoNotesAreNotTheirCommonSubharmonic() {
    constexpr double kBin = 48000.0 / 4096;
    constexpr double kCommonHz = 110;
    core::PartialSpectrum spectrum(kSize);
    const auto settled = [&](std::span<const float> samples) {
      spectrum.analyze(samples.first(4096));
      const core::HarmonicMatch match =
          core::matchHarmonics(spectrum, {.f1Bins = kCommonHz / kBin, .relativeError = 0.01});
      return core::settleOctave(spectrum, match, {.minF1Bins = 2, .maxF1Bins = 400}).f1Bins * kBin;
    };
    const test::Tone a =
        test::makeTone({.family = Family::Saw, .hertz = 2 * kCommonHz, .seconds = 0.2, .snrDb = 50, .seed = 3});
    const test::Tone e =
        test::makeTone({.family = Family::Saw, .hertz = 3 * kCommonHz, .seconds = 0.2, .snrDb = 50, .seed = 4});
    std::vector<float> both = a.samples;
    for (std::size_t i = 0; i < both.size(); ++i) both[i] += 0.7F * e.samples[i];
    QVERIFY2(std::abs(settled(both) - 2 * kCommonHz) < 2, QByteArray::number(settled(both)));
    const test::Tone one = test::makeTone(
        {.family = Family::MissingFundamental, .hertz = kCommonHz, .seconds = 0.2, .snrDb = 50, .seed = 5});
    QVERIFY2(std::abs(settled(one.samples) - kCommonHz) < 2, QByteArray::number(settled(one.samples)));
  }

  void peaksSpeakForOtherPitches() {
    core::PartialSpectrum spectrum(kSize);
    const auto heard = [&](const std::vector<std::pair<double, double>>& lines, double f1Hertz) {
      std::vector<float> x(4096);
      for (const auto& [hertz, amplitude] : lines) {
        const std::vector<float> line = sine(hertz, 8000, x.size());
        for (std::size_t i = 0; i < x.size(); ++i) x[i] += static_cast<float>(amplitude) * line[i];
      }
      spectrum.analyze(x);
      return core::otherPitches(spectrum, f1Hertz * 4096 / 8000, 0);
    };
    const core::OtherPitches alone = heard({{200, 1}, {400, 1}, {600, 1}}, 200);
    QVERIFY(alone.below < 1e-3 && alone.betweenHalves < 1e-3 && alone.betweenThirds < 1e-3 && alone.beside < 1e-3);
    QVERIFY(std::abs(alone.notEven - 2.0 / 3) < 0.05 && alone.absent == 0);
    const core::OtherPitches octaveUp = heard({{100, 1}, {200, 1}, {300, 1}, {400, 1}}, 200);
    QVERIFY2(std::abs(octaveUp.betweenHalves - 0.5) < 0.05, QByteArray::number(octaveUp.betweenHalves));
    QVERIFY2(std::abs(octaveUp.below - 0.25) < 0.05, QByteArray::number(octaveUp.below));
    const core::OtherPitches octaveDown = heard({{200, 1}, {400, 1}}, 100);
    QVERIFY2(octaveDown.notEven < 1e-3 && octaveDown.first < 1e-3 && octaveDown.absent == 0.5,
             QByteArray::number(octaveDown.absent));
    const core::OtherPitches twelfthUp = heard({{100, 1}, {200, 1}, {300, 1}}, 300);
    QVERIFY2(std::abs(twelfthUp.betweenThirds - 2.0 / 3) < 0.05, QByteArray::number(twelfthUp.betweenThirds));
  }

  void confidenceIsAProbabilityThatFallsWithWhatSpeaksAgainst() {
    const core::ConfidenceBasis good{.explained = 0.98,
                                     .harmonicShare = 1,
                                     .partials = 20,
                                     .periods = 20,
                                     .sigmaCents = 0.01,
                                     .ageHops = 40,
                                     .firstShare = 0.6,
                                     .other = {.notEven = 0.7, .notThird = 0.8, .first = 0.5},
                                     .attackS = 0.5,
                                     .clarity = 0.98};
    QVERIFY(core::confidenceOf(good) > 0.99);
    QVERIFY(core::confidenceOf(good) <= 1);
    core::ConfidenceBasis halfOfIt = good;
    halfOfIt.harmonicShare = 0.5;
    halfOfIt.explained = 0.3;
    halfOfIt.partials = 3;
    halfOfIt.sigmaCents = 5;
    halfOfIt.ageHops = 1;
    halfOfIt.attackS = 0.15;
    halfOfIt.unrest = 1;
    halfOfIt.other.below = 0.2;
    halfOfIt.other.beside = 0.3;
    halfOfIt.other.betweenHalves = 0.2;
    QVERIFY2(core::confidenceOf(halfOfIt) < 0.7, QByteArray::number(core::confidenceOf(halfOfIt)));
    core::ConfidenceBasis octaveUp = good;  // as organ pipes speak: the lower ones after the higher ones
    octaveUp.other.below = 0.2;
    octaveUp.other.betweenHalves = 0.3;
    octaveUp.harmonicShare = 0.7;
    octaveUp.explained = 0.7;
    octaveUp.ageHops = 2;
    octaveUp.attackS = 0.06;
    octaveUp.rise = 1.5;
    octaveUp.partials = 6;
    octaveUp.other.notEven = 0.9;
    octaveUp.other.notThird = 0.6;
    octaveUp.clarity = 0.8;
    octaveUp.coarseOctaves = -1;
    QVERIFY2(core::confidenceOf(octaveUp) < 0.5, QByteArray::number(core::confidenceOf(octaveUp)));
    for (const double wild : {-1.0, 0.0, 1e9}) {
      const double p = core::confidenceOf({.explained = wild,
                                           .harmonicShare = wild,
                                           .partials = std::abs(wild),
                                           .periods = wild,
                                           .sigmaCents = wild,
                                           .ageHops = std::abs(wild),
                                           .firstShare = wild});
      QVERIFY2(p >= 0 && p <= 1, QByteArray::number(p));
    }
  }
};

QTEST_APPLESS_MAIN(PitchStagesTests)
#include "pitchstages_tests.moc"
