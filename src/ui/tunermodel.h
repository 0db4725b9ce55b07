// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "ui/displayfilter.h"
#include "ui/notedisplay.h"

#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// What the tuner shows of the pitch readings: the nearest note with hysteresis, how far off it is (NoteDisplay), and
// for a few seconds the name of the last note. It measures nothing. Time is the sample clock of the readings; only the
// last note leaves by the wall clock, as no readings may come then. Thread: gui. Realtime-safe: no.
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
  Q_PROPERTY(double toleranceCents READ toleranceCents NOTIFY changed)
  Q_PROPERTY(int ghostMs READ ghostMs WRITE setGhostMs NOTIFY changed)

 public:
  enum class Presence { Resting, Ghost, Sounding };  // nothing, only the name of the last note, a note now
  Q_ENUM(Presence)
  enum class Tuning { None, Flat, InTune, Sharp };  // None: no note sounds, or as NoteDisplay::Tuning
  Q_ENUM(Tuning)

  static constexpr double kKeepNoteCents =
      10;                                  // a note is kept until another is nearer by that: no flicker between two
  static constexpr double kMaxCents = 55;  // of the needle
  static constexpr double kGhostAfterS = 0.15;    // shorter holes are not shown
  static constexpr double kSureConfidence = 0.5;  // below: shown dimmed, and only when three readings agree
  static constexpr int kUnsureReadings = 3;
  static constexpr int kGhostMs = 4000;

  explicit TunerModel(QObject* parent = nullptr);

  // The next reading; availableS may go back only when a new stream starts.
  void show(const analysis::NotedPitch& noted);
  void rest();   // no note sounds any more: its name stays as a ghost for ghostMs
  void clear();  // forgets the last note too
  void setNotation(core::Notation notation);

  Presence presence() const { return m_presence; }
  Tuning tuning() const { return Tuning(m_display.tuning()); }
  bool isSure() const { return m_isSure; }
  QString letter() const { return m_letter; }          // empty when resting
  QString accidental() const { return m_accidental; }  // "♯", "♭" or empty
  QString octave() const { return m_octave; }
  QString noteName() const { return m_noteName; }  // ASCII: "A#4", "La#4"
  // Of the note that sounds: 0 and empty when none does.
  double cents() const { return m_display.cents(); }  // of the needle, -55 to 55
  double sigmaCents() const { return m_display.sigmaCents(); }
  QString centsText() const { return m_display.centsText(); }
  QString sigmaText() const { return m_display.sigmaText(); }  // "0.3", without the ±
  QString hertzText() const { return m_display.hertzText(); }
  QString targetText() const { return m_targetText; }  // frequency of the note itself, two decimals
  // "A sharp 4, 6 cents flat": at once when the note or the word is another, otherwise once a second.
  QString spoken() const { return m_spoken; }
  double toleranceCents() const { return m_display.toleranceCents(); }  // to each side, of what counts as in tune now
  int ghostMs() const { return m_ghostTimer.interval(); }
  void setGhostMs(int ms);

 Q_SIGNALS:
  void changed();
  void spokenChanged();

 private:
  void showVoiced(const core::PitchReading& reading, const core::TunedNote& nearest);
  bool isKept(double absoluteCents, const core::TunedNote& nearest) const;
  bool isAccepted(double absoluteCents, const core::TunedNote& nearest, bool isSure);
  void showNote(const core::TunedNote& note);
  void spell();
  bool updateSpoken(bool atOnce);
  QString spokenText() const;
  void startOver();

  core::Notation m_notation = core::Notation::English;
  DisplayFilter m_filter{0.1};
  NoteDisplay m_display;
  QTimer m_ghostTimer;

  Presence m_presence = Presence::Resting;
  bool m_isSure = false;
  core::TunedNote m_note;  // unless resting
  core::TunedNote m_candidate;
  int m_candidateCount = 0;
  double m_timeS = 0;    // of the newest reading
  double m_voicedS = 0;  // of the newest voiced one
  double m_spokenAtS = 0;
  QString m_letter, m_accidental, m_octave, m_noteName, m_targetText, m_spoken;
};

}  // namespace tunescope::ui
