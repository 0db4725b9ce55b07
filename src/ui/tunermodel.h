// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readings.h"
#include "core/tuning/notename.h"
#include "ui/displayfilter.h"
#include "ui/readout.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// What the tuner shows of the pitch readings: the nearest note with hysteresis, a smoothed needle, calm digits, and
// whether the note is in tune. It measures nothing. Time is the sample clock of the readings, so that nothing here
// needs a timer. Thread: gui. Realtime-safe: no.
class TunerModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(Presence presence READ presence NOTIFY changed)
  Q_PROPERTY(Tuning tuning READ tuning NOTIFY changed)
  Q_PROPERTY(bool isSure READ isSure NOTIFY changed)
  Q_PROPERTY(QString letter READ letter NOTIFY changed)
  Q_PROPERTY(QString accidental READ accidental NOTIFY changed)
  Q_PROPERTY(QString octave READ octave NOTIFY changed)
  Q_PROPERTY(QString noteName READ noteName NOTIFY changed)
  Q_PROPERTY(double cents READ cents NOTIFY changed)
  Q_PROPERTY(double sigmaCents READ sigmaCents NOTIFY changed)
  Q_PROPERTY(QString centsText READ centsText NOTIFY changed)
  Q_PROPERTY(QString sigmaText READ sigmaText NOTIFY changed)
  Q_PROPERTY(QString hertzText READ hertzText NOTIFY changed)
  Q_PROPERTY(QString targetText READ targetText NOTIFY changed)
  Q_PROPERTY(QString spoken READ spoken NOTIFY spokenChanged)
  Q_PROPERTY(double a4Hz READ a4Hz WRITE setA4Hz NOTIFY changed)
  Q_PROPERTY(double toleranceCents READ toleranceCents CONSTANT)

 public:
  enum class Presence { Resting, Ghost, Sounding };  // nothing yet, the last note dimmed, a note now
  Q_ENUM(Presence)
  enum class Tuning {
    None,
    Flat,
    InTune,
    Sharp
  };  // None unless sounding; InTune is a lock: hard to enter and to leave
  Q_ENUM(Tuning)

  static constexpr double kToleranceCents = 2;    // locks within this ...
  static constexpr double kReleaseCents = 3;      // ... lets go beyond this
  static constexpr double kLockAfterS = 0.15;     // ... when it has stayed so long
  static constexpr double kKeepNoteCents = 55;    // a note is kept that far: no flicker half-way between two
  static constexpr double kGhostAfterS = 0.15;    // shorter holes are not shown
  static constexpr double kSureConfidence = 0.5;  // below: shown dimmed, and only when three readings agree
  static constexpr int kUnsureReadings = 3;

  explicit TunerModel(QObject* parent = nullptr);

  // The next reading; availableS may go back only when a new stream starts.
  void show(const core::PitchReading& reading);
  void rest();   // no readings come any more: the last note stays as a ghost
  void clear();  // forgets the last note too
  void setA4Hz(double a4Hz);
  void setNotation(core::Notation notation);

  Presence presence() const { return m_presence; }
  Tuning tuning() const { return m_tuning; }
  bool isSure() const { return m_isSure; }
  QString letter() const { return m_letter; }          // empty when resting
  QString accidental() const { return m_accidental; }  // "♯", "♭" or empty
  QString octave() const { return m_octave; }
  QString noteName() const { return m_noteName; }  // ASCII: "A#4", "La#4"
  double cents() const { return m_cents; }         // of the needle, -55 to 55
  double sigmaCents() const { return m_sigmaCents; }
  QString centsText() const { return m_centsText; }
  QString sigmaText() const { return m_sigmaText; }  // "0.3", without the ±
  QString hertzText() const { return m_hertzText; }
  QString targetText() const { return m_targetText; }  // frequency of the note itself, two decimals
  QString spoken() const { return m_spoken; }          // "A sharp 4, 6 cents flat", at most once a second
  double a4Hz() const { return m_a4Hz; }
  double toleranceCents() const { return kToleranceCents; }

 Q_SIGNALS:
  void changed();
  void spokenChanged();

 private:
  void showVoiced(const core::PitchReading& reading);
  bool isAccepted(double absoluteCents, bool isSure);
  void showNote(int midi);
  void spell();
  void updateTuning(double timeS, double sigmaCents);
  void updateDigits(double timeS, bool atOnce);
  void updateSpoken(double timeS);
  void startOver();

  double m_a4Hz = core::kDefaultA4Hz;
  core::Notation m_notation = core::Notation::English;
  DisplayFilter m_needle{0.1};
  DisplayFilter m_digits{0.3};
  SteadyDecimals m_centsDecimals{2};
  SteadyDecimals m_hertzDecimals{3};

  Presence m_presence = Presence::Resting;
  Tuning m_tuning = Tuning::None;
  bool m_isSure = false;
  int m_midi = -1;
  int m_candidateMidi = -1;
  int m_candidateCount = 0;
  double m_timeS = 0;          // of the newest reading
  double m_voicedS = 0;        // of the newest voiced one
  double m_withinSinceS = -1;  // since when it has been within the tolerance; < 0: it is not
  double m_digitsAtS = 0;
  double m_spokenAtS = 0;
  double m_cents = 0;
  double m_sigmaCents = 0;
  QString m_letter, m_accidental, m_octave, m_noteName, m_centsText, m_sigmaText, m_hertzText, m_targetText, m_spoken;
};

}  // namespace tunescope::ui
