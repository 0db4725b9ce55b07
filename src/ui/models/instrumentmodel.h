// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "analysis/measure/coursereading.h"
#include "ui/models/choicelist.h"
#include "ui/settings/appsettings.h"

#include <QObject>
#include <QTimer>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <optional>
#include <vector>

namespace tunescope::ui {

// The instrument, its strings, and which of them sounds; a string can be locked, which is then the one that is tuned.
// Instruments of the user's stand first in the list. Instrument, lock and list are remembered. Thread: gui.
// Realtime-safe: no.
class InstrumentModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(tunescope::ui::ChoiceList* instruments READ instruments CONSTANT)
  Q_PROPERTY(QString title READ title NOTIFY changed)
  Q_PROPERTY(QStringList stringNames READ stringNames NOTIFY changed)
  Q_PROPERTY(int capo READ capo WRITE setCapo NOTIFY changed)
  Q_PROPERTY(int maxCapo READ maxCapo CONSTANT)
  Q_PROPERTY(int sounding READ sounding NOTIFY stringChanged)
  Q_PROPERTY(int locked READ locked NOTIFY stringChanged)
  Q_PROPERTY(bool isStepping READ isStepping WRITE setStepping NOTIFY steppingChanged)
  Q_PROPERTY(bool isOwn READ isOwn NOTIFY changed)
  Q_PROPERTY(QString removedTitle READ removedTitle NOTIFY changed)
  Q_PROPERTY(QString message READ message NOTIFY messageChanged)

 public:
  static constexpr double kInTuneS = 1;  // that a locked string is in tune before the next one is locked

  explicit InstrumentModel(AppSettings& settings, QObject* parent = nullptr);

  ChoiceList* instruments() { return &m_instruments; }
  QString title() const;            // empty: none is chosen
  QStringList stringNames() const;  // from the highest number down to string 1, as they sound with the capo: "E2 E3"
  std::vector<analysis::CourseParameters::Course> courses() const;  // what each string has in tune, in that order
  int capo() const;
  void setCapo(int fret);
  static int maxCapo();
  int sounding() const { return m_sounding; }  // index in stringNames(); -1: none is known
  int locked() const { return m_locked; }      // the same; -1: none is locked
  // Once a locked string is in tune, the next one is locked; behind string 1 none is.
  bool isStepping() const { return m_isStepping; }
  void setStepping(bool isStepping);
  bool isOwn() const;                            // the chosen one is of the user's
  QString message() const { return m_message; }  // why a description or a file cannot be used; empty: it can

  Q_INVOKABLE void choose(const QString& id);  // empty: none
  Q_INVOKABLE void toggleLock(int place);
  // Takes a line as core::parseInstrument() reads it into the list, and chooses it. False: message() says why not.
  Q_INVOKABLE bool add(const QString& line);
  // The chosen one as such a line, to be edited; a built-in one with a name of its own. Empty: none is chosen.
  Q_INVOKABLE QString editableLine() const;
  // As add(), in place of the chosen one if it is of the user's.
  Q_INVOKABLE bool replace(const QString& line);
  Q_INVOKABLE void removeOwn();    // the chosen one, if it is of the user's
  Q_INVOKABLE void undoRemoval();  // puts the one removed last back into its place, and chooses it
  QString removedTitle() const;    // of that one; empty: none was removed in this run
  // Adds those of a file, and chooses the first.
  Q_INVOKABLE bool openFile(const QUrl& url);

  // How the tuner shows a reading: with a locked string, as the deviation from it.
  analysis::NotedPitch aimed(const analysis::NotedPitch& noted) const;
  void show(const analysis::NotedPitch& noted);
  void rest();
  // What the tuner shows after a reading that became available at timeS; for isStepping().
  void follow(double timeS, bool isInTune);

 Q_SIGNALS:
  void changed();
  void stringChanged();
  void steppingChanged();
  void messageChanged();

 private:
  // The keys of a string: two of a course of octaves.
  using Targets = std::vector<core::TunedNote>;

  void followSettings();
  void listInstruments();
  void keepOwn();
  bool addAll(const QStringList& lines);
  void setLocked(int place);
  void setMessage(const QString& message);
  void setSounding(int place);

  AppSettings& m_settings;
  ChoiceList m_instruments;
  QString m_id;
  QStringList m_own;     // lines of the user's instruments
  QStringList m_unread;  // lines of the settings that describe none
  QString m_removed;     // the line removed last
  qsizetype m_removedAt = 0;
  std::vector<Targets> m_targets;  // of the strings
  QStringList m_names;
  QTimer m_restTimer;
  int m_sounding = -1;
  int m_locked = -1;
  bool m_isStepping = false;
  std::optional<double> m_inTuneSinceS;  // of the locked string
  QString m_message;
};

}  // namespace tunescope::ui
