// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hum/mainshum.h"
#include "core/pitch/pitchengine.h"
#include "support/allocationcounter.h"
#include "support/sanitized.h"
#include "support/signals.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <optional>
#include <vector>

using namespace tunescope;
using core::Mains;
using test::Family;

namespace {

constexpr double kRateHz = 48000;
constexpr double kHumAmplitude = 0.05;  // of the first harmonic, by mainsHum()

std::size_t framesOf(double seconds, double rateHz = kRateHz) {
  return static_cast<std::size_t>(seconds * rateHz);
}

double rms(std::span<const float> x) {
  double sum = 0;
  for (const float v : x) sum += static_cast<double>(v) * v;
  return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(1, x.size())));
}

// The part of a sound from begin to end, in seconds.
std::span<const float> part(std::span<const float> x, double beginS, double endS, double rateHz = kRateHz) {
  return x.subspan(framesOf(beginS, rateHz), framesOf(endS, rateHz) - framesOf(beginS, rateHz));
}

std::vector<float> humInNoise(double seconds, double mainsHz, double noise, double rateHz = kRateHz) {
  std::vector<float> samples = test::mainsHum(framesOf(seconds, rateHz), mainsHz, kHumAmplitude, rateHz);
  test::Random random(7);
  test::addWhiteNoise(samples, noise, random);
  return samples;
}

void mix(std::vector<float>& into, double atS, std::span<const float> sound, double gain) {
  for (std::size_t i = 0; i < sound.size() && framesOf(atS) + i < into.size(); ++i)
    into[framesOf(atS) + i] += static_cast<float>(gain) * sound[i];
}

// The residue of a sound without a note.
std::vector<float> without(core::MainsHum& hum, std::vector<float> samples, double rateHz = kRateHz) {
  const std::size_t hop = core::hopFramesFor(rateHz);
  for (std::size_t i = 0; i + hop <= samples.size(); i += hop) {
    hum.subtract(std::span(samples).subspan(i, hop));
    hum.learn(std::nullopt, false);
  }
  samples.resize(samples.size() / hop * hop);
  return samples;
}

std::vector<core::PitchReading> readingsOf(std::span<const float> samples, Mains mains = Mains::Found) {
  core::PitchEngine engine({.mains = mains});
  std::vector<core::PitchReading> readings;
  for (std::size_t i = 0; i + engine.hopFrames() <= samples.size(); i += engine.hopFrames())
    readings.push_back(engine.process(samples.subspan(i, engine.hopFrames())));
  return readings;
}

bool same(const core::PitchReading& a, const core::PitchReading& b) {
  return a.timeS == b.timeS && a.hertz == b.hertz && a.sigmaCents == b.sigmaCents && a.confidence == b.confidence &&
         a.inharmonicity == b.inharmonicity && a.noteBegan == b.noteBegan;
}

struct Read {
  double rightPercent = 0;  // within 50 cents
  double medianCents = 1e9;
  double worstCents = 1e9;  // the 95th percentile
};

// Of the readings that became available from fromS to toS.
Read readFrom(std::span<const core::PitchReading> readings, double fromS, double toS, double hertz) {
  std::vector<double> errors;
  int count = 0;
  for (const core::PitchReading& r : readings) {
    if (r.availableS < fromS || r.availableS > toS) continue;
    ++count;
    if (!r.isVoiced()) continue;
    if (const double error = std::abs(test::cents(*r.hertz, hertz)); error < 50) errors.push_back(error);
  }
  std::ranges::sort(errors);
  Read read;
  if (count == 0 || errors.empty()) return read;
  read.rightPercent = 100.0 * static_cast<double>(errors.size()) / count;
  read.medianCents = errors[errors.size() / 2];
  read.worstCents = errors[errors.size() * 95 / 100];
  return read;
}

// A note that is struck after two and a half seconds of hum, this many decibels above it.
constexpr double kNoteAtS = 2.5;
std::vector<float> noteOverHum(Family family, double hertz, double mainsHz, double overDb, double seconds = 3) {
  std::vector<float> samples = humInNoise(kNoteAtS + seconds, mainsHz, 0.0005);
  const double humRms = rms(part(samples, 0, 1));
  const test::Tone tone =
      test::makeTone({.family = family, .hertz = hertz, .seconds = seconds, .snrDb = 80, .seed = 11});
  mix(samples, kNoteAtS, tone.samples, humRms * std::pow(10, overDb / 20) / rms(tone.samples));
  return samples;
}

QByteArray told(const Read& off, const Read& found) {
  return QByteArray("without: right ") + QByteArray::number(off.rightPercent) + " %, median " +
         QByteArray::number(off.medianCents) + " c, 95 % " + QByteArray::number(off.worstCents) + " c; with: right " +
         QByteArray::number(found.rightPercent) + " %, median " + QByteArray::number(found.medianCents) + " c, 95 % " +
         QByteArray::number(found.worstCents) + " c";
}

}  // namespace

class MainsHumTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void findsFrequencyAndHarmonics_data() {
    QTest::addColumn<double>("rate");
    QTest::addColumn<double>("mains");
    for (const double rate : {8000.0, 44100.0, 48000.0, 63999.0, 192000.0}) {
      for (const double mains : {50.0, 49.83, 60.21}) QTest::addRow("%g Hz at %g Hz", mains, rate) << rate << mains;
    }
  }

  void findsFrequencyAndHarmonics() {
    QFETCH(double, rate);
    QFETCH(double, mains);
    core::MainsHum hum(Mains::Found, rate, core::hopFramesFor(rate));
    const std::vector<float> sound = humInNoise(4, mains, 0.002, rate);
    const std::vector<float> rest = without(hum, sound, rate);
    QVERIFY(hum.hum().has_value());
    QVERIFY2(std::abs(hum.hum()->hertz - mains) < 0.01, QByteArray::number(hum.hum()->hertz, 'g', 8));
    for (int l = 1; l <= 9; ++l) {
      const double is = kHumAmplitude / (l * (l % 2 == 1 ? 1 : 2));
      const double found = std::abs(hum.hum()->amplitudes[static_cast<std::size_t>(l - 1)]);
      QVERIFY2(std::abs(found - is) < 0.05 * is,
               QByteArray::number(l) + ": " + QByteArray::number(found) + ", is " + QByteArray::number(is));
    }
    // The noise remains.
    QVERIFY2(rms(part(rest, 2.5, 3.9, rate)) < 1.05 * 0.002, QByteArray::number(rms(part(rest, 2.5, 3.9, rate))));
  }

  void onlyTheMainsFrequencyThatWasSetIsRemoved() {
    const std::vector<float> sound = humInNoise(3, 50, 0.002);
    for (const Mains mains : {Mains::Found, Mains::Hz50}) {
      core::MainsHum hum(mains, kRateHz, 512);
      QVERIFY(rms(part(without(hum, sound), 2, 2.9)) < 0.1 * rms(part(sound, 2, 2.9)));
    }
    for (const Mains mains : {Mains::Hz60, Mains::Off}) {
      core::MainsHum hum(mains, kRateHz, 512);
      const auto rest = without(hum, sound);
      QVERIFY(std::equal(rest.begin(), rest.end(), sound.begin()));
    }
  }

  void whereThereIsNoHumSamplesStayAsTheyAre() {
    const std::size_t frames = framesOf(60);
    for (const auto& sound : {test::whiteNoise(frames, 0.1, 1), test::pinkNoise(frames, 0.1, 2),
                              test::brownNoise(frames, 0.1, 3), std::vector<float>(frames, 0.25F)}) {
      core::MainsHum hum(Mains::Found, kRateHz, 512);
      const auto rest = without(hum, sound);
      QVERIFY(std::equal(rest.begin(), rest.end(), sound.begin()));
    }
  }

  // Tones that are not the mains' are left alone even if no note is reported.
  void tonesBesideTheMainsAreLeftAlone() {
    for (const double hertz : {41.2, 49.0, 49.5, 50.6, 59.4, 61.735, 98.0, 101.0, 123.47}) {
      const test::Tone tone =
          test::makeTone({.family = Family::Saw, .hertz = hertz, .seconds = 5, .snrDb = 60, .seed = 3});
      core::MainsHum hum(Mains::Found, kRateHz, 512);
      const auto rest = without(hum, tone.samples);
      QVERIFY2(std::equal(rest.begin(), rest.end(), tone.samples.begin()), QByteArray::number(hertz));
    }
  }

  void humThatStopsOrChangesIsFollowed_data() {
    QTest::addColumn<double>("gain");  // after three seconds
    QTest::addColumn<double>("phase");
    QTest::newRow("stops") << 0.0 << 0.0;
    QTest::newRow("a quarter is left") << 0.25 << 0.0;
    QTest::newRow("turned over") << -1.0 << 0.0;
    QTest::newRow("another phase") << 1.0 << 1.5;
    QTest::newRow("half as loud again") << 1.5 << 0.0;
  }

  void humThatStopsOrChangesIsFollowed() {
    QFETCH(double, gain);
    QFETCH(double, phase);
    std::vector<float> sound = test::mainsHum(framesOf(3), 50, kHumAmplitude, kRateHz);
    const auto late = static_cast<std::size_t>(phase / (2 * std::numbers::pi) * kRateHz / 50);
    const std::vector<float> after = test::mainsHum(framesOf(4), 50, kHumAmplitude, kRateHz);
    for (std::size_t i = late; i < framesOf(3); ++i) sound.push_back(static_cast<float>(gain) * after[i]);
    test::Random random(3);
    test::addWhiteNoise(sound, 0.0005, random);
    core::MainsHum hum(Mains::Found, kRateHz, 512);
    const std::vector<float> rest = without(hum, sound);
    QVERIFY(rms(part(rest, 2.5, 2.95)) < 0.05 * rms(part(sound, 2.5, 2.95)));
    // Nothing is added for more than half a second, and the new hum is gone after one and a half.
    QVERIFY2(rms(part(rest, 3.5, 4)) < 1.02 * rms(part(sound, 3.5, 4)), QByteArray::number(rms(part(rest, 3.5, 4))));
    QVERIFY2(rms(part(rest, 4.5, 5.5)) < 0.002, QByteArray::number(rms(part(rest, 4.5, 5.5))));
  }

  // Through the engine: no note is reported when the hum stops, returns or changes.
  void humThatComesAndGoesIsNoNote() {
    std::vector<float> sound = test::mainsHum(framesOf(16), 50, kHumAmplitude, kRateHz);
    for (std::size_t i = 0; i < sound.size(); ++i) {
      const double t = static_cast<double>(i) / kRateHz;
      if ((t > 3 && t < 4) || (t > 6 && t < 6.3) || (t > 9 && t < 12)) sound[i] = 0;
      if (t > 14) sound[i] *= -1.5F;
    }
    for (const double noise : {0.0, 0.0005, 0.02}) {
      std::vector<float> heard = sound;
      test::Random random(5);
      test::addWhiteNoise(heard, noise, random);
      int voiced = 0;
      for (const core::PitchReading& r : readingsOf(heard)) voiced += r.isVoiced();
      QVERIFY2(voiced == 0, QByteArray::number(voiced) + " readings at " + QByteArray::number(noise));
    }
  }

  // A volume control is turned up: the hum is not refitted while it grows, and its residue is not a note.
  void humThatSwellsIsNoNote() {
    std::vector<float> sound = test::mainsHum(framesOf(7), 50, kHumAmplitude / 10, kRateHz);
    for (std::size_t i = framesOf(3); i < sound.size(); ++i)
      sound[i] *= static_cast<float>(std::pow(10, std::min(1.0, 2 * (static_cast<double>(i) / kRateHz - 3))));
    test::Random random(5);
    test::addWhiteNoise(sound, 0.0005, random);
    int voiced = 0;
    for (const core::PitchReading& r : readingsOf(sound)) voiced += r.isVoiced();
    QVERIFY2(voiced == 0, QByteArray::number(voiced) + " readings");
  }

  // Hands on the strings: the hum stops at the very moment when the note begins.
  void humThatStopsUnderANoteIsNotAdded() {
    std::vector<float> sound = noteOverHum(Family::StiffString, 41.203, 50, 0, 4);
    const std::vector<float> hum = test::mainsHum(sound.size(), 50, kHumAmplitude, kRateHz);
    for (std::size_t i = framesOf(kNoteAtS); i < sound.size(); ++i) sound[i] -= hum[i];
    const Read off = readFrom(readingsOf(sound, Mains::Off), kNoteAtS + 1, kNoteAtS + 3, 41.203);
    const Read found = readFrom(readingsOf(sound), kNoteAtS + 1, kNoteAtS + 3, 41.203);
    QVERIFY2(found.rightPercent > 99 && found.medianCents < 0.02 + 2 * off.medianCents, told(off, found));
  }

  // As mains do: by a hundredth of a hertz in some seconds, under a note.
  void strayingMainsAreFollowedUnderANote() {
    const std::size_t frames = framesOf(9);
    std::vector<float> sound(frames);
    double turns = 0;
    for (std::size_t i = 0; i < frames; ++i) {
      const double t = static_cast<double>(i) / kRateHz;
      turns += (50.02 + 0.015 * std::sin(2 * std::numbers::pi * t / 12)) / kRateHz;
      for (int l = 1; l <= 7; ++l)
        sound[i] += static_cast<float>(kHumAmplitude / l * std::cos(2 * std::numbers::pi * l * turns + l));
    }
    const std::vector<float> alone = sound;
    const test::Tone tone =
        test::makeTone({.family = Family::StiffString, .hertz = 41.2, .seconds = 6, .snrDb = 80, .seed = 4});
    std::vector<float> note(frames);
    mix(note, kNoteAtS, tone.samples, 2);
    core::MainsHum hum(Mains::Found, kRateHz, 512);
    std::vector<float> rest(frames);
    for (std::size_t i = 0; i < frames; ++i) rest[i] = sound[i] + note[i];
    for (std::size_t i = 0; i + 512 <= frames; i += 512) {
      hum.subtract(std::span(rest).subspan(i, 512));
      const bool sounds = i >= framesOf(kNoteAtS);
      hum.learn(sounds ? std::optional(41.2) : std::nullopt, sounds && i < framesOf(kNoteAtS) + 512);
    }
    for (std::size_t i = 0; i < frames; ++i) rest[i] -= note[i];
    const double left = rms(part(rest, 6, 8.5)) / rms(part(alone, 6, 8.5));
    QVERIFY2(left < 0.1, QByteArray::number(left));
  }

  void lowNotesOverLoudHumAreReadRight_data() {
    QTest::addColumn<int>("family");
    QTest::addColumn<double>("hertz");
    QTest::addColumn<double>("mains");
    QTest::addColumn<double>("overDb");
    for (const Family family : {Family::Saw, Family::StiffString}) {
      for (const double hertz : {41.203, 48.999, 61.735, 97.999}) {
        for (const double mains : {50.0, 60.1}) {
          for (const double over : {0.0, 10.0, 20.0}) {
            if (test::kIsSanitized && over > 0) continue;
            QTest::addRow("%s, %g Hz, %g dB over %g Hz", test::familyName(family).data(), hertz, over, mains)
                << static_cast<int>(family) << hertz << mains << over;
          }
        }
      }
    }
  }

  void lowNotesOverLoudHumAreReadRight() {
    QFETCH(int, family);
    QFETCH(double, hertz);
    QFETCH(double, mains);
    QFETCH(double, overDb);
    const std::vector<float> sound = noteOverHum(static_cast<Family>(family), hertz, mains, overDb);
    const Read off = readFrom(readingsOf(sound, Mains::Off), kNoteAtS + 0.3, kNoteAtS + 2, hertz);
    const Read found = readFrom(readingsOf(sound), kNoteAtS + 0.3, kNoteAtS + 2, hertz);
    qInfo("%s", told(off, found).constData());
    QVERIFY2(found.rightPercent > 99 && found.worstCents < 1, told(off, found));
  }

  // Both lie a hertz from a mains frequency: known hum must not delay them.
  void notesBesideTheMainsAreReadAtOnce_data() {
    QTest::addColumn<double>("hertz");
    QTest::newRow("B0") << 30.868;
    QTest::newRow("G1") << 48.999;
  }

  void notesBesideTheMainsAreReadAtOnce() {
    QFETCH(double, hertz);
    for (const double overDb : {0.0, 10.0}) {
      const std::vector<float> sound = noteOverHum(Family::Saw, hertz, 50, overDb);
      const Read read = readFrom(readingsOf(sound), kNoteAtS + 0.13, kNoteAtS + 0.3, hertz);
      QVERIFY2(read.rightPercent > 90, QByteArray::number(read.rightPercent));
    }
  }

  // A tone that began with an attack is a note, however exactly it coincides with hum.
  void aNoteAtTheMainsFrequencyIsNeverSubtracted_data() {
    QTest::addColumn<double>("hertz");
    QTest::addColumn<int>("family");
    QTest::addColumn<bool>("overHum");
    for (const double hertz : {50.0, 60.0, 100.0, 120.0}) {
      for (const Family family : {Family::Sine, Family::Saw}) {
        for (const bool overHum : {false, true})
          QTest::addRow("%s of %g Hz%s", test::familyName(family).data(), hertz, overHum ? " over hum" : "")
              << hertz << static_cast<int>(family) << overHum;
      }
    }
  }

  void aNoteAtTheMainsFrequencyIsNeverSubtracted() {
    QFETCH(double, hertz);
    QFETCH(int, family);
    QFETCH(bool, overHum);
    const double mains = std::fmod(hertz, 60) == 0 ? 60 : 50;
    std::vector<float> sound = test::whiteNoise(framesOf(10), 0.0005, 5);
    if (overHum) mix(sound, 0, test::mainsHum(framesOf(10), mains, 0.01, kRateHz), 1);
    const test::Tone tone =
        test::makeTone({.family = static_cast<Family>(family), .hertz = hertz, .seconds = 7, .snrDb = 70, .seed = 8});
    mix(sound, 3, tone.samples, 1.5);
    const Read read = readFrom(readingsOf(sound), 3.3, 9.9, hertz);
    QVERIFY2(read.rightPercent > 99.5, QByteArray::number(read.rightPercent));
    QVERIFY2(read.medianCents < 0.5, QByteArray::number(read.medianCents));
  }

  void withoutHumReadingsAreTheSameToTheLastBit() {
    for (const double hertz : {48.999, 61.735, 97.999, 196.0, 440.0}) {
      std::vector<float> sound = test::whiteNoise(framesOf(6), 0.001, 9);
      const test::Tone tone =
          test::makeTone({.family = Family::StiffString, .hertz = hertz, .seconds = 3, .snrDb = 80, .seed = 2});
      mix(sound, 2, tone.samples, 1);
      const auto off = readingsOf(sound, Mains::Off);
      const auto found = readingsOf(sound);
      for (std::size_t i = 0; i < off.size(); ++i) QVERIFY2(same(off[i], found[i]), QByteArray::number(hertz));
    }
  }

  void resetForgetsTheHum() {
    const std::vector<float> sound = noteOverHum(Family::Saw, 98, 50, 10, 1);
    core::PitchEngine engine({});
    std::vector<core::PitchReading> first;
    for (int turn = 0; turn < 2; ++turn) {
      for (std::size_t i = 0, n = 0; i + 512 <= sound.size(); i += 512, ++n) {
        const core::PitchReading reading = engine.process(std::span(sound).subspan(i, 512));
        if (turn == 0)
          first.push_back(reading);
        else
          QVERIFY2(same(reading, first[n]), QByteArray::number(n));
      }
      engine.reset();
    }
  }

  void allocatesNothingAfterConstruction() {
    if (!test::AllocationCounter::isWorking()) QSKIP("malloc belongs to the sanitizer here");
    const std::vector<float> sound = noteOverHum(Family::Saw, 98, 50, 10, 1);
    std::vector<float> hop(512);
    core::MainsHum hum(Mains::Found, kRateHz, 512);
    bool wasFound = false;
    const test::AllocationCounter counter;
    for (std::size_t i = 0; i + 512 <= sound.size(); i += 512) {
      std::copy_n(sound.begin() + static_cast<std::ptrdiff_t>(i), 512, hop.begin());
      hum.subtract(hop);
      const bool sounds = i >= framesOf(kNoteAtS);
      hum.learn(sounds ? std::optional(98.0) : std::nullopt, false);
      wasFound = wasFound || hum.hum();
    }
    hum.reset();
    QCOMPARE(counter.touched(), std::uint64_t{0});
    QVERIFY(wasFound);
  }
};

QTEST_APPLESS_MAIN(MainsHumTests)
#include "mainshum_tests.moc"
