// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/settingstable.h"
#include "present/steadynumber.h"

#include <QString>

namespace tunescope::present {

// The display of one sounding note. The word is a function of the shown number (decisions/0028, 0042):
//   Flat, Sharp: the digits are more than inTuneCents(), and cents() has their sign;
//   InTune:      they are at most inTuneCents();
//   None:        they are too, but the note is not yet steady or certain enough.
// Word, needle, digits, colour and the spoken text all come from one displayed value: cents() is on the same side of
// borderCents() as the digits, which are within maxLagCents() of it. Time is the sample clock.
// Thread: one at a time. Realtime-safe: no (strings).
class NoteDisplay {
 public:
  enum class Tuning { None, Flat, InTune, Sharp };

  static constexpr double kCrossAfterS = 0.5;  // the border is crossed after that long on its other side, or at once
                                               // by more than the digits may lag: no flicker
  static constexpr double kMaxInTuneSigmaCents = 2;
  static constexpr double kLockAfterS = 0.15;  // in tune after it has stayed that long
  static constexpr double kMaxLagCents = 1;    // digits follow a needle that is further away at once

  // A note began: forgets the last one. targetHertz: of the note itself. inTuneCents: the largest shown number
  // that is in tune, to either side; 0.1 to 10.
  void begin(double targetHertz, double inTuneCents);
  double inTuneCents() const { return m_inTuneCents; }

  // A smoothed pitch, in cents from the note, and the standard deviation of the newest reading.
  void show(double timeS, double cents, double sigmaCents, bool isSure);

  Tuning tuning() const { return m_tuning; }
  double cents() const { return m_cents; }  // of the needle
  // Between the largest number in tune and the next one that the digits can show.
  double borderCents() const;
  double maxLagCents() const;                         // distance of the digits from the needle
  double sigmaCents() const { return m_sigmaCents; }  // smoothed
  double timeConstantS() const;                       // time constant for smoothing the next values
  QString centsText() const { return m_centsText; }
  QString sigmaText() const { return m_sigmaText; }  // without the ±
  QString hertzText() const { return m_hertzText; }
  int spokenCents() const;  // of the digits, rounded, without sign

 private:
  enum class Side { Below = -1, Within = 0, Above = 1 };

  Side sideOf(double cents) const;
  Side nextSide(double timeS, double cents);
  Tuning nextTuning(double timeS, double sigmaCents, bool isSure);
  void updateDigits(double timeS, bool isNow);
  double updateCentsDigits(int decimals);

  double m_inTuneCents = analysis::Settings().inTuneCents;
  double m_targetHertz = 0;
  bool m_isFirst = true;
  Side m_side = Side::Within;
  double m_beyondSinceS = -1;  // when the pitch moved to another side; < 0: it did not
  Tuning m_tuning = Tuning::None;
  double m_cents = 0;
  double m_sigmaCents = 0;
  double m_timeS = 0;
  double m_steadySinceS = -1;  // since when it may be in tune; < 0: it may not
  double m_digitsAtS = 0;
  int m_decimals = 1;  // of the cents
  SteadyTenths m_tenths;
  SteadyNumber m_centsDigits;
  SteadyNumber m_hertzDigits;
  QString m_centsText, m_sigmaText, m_hertzText;
};

}  // namespace tunescope::present
