// SPDX-License-Identifier: GPL-3.0-or-later
// One shown number has one word, and the word does not flicker (decisions/0028).
#include "present/notepresenter.h"
#include "support/noted.h"

#include <QSet>
#include <QTest>

#include <cmath>
#include <functional>
#include <map>
#include <random>

using namespace tunescope;
using present::NoteDisplay;
using present::NotePresenter;
using Tuning = NoteDisplay::Tuning;

namespace {

constexpr double kHopS = 512 / 48000.0;

struct Signal {
  std::function<double(double)> cents;  // off A4, over time in seconds
  double sigmaCents = 0.05;             // as the engine predicts it, and of the noise
};

void play(NotePresenter& presenter, const Signal& signal, double seconds, const std::function<void()>& shown,
          const core::Tuning& tuning = core::Tuning()) {
  std::mt19937 random(5);
  std::normal_distribution<double> noise(0, signal.sigmaCents);
  for (double t = kHopS; t < seconds; t += kHopS) {
    core::PitchReading reading;
    reading.availableS = t;
    reading.hertz = 440 * std::exp2((signal.cents(t) + noise(random)) / 1200);
    reading.sigmaCents = signal.sigmaCents;
    reading.confidence = 0.95;
    if (presenter.show(tests::noted(reading, tuning)).isShown) shown();
  }
}

std::function<double(double)> constant(double value) {
  return [value](double) { return value; };
}

std::function<double(double)> swing(double hertz, double depth) {
  return [hertz, depth](double t) { return 2.5 + depth * std::sin(2 * M_PI * hertz * t); };
}

}  // namespace

class NoteTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anotherPitchStandardHoldsAtOnce() {
    NotePresenter presenter;
    core::PitchReading reading;
    reading.hertz = 439.238;
    reading.sigmaCents = 0.01;
    reading.confidence = 0.99;
    for (const double a4 : {440.0, 415.0, 440.0, 442.0, 440.0}) {
      const core::Tuning tuning = core::Tuning::equal(a4);
      for (int hop = 0; hop < 100; ++hop) {
        reading.availableS += kHopS;
        presenter.show(tests::noted(reading, tuning));
      }
      const core::TunedNote nearest = *tuning.nearest(*reading.hertz);
      QVERIFY2(presenter.note().isSameNote(nearest), QByteArray::number(a4));
      QCOMPARE(presenter.note().targetHz, nearest.targetHz);
      QVERIFY2(std::abs(presenter.display().cents() - nearest.cents) < 0.02, QByteArray::number(a4));
    }
  }

  void oneShownNumberHasOneWord() {
    std::map<QString, QSet<int>> words;
    const auto show = [&](const Signal& signal) {
      NotePresenter presenter;
      play(presenter, signal, 20, [&] {
        const Tuning tuning = presenter.display().tuning();
        if (tuning != Tuning::None) words[presenter.display().centsText()].insert(int(tuning));
      });
    };
    for (const double cents : {0.3, 1.2, 2.0, 2.3, 2.5, 2.6, 2.8, 3.0, 3.4}) {
      for (const double sigma : {0.004, 0.05, 0.7, 2.0, 4.0}) {
        show({constant(cents), sigma});
        show({constant(-cents), sigma});
      }
    }
    for (const double depth : {0.3, 1.0, 3.0, 6.0}) {
      show({swing(5.5, depth), 0.1});
      show({swing(0.3, depth), 0.1});
    }
    show({[](double t) { return -6 + 0.6 * t; }, 0.3});
    show({[](double t) { return 6 - 0.6 * t; }, 0.01});
    QVERIFY(words.size() > 30);
    for (const auto& [text, tunings] : words) {
      QVERIFY2(tunings.size() == 1, qPrintable(text + QStringLiteral(" has several words")));
    }
  }

  void theWordDoesNotFlicker_data() {
    QTest::addColumn<double>("cents");
    QTest::addColumn<double>("sigmaCents");
    QTest::addColumn<double>("depth");
    for (const double cents : {1.9, 2.3, 2.5, 2.6, 3.0}) {
      for (const double sigma : {0.05, 0.7, 2.0, 4.0}) QTest::addRow("%g, %g", cents, sigma) << cents << sigma << 0.0;
    }
    for (const double depth : {0.5, 1.0, 3.0}) QTest::addRow("vibrato, %g", depth) << 2.5 << 0.1 << depth;
  }
  void theWordDoesNotFlicker() {
    QFETCH(double, cents);
    QFETCH(double, sigmaCents);
    QFETCH(double, depth);
    NotePresenter presenter;
    int changes = 0;
    auto last = Tuning::None;
    play(presenter, {depth > 0 ? swing(5.5, depth) : constant(cents), sigmaCents}, 60, [&] {
      changes += presenter.display().tuning() != last;
      last = presenter.display().tuning();
    });
    QVERIFY2(changes <= 10, qPrintable(QString::number(changes)));
  }

  void aNoteIsKeptUntilAnotherIsClearlyNearer() {
    const core::Tuning tuning({.scale = core::Scale::equal(31)});
    const double first = 1200 * std::log2(tuning.note(0, 5).targetHz / 440);
    const double step = 1200.0 / 31;
    NotePresenter presenter;
    int before = -1;
    QList<int> degrees;
    play(
        presenter, {[&](double t) { return first + step * t / 4; }, 0.05}, 13,
        [&] {
          if (presenter.note().degree != before) degrees << presenter.note().degree;
          before = presenter.note().degree;
        },
        tuning);
    QCOMPARE(degrees, (QList<int>{0, 1, 2, 3}));
  }
};

QTEST_APPLESS_MAIN(NoteTests)
#include "tst_notes.moc"
