// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/measure/registry.h"
#include "core/stretch/stretchcurve.h"
#include "ui/models/choicelist.h"
#include "ui/settings/appsettings.h"

#include <QList>
#include <QObject>
#include <QStringList>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <set>
#include <vector>

namespace tunescope::ui {

// A piano that is measured key by key, its stretch curve, and whether the tuning uses it. What is measured follows into
// the settings while it is used. Thread: gui. Realtime-safe: no.
class PianoModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(bool isActive READ isActive WRITE setActive NOTIFY activeChanged)
  Q_PROPERTY(QString nextKey READ nextKey NOTIFY changed)
  Q_PROPERTY(QString guidance READ guidance NOTIFY changed)
  Q_PROPERTY(int measuredCount READ measuredCount NOTIFY changed)
  Q_PROPERTY(QStringList measuredKeys READ measuredKeys NOTIFY changed)
  Q_PROPERTY(QString summary READ summary NOTIFY changed)
  Q_PROPERTY(int octave READ octave WRITE setOctave NOTIFY changed)
  Q_PROPERTY(QString octaveName READ octaveName NOTIFY changed)
  Q_PROPERTY(QStringList octaves READ octaves CONSTANT)
  Q_PROPERTY(bool isInForce READ isInForce NOTIFY changed)
  Q_PROPERTY(bool canUndo READ canUndo NOTIFY changed)
  Q_PROPERTY(double progress READ progress NOTIFY heardChanged)
  Q_PROPERTY(QString heard READ heard NOTIFY heardChanged)
  Q_PROPERTY(bool isProblem READ isProblem NOTIFY heardChanged)
  Q_PROPERTY(QString message READ message NOTIFY messageChanged)
  Q_PROPERTY(tunescope::ui::ChoiceList* files READ files CONSTANT)
  Q_PROPERTY(QString folder READ folder NOTIFY folderChanged)

 public:
  explicit PianoModel(AppSettings& settings, QObject* parent = nullptr);

  bool isActive() const { return m_isActive; }  // notes are measured
  void setActive(bool isActive);
  QString nextKey() const;  // that is proposed; empty: all of them are measured
  QString guidance() const;
  int measuredCount() const { return int(m_piano.keys.size()); }
  QStringList measuredKeys() const;  // a line each, from the lowest key up
  QString summary() const;           // of the curve
  int octave() const { return int(m_piano.octave); }
  void setOctave(int octave);
  QString octaveName() const { return octaves().at(octave()); }  // "4:2"
  static QStringList octaves();
  bool isInForce() const { return !m_settings.values().stretch.empty(); }
  bool canUndo() const { return !m_past.empty(); }
  double progress() const { return m_progress; }  // of the note that sounds; 0: none does
  QString heard() const { return m_heard; }       // what the last note gave
  bool isProblem() const { return m_isProblem; }  // it gave nothing
  QString message() const { return m_message; }   // about files; empty: nothing is wrong
  ChoiceList* files() { return &m_files; }        // of folder: folders and stretch files
  QString folder() const { return m_folder; }

  const core::PianoStretch& piano() const { return m_piano; }
  const core::StretchCurve& curve() const { return m_curve; }

  Q_INVOKABLE void skip();  // proposes another key
  Q_INVOKABLE void use();   // the tuning follows the curve; without a measured key nothing happens
  Q_INVOKABLE void stopUsing();
  Q_INVOKABLE void clear();  // of all measured keys
  Q_INVOKABLE void undo();   // the last change of keys, octave or use
  // Reads a file; it is used at once. False: message() says why not, and what was there stays.
  Q_INVOKABLE bool openFile(const QUrl& url);
  Q_INVOKABLE bool openListed(const QString& path);  // false: a folder, which is now listed, or a bad file
  Q_INVOKABLE bool saveFile(const QString& name);    // in folder, as "name 2" where that exists; false: see message()
  Q_INVOKABLE void listFiles();
  // Where something around the window has the files (a browser's page).
  Q_INVOKABLE void requestOpen() { Q_EMIT openRequested(); }
  Q_INVOKABLE void requestSave();

  void show(const analysis::StruckReading& reading);

 Q_SIGNALS:
  void activeChanged();
  void changed();
  void heardChanged();
  void messageChanged();
  void folderChanged();
  void openRequested();
  void saveRequested(const QString& name, const QString& text);

 private:
  struct Past {
    core::PianoStretch piano;
    std::string stretch;
  };

  void follow();
  void remember();
  void setPiano(const core::PianoStretch& piano);
  void put(const std::string& stretch);
  bool openBytes(const QString& name, std::string bytes);
  void setHeard(double progress, const QString& text, bool isProblem);
  void setMessage(const QString& message);
  int proposed() const;
  QString keyName(int midi) const;

  AppSettings& m_settings;
  core::PianoStretch m_piano;
  core::StretchCurve m_curve;
  std::string m_followed;  // the settings' text that m_piano was read from
  std::set<int> m_skipped;
  std::vector<Past> m_past;
  bool m_isActive = false;
  double m_progress = 0;
  QString m_heard;
  bool m_isProblem = false;
  QString m_message;
  ChoiceList m_files;
  QString m_folder;
};

}  // namespace tunescope::ui
