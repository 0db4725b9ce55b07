// SPDX-License-Identifier: GPL-3.0-or-later
// One pitch from a note's readings, and the intonation of a recorded guitar (TUNESCOPE_RECORDINGS).
#include "core/pitch/pitchengine.h"
#include "core/stretch/steadynote.h"
#include "support/recordings.h"

#include <QDir>
#include <QTest>

#include <cmath>

using namespace tunescope::core;
using namespace tunescope::test;

namespace {

struct Heard {
  SteadyNote::State state = SteadyNote::State::Waiting;  // the first one that is neither waiting nor listening
  MeasuredPitch pitch;
  double inharmonicity = 0;
};

Heard hear(const QString& path) {
  const NoteSound sound =
      loadNote({.group = {}, .instrument = {}, .path = path.toStdString(), .startS = 0, .endS = 0, .midi = 0});
  PitchEngine engine({.sampleRateHz = sound.sampleRateHz});
  SteadyNote note;
  for (std::size_t at = 0; at + engine.hopFrames() <= sound.samples.size(); at += engine.hopFrames()) {
    const auto state = note.add(engine.process(std::span(sound.samples).subspan(at, engine.hopFrames())));
    if (state == SteadyNote::State::Waiting || state == SteadyNote::State::Listening) continue;
    return {state, note.pitch(), note.inharmonicity()};
  }
  return {};
}

PitchReading reading(double timeS, std::optional<double> hertz, double sigmaCents = 0.1) {
  PitchReading pitch;
  pitch.timeS = timeS;
  pitch.noteBegan = timeS == 0;
  pitch.hertz = hertz;
  pitch.sigmaCents = sigmaCents;
  return pitch;
}

double centsBetween(double hertz, double from) {
  return 1200 * std::log2(hertz / from);
}

}  // namespace

class IntonationTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aSecondBehindTheAttackIsTaken() {
    SteadyNote note;
    SteadyNote::State last = SteadyNote::State::Waiting;
    for (int i = 0; i < 130 && last != SteadyNote::State::Taken; ++i) {
      const double t = i * 0.01;  // sharp at first, and with a scatter of half a cent
      last = note.add(reading(t, 110 * std::exp2((20 * std::exp(-t / 0.05) + (i % 2 == 0 ? 0.5 : -0.5)) / 1200)));
    }
    QCOMPARE(last, SteadyNote::State::Taken);
    QVERIFY2(std::abs(centsBetween(note.pitch().hertz, 110)) < 0.1,
             QByteArray::number(centsBetween(note.pitch().hertz, 110)));
    QVERIFY2(note.pitch().sigmaCents > 0.15 && note.pitch().sigmaCents < 0.35,
             QByteArray::number(note.pitch().sigmaCents));
    QCOMPARE(note.add(reading(1.4, 110)), SteadyNote::State::Waiting);  // once per note
  }

  void shortAndMovingNotesAreRefused() {
    SteadyNote note;
    SteadyNote::State last = SteadyNote::State::Waiting;
    for (int i = 0; i < 70; ++i) {
      last = note.add(reading(i * 0.01, i < 40 ? std::optional(110.0) : std::nullopt));
      if (last == SteadyNote::State::TooShort) break;
    }
    QCOMPARE(last, SteadyNote::State::TooShort);
    note.reset();
    for (int i = 0; i < 130; ++i) {
      last = note.add(reading(i * 0.01, 110 * std::exp2(i * 0.3 / 1200)));
      if (last == SteadyNote::State::Unsteady) break;
    }
    QCOMPARE(last, SteadyNote::State::Unsteady);
  }

  // A guitar that is set up well: every fret is within some cents of the octave, and so is the saddle.
  void theRecordedGuitarIsSetUpWell() {
    const QString root = qEnvironmentVariable("TUNESCOPE_RECORDINGS");
    if (root.isEmpty()) QSKIP("TUNESCOPE_RECORDINGS names no folder of recordings");
    const QDir folder(root + QStringLiteral("/guitar"));
    // What is heard before the string is touched is too short to be taken.
    QCOMPARE(hear(folder.filePath(QStringLiteral("E-string-harmonic.flac"))).state, SteadyNote::State::TooShort);
    int taken = 0;
    const QList<std::pair<QString, QString>> strings = {{QStringLiteral("Fs1"), QStringLiteral("Fs2")},
                                                        {QStringLiteral("B1"), QStringLiteral("B2")},
                                                        {QStringLiteral("E2"), QStringLiteral("E3")},
                                                        {QStringLiteral("A2"), QStringLiteral("A3")},
                                                        {QStringLiteral("D3"), QStringLiteral("D4")}};
    for (const auto& [low, high] : strings) {
      const Heard string = hear(folder.filePath(low + QStringLiteral("-open.flac")));
      const Heard fret = hear(folder.filePath(high + QStringLiteral("-fret12.flac")));
      if (string.state != SteadyNote::State::Taken || fret.state != SteadyNote::State::Taken) {
        qInfo("%s: state %d open, %d fretted", qPrintable(low), int(string.state), int(fret.state));
        continue;
      }
      ++taken;
      const auto found = intonationOf(octaveOf(string.pitch, string.inharmonicity), fret.pitch, 648);
      QVERIFY2(found, qPrintable(low));
      qInfo("%s: 12th fret %+.2f +- %.2f c, saddle %+.2f +- %.2f mm", qPrintable(low), found->cents, found->sigmaCents,
            found->saddleMm, found->sigmaMm);
      QVERIFY2(std::abs(found->cents) < 15 && found->sigmaCents < 2, qPrintable(low));
      QVERIFY(found->cents * found->saddleMm > 0);
    }
    QVERIFY2(taken >= 2, QByteArray::number(taken));
  }
};

QTEST_APPLESS_MAIN(IntonationTests)
#include "intonation_tests.moc"
