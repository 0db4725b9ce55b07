// SPDX-License-Identifier: GPL-3.0-or-later
// The pitch standard that fits the notes best.
#include "core/notes/standardfit.h"
#include "core/tuning/temperament.h"
#include "support/signals.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace tunescope;

namespace {

// Notes of a tuning, shifted as a whole, each with a random error.
std::vector<core::StandardNote> played(const core::Tuning& tuning, int count, double shiftCents, double spreadCents,
                                       quint64 seed) {
  test::Random random(seed);
  std::vector<core::StandardNote> notes;
  for (int i = 0; i < count; ++i) {
    const int key = 48 + static_cast<int>(random.uniform(0, 30));
    const double off = shiftCents + spreadCents * random.gaussian();
    notes.push_back({tuning.key(key).value().targetHz * std::exp2(off / 1200), 0.2});
  }
  return notes;
}

}  // namespace

class StandardFitTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theShiftOfTheNotesIsFound_data() {
    QTest::addColumn<double>("shiftCents");
    QTest::addColumn<QString>("temperament");
    for (const double shift : {-44.0, -31.7, 0.0, 4.3, 38.9}) {
      for (const char* id : {"equal", "vallotti"})
        QTest::addRow("%g, %s", shift, id) << shift << QString::fromLatin1(id);
    }
  }
  void theShiftOfTheNotesIsFound() {
    QFETCH(const double, shiftCents);
    QFETCH(const QString, temperament);
    const core::Tuning tuning({.scale = core::scaleOf(temperament.toStdString()).value()});
    for (quint64 seed = 1; seed <= 5; ++seed) {
      const auto fit = core::fitStandard(tuning, played(tuning, 40, shiftCents, 4, seed));
      QVERIFY(fit);
      QVERIFY2(std::abs(fit->cents - shiftCents) < 4 * fit->sigmaCents, QByteArray::number(fit->cents));
      QVERIFY2(fit->sigmaCents > 0.35 && fit->sigmaCents < 1.2, QByteArray::number(fit->sigmaCents));  // 4 / sqrt(40)
    }
  }

  // 400 sessions of ten notes: the expected shares are within one and two standard errors.
  void theStandardErrorHolds() {
    const core::Tuning tuning;
    int one = 0, two = 0;
    for (quint64 seed = 1; seed <= 400; ++seed) {
      const auto fit = core::fitStandard(tuning, played(tuning, 10, 6, 5, seed)).value();
      one += std::abs(fit.cents - 6) < fit.sigmaCents;
      two += std::abs(fit.cents - 6) < 2 * fit.sigmaCents;
    }
    QVERIFY2(one > 240 && one < 310, QByteArray::number(one));
    QVERIFY2(two > 365, QByteArray::number(two));
  }

  void aFewWrongNotesDoNotMoveIt() {
    const core::Tuning tuning;
    auto notes = played(tuning, 20, 8, 2, 3);
    for (std::size_t i = 0; i < 3; ++i) notes[i].hertz *= std::exp2(35.0 / 1200);
    const auto fit = core::fitStandard(tuning, notes).value();
    QVERIFY2(std::abs(fit.cents - 8) < 2, QByteArray::number(fit.cents));
  }

  void fiveNotesAreNeeded() {
    const core::Tuning tuning;
    QVERIFY(!core::fitStandard(tuning, played(tuning, 4, 3, 1, 1)));
    QVERIFY(core::fitStandard(tuning, played(tuning, 5, 3, 1, 1)));
  }

  void notesThatAgreeToTheBitHaveASmallError() {
    const core::Tuning tuning;
    const auto fit = core::fitStandard(tuning, played(tuning, 6, 3, 0, 1)).value();
    QVERIFY(std::abs(fit.cents - 3) < 1e-6);
    QVERIFY2(fit.sigmaCents > 0 && fit.sigmaCents < 0.2, QByteArray::number(fit.sigmaCents));
  }
};

QTEST_GUILESS_MAIN(StandardFitTests)
#include "standardfit_tests.moc"
