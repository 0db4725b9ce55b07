// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/readout.h"

#include <QString>

namespace tunescope::ui {

// What is shown of one sounding note. The word, the needle, the digits, the colour and the spoken text all come from
// one displayed value, so that they cannot contradict each other. In every state:
//   Flat, Sharp: cents() is at least kMinOffCents from 0, and the digits have its sign and never round to 0 cents;
//   InTune:      cents() and the digits are within kReleaseCents;
//   None:        both are within kToleranceCents;
//   the digits are within kMaxLagCents or one standard deviation of cents(), whichever is larger.
// Time is the sample clock. Thread: gui. Realtime-safe: no (strings).
class NoteDisplay {
 public:
  enum class Tuning { None, Flat, InTune, Sharp };  // None: too near to be off, not yet steady enough to be in tune

  static constexpr double kToleranceCents = 2;  // locks within this ...
  static constexpr double kReleaseCents = 3;    // ... lets go beyond this
  static constexpr double kLockAfterS = 0.15;   // ... when it has stayed so long
  static constexpr double kMinOffCents = 1;     // flat and sharp hold until this close
  static constexpr double kMaxLagCents = 1;     // digits follow a needle that is further away at once

  // A note began: nothing of the last one holds. targetHertz: of the note itself.
  void begin(double targetHertz);

  // The displayed value, in cents from the note, and the standard deviation of the newest reading.
  void show(double timeS, double cents, double sigmaCents, bool isSure);

  Tuning tuning() const { return m_tuning; }
  double cents() const { return m_cents; }
  double sigmaCents() const { return m_sigmaCents; }  // smoothed
  double toleranceCents() const { return m_tuning == Tuning::InTune ? kReleaseCents : kToleranceCents; }
  double timeConstantS() const;  // that the next values should be smoothed with
  QString centsText() const { return m_centsText; }
  QString sigmaText() const { return m_sigmaText; }  // without the ±
  QString hertzText() const { return m_hertzText; }
  int spokenCents() const;  // of the digits, rounded, without sign

 private:
  Tuning nextTuning(double timeS, double sigmaCents, bool isSure);
  void updateDigits(double timeS, Tuning before);

  double m_targetHertz = 0;
  bool m_isFirst = true;
  Tuning m_tuning = Tuning::None;
  double m_cents = 0;
  double m_sigmaCents = 0;
  double m_timeS = 0;
  double m_withinSinceS = -1;  // since when it has been within the tolerance; < 0: it is not
  double m_digitsAtS = 0;
  SteadyDecimals m_centsDecimals{2};
  SteadyDecimals m_hertzDecimals{3, 1};  // whole Hz would contradict the cents
  SteadyNumber m_centsDigits;
  SteadyNumber m_hertzDigits;
  QString m_centsText, m_sigmaText, m_hertzText;
};

}  // namespace tunescope::ui
