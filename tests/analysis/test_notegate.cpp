// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/notegate.h"

#include <QTest>

#include <vector>

using namespace tunescope;
using analysis::NoteGate;

namespace {

constexpr double kHopS = 512 / 48000.0;

// A tone, and the result for each of its readings at these levels.
std::vector<core::PitchReading> gated(double sensitivityDb, const std::vector<double>& levelsDb) {
  NoteGate gate;
  std::vector<core::PitchReading> readings;
  for (std::size_t i = 0; i < levelsDb.size(); ++i) {
    const core::LevelReading level{.timeS = double(i) * kHopS, .rmsDb = levelsDb[i], .peakDb = levelsDb[i]};
    core::PitchReading pitch{.hertz = 440, .sigmaCents = 0.1, .confidence = 0.9, .inharmonicity = 1e-4};
    pitch.noteBegan = i == 0;
    gate.apply(sensitivityDb, level, pitch);
    readings.push_back(pitch);
  }
  return readings;
}

}  // namespace

class TestNoteGate : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void withoutASensitivityEveryReadingStays() {
    for (const auto& reading : gated(analysis::kAnyLevelDb, {-250, -20, -180})) {
      QVERIFY(reading.hertz == 440 && reading.sigmaCents && reading.confidence == 0.9 && reading.inharmonicity);
    }
  }

  void whatIsTooQuietIsNoNote() {
    for (const auto& reading : gated(-40, {-41, -60, -40.1})) {
      QVERIFY(!reading.hertz && !reading.sigmaCents && reading.confidence == 0 && !reading.inharmonicity);
      QVERIFY(!reading.noteBegan);
    }
  }

  void aNoteThatGrowsLoudBeginsThen() {
    const auto readings = gated(-40, {-50, -45, -39, -38});
    QVERIFY(!readings[1].isVoiced() && readings[2].isVoiced() && readings[3].isVoiced());
    QVERIFY(!readings[0].noteBegan && readings[2].noteBegan && !readings[3].noteBegan);
  }

  void aNoteEndsWhenNoHopHasBeenLoudForAWhile() {
    std::vector<double> levels(4, -30);
    levels.resize(30, -50);
    levels.push_back(-30);
    const auto readings = gated(-40, levels);
    const auto last = static_cast<std::size_t>(3 + NoteGate::kHoldS / kHopS);
    QVERIFY(readings[last].isVoiced() && !readings[last + 1].isVoiced() && !readings[29].isVoiced());
    QVERIFY(readings[30].isVoiced() && readings[30].noteBegan);
  }
};

QTEST_APPLESS_MAIN(TestNoteGate)
#include "test_notegate.moc"
