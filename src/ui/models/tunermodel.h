// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "present/notepresenter.h"

#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// The display of pitch readings (present::NotePresenter) as properties, with the name in a notation. The
// last note leaves by the wall clock, because readings may have stopped. Thread: gui. Realtime-safe: no.
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
  Q_PROPERTY(int holdMs READ holdMs NOTIFY changed)

 public:
  enum class Presence { Resting, Ghost, Sounding };  // nothing, only the name of the last note, a note now
  Q_ENUM(Presence)
  enum class Tuning { None, Flat, InTune, Sharp };  // None: no note sounds, or as present::NoteDisplay::Tuning
  Q_ENUM(Tuning)

  explicit TunerModel(QObject* parent = nullptr);

  // The next reading; availableS may go back only when a new stream starts.
  void show(const analysis::NotedPitch& noted);
  void rest();   // no note sounds any more: its name stays as a ghost for holdMs
  void clear();  // forgets the last note too
  void setNames(const core::NameStyle& names);
  void setInTuneCents(double cents);
  void setHoldMs(int ms);  // 0: the last note leaves at once

  Presence presence() const { return Presence(m_presenter.presence()); }
  Tuning tuning() const { return Tuning(display().tuning()); }
  bool isSure() const { return m_presenter.isSure(); }
  QString letter() const { return m_letter; }          // empty when resting
  QString accidental() const { return m_accidental; }  // "♯", "♭" or empty
  QString octave() const { return m_octave; }
  QString noteName() const { return m_noteName; }  // ASCII: "A#4", "La#4"
  // Of the sounding note: 0 and empty if there is none.
  double cents() const { return display().cents(); }  // of the needle, -55 to 55
  double sigmaCents() const { return display().sigmaCents(); }
  QString centsText() const { return display().centsText(); }
  QString sigmaText() const { return display().sigmaText(); }  // "0.3", without the ±
  QString hertzText() const { return display().hertzText(); }
  double targetHz() const { return m_presenter.note().targetHz; }  // of the note itself, unless resting
  QString targetText() const { return m_targetText; }              // frequency of the note itself, two decimals
  // "A sharp 4, 6 cents flat": at once when the note or the word is another, otherwise once a second.
  QString spoken() const { return m_spoken; }
  double toleranceCents() const { return display().borderCents(); }  // to each side, of "in tune"
  int holdMs() const { return m_ghostTimer.interval(); }

 Q_SIGNALS:
  void changed();
  void spokenChanged();

 private:
  const present::NoteDisplay& display() const { return m_presenter.display(); }
  void showRest();
  void spell();
  bool updateSpoken(bool atOnce);
  QString spokenText() const;

  core::NameStyle m_names;
  present::NotePresenter m_presenter;
  QTimer m_ghostTimer;
  double m_spokenAtS = 0;
  QString m_letter, m_accidental, m_octave, m_noteName, m_targetText, m_spoken;
};

}  // namespace tunescope::ui
