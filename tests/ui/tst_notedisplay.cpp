// SPDX-License-Identifier: GPL-3.0-or-later
// Word, needle, digits and speech agree in every state that the tuner publishes, whatever it is given; and the digits
// of a steady tone keep their number of decimals.
#include "support/noted.h"
#include "ui/models/tunermodel.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <random>

using namespace tunescope;
using namespace tunescope::ui;

namespace {

constexpr double kHopS = 512 / 48000.0;
constexpr double kMaxDriftCents = 1;  // of the digits from a moving needle

using Tuning = TunerModel::Tuning;

struct Signal {
  std::function<double(double)> cents;       // off A4, over time in seconds
  std::function<double(double)> sigmaCents;  // as the engine predicts it
  double noiseCents = 0;                     // standard deviation of the readings
  double confidence = 0.95;
};

double toNumber(QString text) {
  return text.replace(QChar(0x2212), QLatin1Char('-')).toDouble();
}

int decimalsOf(const QString& text) {
  const qsizetype point = text.indexOf(QLatin1Char('.'));
  return point < 0 ? 0 : int(text.size() - point - 1);
}

// What contradicts itself in what is shown now; empty: nothing.
QString contradiction(const TunerModel& tuner, double inTuneCents) {
  const double digits = toNumber(tuner.centsText());
  const double step = std::pow(10.0, -decimalsOf(tuner.centsText()));
  const double needle = tuner.cents();
  const Tuning tuning = tuner.tuning();
  if (tuning == Tuning::Flat && !(needle < 0 && digits < 0)) return QStringLiteral("flat");
  if (tuning == Tuning::Sharp && !(needle > 0 && digits > 0)) return QStringLiteral("sharp");
  const bool isOff = tuning == Tuning::Flat || tuning == Tuning::Sharp;
  if (isOff != (std::abs(digits) > inTuneCents + 1e-9)) return QStringLiteral("the word");
  if (isOff ? std::abs(needle) < tuner.toleranceCents() : std::abs(needle) > tuner.toleranceCents()) {
    return QStringLiteral("the needle is on the other side of the bracket");
  }
  if (std::abs(digits - needle) > std::max(kMaxDriftCents, tuner.sigmaCents()) + step) {
    return QStringLiteral("digits beside the needle");
  }
  const double hertz = tuner.hertzText().toDouble(), target = tuner.targetText().toDouble();
  const double hertzStepCents = std::pow(10.0, -decimalsOf(tuner.hertzText())) / target * 1731;
  if (std::abs(1200 * std::log2(hertz / target) - digits) > step + hertzStepCents)
    return QStringLiteral("cents and Hz");
  if (decimalsOf(tuner.hertzText()) == 0) return QStringLiteral("whole Hz");
  if (!(tuner.sigmaText().toDouble() > 0)) return QStringLiteral("no uncertainty");
  const QString& spoken = tuner.spoken();
  if (spoken.endsWith(QStringLiteral(", in tune")) != (tuning == Tuning::InTune))
    return QStringLiteral("spoken in tune");
  if (spoken.endsWith(QStringLiteral(" flat")) != (tuning == Tuning::Flat)) return QStringLiteral("spoken flat");
  if (spoken.endsWith(QStringLiteral(" sharp")) != (tuning == Tuning::Sharp)) return QStringLiteral("spoken sharp");
  return {};
}

}  // namespace

class NoteDisplayTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyPublishedStateAgreesWithItself_data() {
    QTest::addColumn<int>("index");
    QTest::addColumn<double>("inTuneCents");
    for (int i = 0; i < int(signalsToShow().size()); ++i) {
      for (const double window : {2.5, 0.1, 0.7, 1.0, 3.0, 4.4, 10.0}) {
        QTest::addRow("%d, %g cents", i, window) << i << window;
      }
    }
  }
  void everyPublishedStateAgreesWithItself() {
    QFETCH(int, index);
    QFETCH(double, inTuneCents);
    TunerModel tuner;
    tuner.setInTuneCents(inTuneCents);
    QString wrong;
    int states = 0;
    QString lastSpoken;
    connect(&tuner, &TunerModel::changed, this, [&] {
      ++states;
      const QString found = contradiction(tuner, inTuneCents);
      if (wrong.isEmpty() && !found.isEmpty()) {
        wrong = QStringLiteral("%1 %2: needle %3, digits %4, %5 Hz, tuning %6, \"%7\"")
                    .arg(found, tuner.noteName())
                    .arg(tuner.cents())
                    .arg(tuner.centsText(), tuner.hertzText())
                    .arg(int(tuner.tuning()))
                    .arg(tuner.spoken());
      }
    });
    connect(&tuner, &TunerModel::spokenChanged, this, [&] {
      const QString cents = QString::number(std::lround(std::abs(toNumber(tuner.centsText()))));
      const bool isOff = tuner.tuning() == Tuning::Flat || tuner.tuning() == Tuning::Sharp;
      if (isOff && !tuner.spoken().contains(cents)) wrong = tuner.spoken() + QStringLiteral(" is not ") + cents;
    });
    play(tuner, signalsToShow()[std::size_t(index)], 12);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    QVERIFY(states > 900);
  }

  // The engine's own estimate of its error wanders by half of it and more (standard deviation of its logarithm 0.45 for
  // a steady tone in noise).
  void aSteadyToneKeepsItsDecimals_data() {
    QTest::addColumn<double>("sigmaCents");
    for (const double sigma : {0.0001, 0.0034, 0.005, 0.009, 0.033, 0.04, 0.05, 0.2, 3.0}) {
      QTest::addRow("%g", sigma) << sigma;
    }
  }
  void aSteadyToneKeepsItsDecimals() {
    QFETCH(double, sigmaCents);
    TunerModel tuner;
    std::mt19937 random(11);
    std::normal_distribution<double> wander(0, 0.45);
    int changes = 0;
    QString last;
    connect(&tuner, &TunerModel::changed, this, [&] {
      const QString shape = QStringLiteral("%1 %2 %3")
                                .arg(decimalsOf(tuner.centsText()))
                                .arg(decimalsOf(tuner.hertzText()))
                                .arg(decimalsOf(tuner.sigmaText()));
      changes += !last.isEmpty() && shape != last;
      last = shape;
    });
    play(tuner,
         {[](double) { return 6.03; }, [&](double t) { return t < 0.1 ? 5 : sigmaCents * std::exp(wander(random)); }},
         30);
    QVERIFY2(changes <= (sigmaCents > 0.2 ? 1 : 0),
             qPrintable(QString::number(changes)));  // what is not known goes once
  }

  void noWordUntilThereIsSomethingToSay() {
    TunerModel tuner;
    play(tuner, {[](double) { return 0.3; }, [](double) { return 0.05; }}, 3 * kHopS);
    QCOMPARE(tuner.tuning(), Tuning::None);
  }

 private:
  static void play(TunerModel& tuner, const Signal& signal, double seconds) {
    std::mt19937 random(5);
    std::normal_distribution<double> noise(0, 1);
    for (double t = kHopS; t < seconds; t += kHopS) {
      core::PitchReading reading;
      reading.availableS = t;
      reading.hertz = 440 * std::exp2((signal.cents(t) + signal.noiseCents * noise(random)) / 1200);
      reading.sigmaCents = signal.sigmaCents(t);
      reading.confidence = signal.confidence;
      tuner.show(tests::noted(reading));
    }
  }

  static std::vector<Signal> signalsToShow() {
    const auto constant = [](double value) { return [value](double) { return value; }; };
    std::vector<Signal> all;
    for (const double cents : {0.0, 0.04, -0.3, 0.97, 1.9, -2.02, 2.6, 3.0, -3.4, 12.3, 49.7}) {
      for (const double sigma : {0.002, 0.06, 0.7, 4.0}) all.push_back({constant(cents), constant(sigma), sigma});
    }
    const auto glide = [](double perSecond) {
      return [perSecond](double t) { return -6 * perSecond + perSecond * t; };
    };
    for (const double perSecond : {0.3, -1.0, 4.0, -30.0, 150.0}) {
      all.push_back({glide(perSecond), constant(0.05), 0.05});
      all.push_back({glide(perSecond), constant(2.0), 2.0});
    }
    const auto vibrato = [](double depth) {
      return [depth](double t) { return depth * std::sin(2 * M_PI * 5.5 * t); };
    };
    for (const double depth : {0.5, 3.0, 20.0}) all.push_back({vibrato(depth), constant(0.1), 0.1});
    all.push_back({[](double t) { return std::fmod(t, 2) < 1 ? 0.0 : 9.0; }, constant(0.1), 0.1});
    all.push_back(
        {[](double t) { return 14 * std::exp(-t / 0.7); }, [](double t) { return 0.02 + 3 * std::exp(-t); }, 0.1});
    all.push_back({constant(0.2), constant(0.1), 0.1, 0.4});  // never sure
    return all;
  }
};

QTEST_GUILESS_MAIN(NoteDisplayTests)
#include "tst_notedisplay.moc"
