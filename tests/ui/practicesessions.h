// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "present/practice/practicesession.h"

#include <cmath>

// Practice sessions that no one played.
namespace tunescope::tests {

inline core::PlayedNote playedNote(int key, double onsetS, double lengthS, double cents, double spread = 1) {
  core::PlayedNote note{.note = core::Tuning().key(key).value(), .onsetS = onsetS, .lengthS = lengthS};
  note.meanCents = note.note.cents = cents;
  note.spreadCents = spread;
  note.meanSigmaCents = 0.2;
  if (lengthS >= 0.3) note.driftCentsPerS = -0.7;
  for (double t = 0; t < lengthS - 1e-9; t += core::PlayedNote::kContourStepS)
    note.contourCents.emplace_back(float(cents + spread * std::sin(9 * t) - 12 * std::exp(-t / 0.06)));
  return note;
}

// A scale up and down, flat below and sharp above; shiftCents: of all of it.
inline present::PracticeSession scaleSession(double shiftCents, int day) {
  present::PracticeSession session{.startedAt = QDateTime(QDate(2026, 11, day), QTime(10, 15))};
  session.tuning = QStringLiteral("12-TET");
  double timeS = 0;
  for (const int key : {60, 62, 64, 66, 67, 69, 71, 72, 71, 69, 67, 66, 64, 62, 60}) {
    core::PlayedNote note = playedNote(key, timeS, 0.9 + 0.02 * (key - 60), (key - 66) * 1.2 + shiftCents, 1.1);
    if (key > 66) note.vibrato = core::Vibrato{5.6, 21};
    note.scoopCents = -11.4;
    note.settleS = 0.09;
    timeS += note.lengthS + 0.2;
    session.notes.push_back(std::move(note));
  }
  return session;
}

}  // namespace tunescope::tests
