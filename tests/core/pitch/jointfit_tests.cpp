// SPDX-License-Identifier: GPL-3.0-or-later
// The fit of all partials at once, over windows of few periods, compared with the Cramer-Rao bound.
#include "core/pitch/fit/jointfit.h"
#include "support/signals.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

using namespace tunescope;
using core::JointFit;
using core::JointFitResult;
using test::Family;

namespace {

constexpr double kRateHz = 12000;
constexpr std::size_t kFrames = 1024;
constexpr double kCentsPerNeper = 1731.234;
constexpr double kStartCents = 5;
constexpr double kStiffest = 6e-4;
constexpr int kTries = 60;

double radiansOf(double hertz) {
  return 2 * std::numbers::pi * hertz / kRateHz;
}

// For all partials of the tone: this window shows partials up to 0.48 of the rate.
double boundCents(const test::Tone& tone) {
  double sum = 0;
  for (std::size_t i = 0; i < tone.amplitudes.size(); ++i) {
    const auto l = static_cast<double>(i + 1);
    sum += l * l * tone.amplitudes[i] * tone.amplitudes[i];
  }
  const double n = kFrames;
  return kCentsPerNeper * std::sqrt(24 * tone.noiseSigma * tone.noiseSigma / (n * (n * n - 1) * sum)) /
         radiansOf(tone.hertz);
}

JointFit::Start near(double hertz, double cents) {
  return {.radians = radiansOf(hertz) * std::exp(cents / kCentsPerNeper),
          .sigma = radiansOf(hertz) * kStartCents / kCentsPerNeper,
          .b = 0,
          .bSigma = kStiffest,
          .maxRadians = 0.96 * std::numbers::pi};
}

struct Outcome {
  std::vector<double> overBound;  // |error|
  std::vector<double> overSigma;
  std::vector<double> errorOfB;  // relative
  int failed = 0;
};

Outcome tryOften(Family family, double periods, double snrDb) {
  JointFit joint;
  test::Random random(static_cast<std::uint64_t>(1000 * periods + 10 * snrDb) + static_cast<std::uint64_t>(family));
  const double hertz = periods * kRateHz / static_cast<double>(kFrames);
  Outcome outcome;
  for (int i = 0; i < kTries; ++i) {
    const test::Tone tone = test::makeTone({.family = family,
                                            .hertz = hertz,
                                            .sampleRateHz = kRateHz,
                                            .seconds = 0.2,
                                            .snrDb = snrDb,
                                            .seed = random.next()});
    const JointFitResult result =
        joint.fit(std::span(tone.samples).subspan(100, kFrames), near(hertz, kStartCents * random.gaussian()));
    if (!result.ok) {
      ++outcome.failed;
      continue;
    }
    const double error = std::abs(kCentsPerNeper * std::log(result.radians / radiansOf(hertz)));
    outcome.overBound.push_back(error / boundCents(tone));
    outcome.overSigma.push_back(error / (kCentsPerNeper * result.sigma / result.radians));
    if (tone.inharmonicity > 0) outcome.errorOfB.push_back(std::abs(result.b / tone.inharmonicity - 1));
  }
  return outcome;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.empty() ? INFINITY : values[values.size() / 2];
}

double shareBelow(const std::vector<double>& values, double limit) {
  return static_cast<double>(std::ranges::count_if(values, [=](double v) { return v < limit; })) /
         static_cast<double>(std::max<std::size_t>(1, values.size()));
}

}  // namespace

class JointFitTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void fewPeriodsAreMeasuredAtTheBound_data() {
    QTest::addColumn<int>("family");
    QTest::addColumn<double>("periods");
    QTest::addColumn<double>("limit");  // times the bound
    for (const Family family : {Family::Sine, Family::MissingFundamental, Family::Formants, Family::StrongSecond}) {
      for (const double periods : {2.0, 2.5, 3.2, 4.0, 5.0}) {
        QTest::addRow("%s, %g periods", std::string(test::familyName(family)).c_str(), periods)
            << static_cast<int>(family) << periods << 1.7;
      }
    }
    // Not all of their partials are used in so short a window, and the bound of the string assumes a known B.
    QTest::newRow("saw, 2.5 periods") << static_cast<int>(Family::Saw) << 2.5 << 3.0;
    QTest::newRow("saw, 5 periods") << static_cast<int>(Family::Saw) << 5.0 << 1.7;
    QTest::newRow("stiff string, 3.2 periods") << static_cast<int>(Family::StiffString) << 3.2 << 4.0;
    QTest::newRow("stiff string, 5 periods") << static_cast<int>(Family::StiffString) << 5.0 << 3.0;
  }

  // Both are medians of sixty, so that their own standard deviation is about a seventh.
  void fewPeriodsAreMeasuredAtTheBound() {
    QFETCH(int, family);
    QFETCH(double, periods);
    QFETCH(double, limit);
    for (const double snrDb : {40.0, 20.0}) {
      const Outcome outcome = tryOften(static_cast<Family>(family), periods, snrDb);
      QVERIFY(outcome.failed <= 2);
      const double overBound = median(outcome.overBound) / 0.6745;
      QVERIFY2(overBound < limit, QByteArray::number(overBound));
      const double inTwoSigma = shareBelow(outcome.overSigma, 2);
      QVERIFY2(inTwoSigma > 0.85, QByteArray::number(inTwoSigma));
    }
  }

  void howStiffAStringIsShowsInThreePeriods() {
    for (const double snrDb : {60.0, 40.0}) {
      const Outcome outcome = tryOften(Family::StiffString, 3.2, snrDb);
      QVERIFY(outcome.failed <= 2);
      QVERIFY2(median(outcome.errorOfB) < 0.01, QByteArray::number(median(outcome.errorOfB)));
      QVERIFY2(shareBelow(outcome.errorOfB, 0.2) > 0.95, QByteArray::number(shareBelow(outcome.errorOfB, 0.2)));
    }
  }

  void anotherNoteIsNotMistakenForThisOne() {
    JointFit joint;
    test::Random random(5);
    for (int i = 0; i < kTries; ++i) {
      const double hertz = random.uniform(2.5, 5) * kRateHz / static_cast<double>(kFrames);
      const test::Tone tone = test::makeTone({.family = Family::Saw,
                                              .hertz = hertz,
                                              .sampleRateHz = kRateHz,
                                              .seconds = 0.2,
                                              .snrDb = 40,
                                              .seed = random.next()});
      const auto window = std::span(tone.samples).subspan(100, kFrames);
      const JointFitResult right = joint.fit(window, near(hertz, 0));
      QVERIFY(right.ok && right.unexplained < 0.01);
      const JointFitResult wrong = joint.fit(window, near(hertz * 1.19, 0));  // a third above
      QVERIFY(!wrong.ok || wrong.unexplained > 10 * right.unexplained);
    }
  }

  // The model has a constant: an offset of the sound is not part of the note.
  void anOffsetExplainsNothing() {
    JointFit joint;
    test::Tone tone = test::makeTone(
        {.family = Family::Saw, .hertz = 45, .sampleRateHz = kRateHz, .seconds = 0.2, .snrDb = 10, .seed = 3});
    const JointFitResult without = joint.fit(std::span(tone.samples).first(kFrames), near(45, 1));
    for (float& x : tone.samples) x += 0.3F;
    const JointFitResult with = joint.fit(std::span(tone.samples).first(kFrames), near(45, 1));
    QVERIFY(without.ok && with.ok && without.unexplained > 0.02);
    QVERIFY2(std::abs(with.unexplained / without.unexplained - 1) < 0.01,
             QByteArray::number(with.unexplained) + ", without " + QByteArray::number(without.unexplained));
  }

  void whatCannotBeFittedIsNot() {
    JointFit joint;
    const std::vector<float> silence(kFrames);
    QVERIFY(!joint.fit(silence, near(50, 0)).ok);
    const test::Tone tone =
        test::makeTone({.family = Family::Saw, .hertz = 50, .sampleRateHz = kRateHz, .seconds = 0.2});
    QVERIFY(!joint.fit({}, near(50, 0)).ok);
    QVERIFY(!joint.fit(std::span(tone.samples).first(8), near(50, 0)).ok);
    JointFit::Start above = near(50, 0);
    above.maxRadians = radiansOf(40);
    QVERIFY(!joint.fit(std::span(tone.samples).first(kFrames), above).ok);
    const std::vector<float> constant(kFrames, 0.5F);
    const JointFitResult still = joint.fit(constant, near(50, 0));
    QVERIFY(!still.ok || std::isfinite(still.radians));
  }
};

QTEST_APPLESS_MAIN(JointFitTests)
#include "jointfit_tests.moc"
