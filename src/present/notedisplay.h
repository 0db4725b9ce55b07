// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "present/steadynumber.h"

#include <QString>

namespace tunescope::present {

// What is shown of one sounding note. The word is a function of the shown number (decisions/0028):
//   Flat, Sharp: the digits round to more than kInTuneCents whole cents, and cents() has their sign;
//   InTune:      they round to at most kInTuneCents;
//   None:        so they do, but the note is not yet steady or sure enough.
// Word, needle, digits, colour and the spoken text all come from one displayed value: cents() is on the same side of
// the border at kBorderCents as the digits, which are within kMaxLagCents or one standard deviation of it, whichever is
// larger. Time is the sample clock. Thread: one at a time. Realtime-safe: no (strings).
class NoteDisplay {
 public:
  enum class Tuning { None, Flat, InTune, Sharp };

  static constexpr int kInTuneCents = 2;  // whole cents, as they are shown
  static constexpr double kBorderCents = kInTuneCents + 0.5;
  static constexpr double kCrossAfterS = 0.5;  // the border is crossed after so long on its other side, or at once
                                               // by more than the digits may lag: no flicker
  static constexpr double kMaxInTuneSigmaCents = 2;
  static constexpr double kLockAfterS = 0.15;  // in tune when it has stayed so long
  static constexpr double kMaxLagCents = 1;    // digits follow a needle that is further away at once

  // A note began: nothing of the last one holds. targetHertz: of the note itself.
  void begin(double targetHertz);

  // A smoothed pitch, in cents from the note, and the standard deviation of the newest reading.
  void show(double timeS, double cents, double sigmaCents, bool isSure);

  Tuning tuning() const { return m_tuning; }
  double cents() const { return m_cents; }            // of the needle
  double sigmaCents() const { return m_sigmaCents; }  // smoothed
  double timeConstantS() const;                       // that the next values should be smoothed with
  QString centsText() const { return m_centsText; }
  QString sigmaText() const { return m_sigmaText; }  // without the ±
  QString hertzText() const { return m_hertzText; }
  int spokenCents() const;  // of the digits, rounded, without sign

 private:
  enum class Side { Below = -1, Within = 0, Above = 1 };

  static Side sideOf(double cents);
  Side nextSide(double timeS, double cents);
  Tuning nextTuning(double timeS, double sigmaCents, bool isSure);
  double maxLagCents() const;
  void updateDigits(double timeS, bool isNow);
  double updateCentsDigits(int decimals);

  double m_targetHertz = 0;
  bool m_isFirst = true;
  Side m_side = Side::Within;
  double m_beyondSinceS = -1;  // since when the pitch has been on another side; < 0: it is not
  Tuning m_tuning = Tuning::None;
  double m_cents = 0;
  double m_sigmaCents = 0;
  double m_timeS = 0;
  double m_steadySinceS = -1;  // since when it could be in tune; < 0: it could not
  double m_digitsAtS = 0;
  SteadyDecimals m_centsDecimals{2};
  SteadyDecimals m_hertzDecimals{3, 1};  // whole Hz would contradict the cents
  SteadyNumber m_centsDigits;
  SteadyNumber m_hertzDigits;
  QString m_centsText, m_sigmaText, m_hertzText;
};

}  // namespace tunescope::present
