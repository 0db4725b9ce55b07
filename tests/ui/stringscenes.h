// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stretch/inharmonicity.h"
#include "core/strum/stringset.h"
#include "support/noted.h"
#include "ui/capture/capturecontroller.h"
#include "ui/models/intonationmodel.h"
#include "ui/views/polystrum.h"
#include "ui/windowrig.h"

#include <QQuickWindow>
#include <QTest>

// A strum, a piano that was measured, and a guitar string that was played.
namespace tunescope::tests {

using namespace tunescope::ui;

// One string each: flat, in tune, sharp, known badly, far off, not heard.
inline void strumTheStrings(const QQuickWindow& window) {
  auto* strum = descendant(window.contentItem(), QStringLiteral("strum"))->findChild<PolyStrum*>();
  QVERIFY(strum);
  analysis::StrumReading reading;
  const double cents[] = {-7.3, 0.4, 17.2, 3.1, -48.9};
  for (const int key : core::strumKeys("guitar")) {
    analysis::StringReading& string = reading.strings[reading.count];
    string.note = core::Tuning().key(key).value();
    if (reading.count < std::size(cents)) {
      string.cents = cents[reading.count];
      string.sigmaCents = reading.count == 3 ? 4.0 : 0.1;
      string.confidence = 0.99;
    }
    ++reading.count;
  }
  strum->show(reading);
}

// As many keys as the sheet proposes, of a piano whose bass is stiffer than usual.
inline void measureThePiano(PianoModel& piano) {
  for (int midi = 21; midi <= 96; midi += 6) {
    core::StruckNote note{
        .f1Hz = 440, .b = (midi < 50 ? 2.5 : 1.2) * core::typicalInharmonicity(midi), .sigmaLnB = 0.01};
    note.partials = 18;
    note.misfitCents = 0.37;
    piano.show({.timeS = 1,
                .state = analysis::StruckReading::State::Measured,
                .progress = 1,
                .note = {},
                .midi = midi,
                .heard = note});
  }
}

inline void showPiano(const QString& scene, PianoModel& piano) {
  if (!scene.startsWith(QLatin1String("piano"))) return;
  if (piano.measuredCount() == 0) measureThePiano(piano);
  if (scene == QLatin1String("pianoused")) piano.use();
}

inline void playTheString(const QString& scene, CaptureController& controller, QQuickWindow& window) {
  if (scene == QLatin1String("intonationdone")) {
    controller.readings()->instrument()->choose(QStringLiteral("bass"));
    QObject* opening = window.findChild<QObject*>(QStringLiteral("intonation"));
    QVERIFY(QMetaObject::invokeMethod(opening, "open"));
    QTRY_VERIFY(opening->property("opened").toBool());
  }
  auto* sheet = window.findChild<QObject*>(QStringLiteral("intonation"))->property("sheet").value<QObject*>();
  auto* helper = sheet->property("helper").value<IntonationModel*>();
  double startS = 0;
  for (const double hertz : {41.21, 82.43, 82.72}) {
    if (scene != QLatin1String("intonationdone") && hertz > 50) break;
    for (int i = 0; i < 150; ++i) {
      analysis::NotedPitch noted;
      noted.pitch.timeS = startS + i * 0.01;
      noted.pitch.noteBegan = i == 0;
      noted.pitch.hertz = hertz;
      noted.pitch.sigmaCents = 0.08;
      helper->show(noted);
    }
    startS += 2;
  }
}

}  // namespace tunescope::tests
