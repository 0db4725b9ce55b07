// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/pitchengine.h"
#include "support/signals.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

using namespace tunescope;
using test::Family;

namespace {

constexpr double kRateHz = 48000;
constexpr double kSure = 0.5;

// A sound with a network's dropouts: pieces of it, and zeros between them.
void cutUp(std::span<float> samples, double maxPieceS, double maxGapS, test::Random& random) {
  std::size_t at = 0;
  const auto frames = [&random](double maxS) {
    return static_cast<std::size_t>(random.uniform(0.006, maxS) * kRateHz);
  };
  while (at < samples.size()) {
    at = std::min(samples.size(), at + frames(maxPieceS));
    const std::size_t end = std::min(samples.size(), at + frames(maxGapS));
    std::ranges::fill(samples.subspan(at, end - at), 0.0F);
    at = end;
  }
}

struct Count {
  int hops = 0;
  int right = 0;
  int surelyWrong = 0;         // confident, but of another note
  int surelyWrongInZeros = 0;  // of these, in hops of zeros only
};

Count read(std::span<const float> samples, double hertz) {
  core::PitchEngine engine({.sampleRateHz = kRateHz});
  Count count;
  for (; samples.size() >= engine.hopFrames(); samples = samples.subspan(engine.hopFrames())) {
    const std::span<const float> hop = samples.first(engine.hopFrames());
    const core::PitchReading reading = engine.process(hop);
    ++count.hops;
    if (!reading.hertz) continue;
    const bool isWrong = std::abs(12 * std::log2(*reading.hertz / hertz)) > 1.5;
    if (!isWrong) ++count.right;
    if (!isWrong || reading.confidence < kSure) continue;
    ++count.surelyWrong;
    if (std::ranges::all_of(hop, [](float x) { return x == 0; })) ++count.surelyWrongInZeros;
  }
  return count;
}

// 0 or 1, computed sample by sample: most samples are zero.
std::vector<float> narrowPulses(double hertz, double seconds) {
  std::vector<float> samples(static_cast<std::size_t>(seconds * kRateHz));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double turns = hertz * static_cast<double>(i) / kRateHz;
    samples[i] = turns - std::floor(turns) < 0.1 ? 0.5F : 0.0F;
  }
  return samples;
}

}  // namespace

class InterruptionsTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void piecesOfASoundMakeNoNoteOfTheirOwn() {
    Count all;
    for (const double hertz : {62.1, 203.1, 262.3, 521.6, 838.6}) {
      test::Random random(static_cast<std::uint64_t>(hertz));
      for (const auto& [pieceS, gapS] :
           {std::pair(0.008, 0.08), {0.015, 0.14}, {0.02, 0.2}, {0.05, 0.04}, {0.1, 0.3}}) {
        test::Tone tone = test::makeTone({.family = Family::Saw, .hertz = hertz, .seconds = 3, .seed = random.next()});
        cutUp(tone.samples, pieceS, gapS, random);
        const Count count = read(tone.samples, hertz);
        all.hops += count.hops;
        all.right += count.right;
        all.surelyWrong += count.surelyWrong;
        all.surelyWrongInZeros += count.surelyWrongInZeros;
      }
    }
    qInfo("%d hops, %d right, %d wrong and sure, %d of them in zeros", all.hops, all.right, all.surelyWrong,
          all.surelyWrongInZeros);
    QCOMPARE(all.surelyWrongInZeros, 0);
    QCOMPARE(all.surelyWrong, 0);
  }

  void aNoteIsReadOnThroughDropouts() {
    for (const double hertz : {110.0, 440.0, 1318.5}) {
      test::Tone tone = test::makeTone({.family = Family::Saw, .hertz = hertz, .seconds = 2});
      for (std::size_t at = 12000; at + 480 < tone.samples.size(); at += 7200) {  // 10 ms, every 150 ms
        std::fill_n(tone.samples.begin() + static_cast<std::ptrdiff_t>(at), 480, 0.0F);
      }
      const Count count = read(tone.samples, hertz);
      QVERIFY2(count.right > 0.9 * count.hops && count.surelyWrong == 0,
               qPrintable(QStringLiteral("%1 Hz: %2 of %3").arg(hertz).arg(count.right).arg(count.hops)));
    }
  }

  void wavesThatAreMostlyZerosAreNotes() {
    for (const double hertz : {27.5, 46.875, 55.0, 110.0, 440.0}) {
      const Count count = read(narrowPulses(hertz, 2), hertz);
      QVERIFY2(count.right > 0.8 * count.hops && count.surelyWrong == 0,
               qPrintable(QStringLiteral("%1 Hz: %2 of %3").arg(hertz).arg(count.right).arg(count.hops)));
    }
  }
};

QTEST_APPLESS_MAIN(InterruptionsTests)
#include "interruptions_tests.moc"
