// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/airpitch.h"
#include "ui/models/a4listener.h"
#include "ui/models/choicelist.h"
#include "ui/models/intervaltable.h"
#include "ui/models/tuningeditor.h"
#include "ui/models/tuningshare.h"
#include "ui/models/tuningundo.h"
#include "ui/settings/appsettings.h"

#include <QObject>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// The tuning as the window shows and changes it; AppSettings stores it. Thread: gui. Realtime-safe: no.
class TuningModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(tunescope::ui::ChoiceList* temperaments READ temperaments CONSTANT)
  Q_PROPERTY(tunescope::ui::ChoiceList* files READ files CONSTANT)
  Q_PROPERTY(tunescope::ui::IntervalTable* table READ table CONSTANT)
  Q_PROPERTY(tunescope::ui::A4Listener* listener READ listener CONSTANT)
  Q_PROPERTY(tunescope::ui::TuningEditor* editor READ editor CONSTANT)
  Q_PROPERTY(tunescope::ui::TuningShare* share READ share CONSTANT)
  Q_PROPERTY(tunescope::ui::TuningUndo* undo READ undo CONSTANT)
  Q_PROPERTY(QString title READ title NOTIFY changed)
  Q_PROPERTY(QString detail READ detail NOTIFY changed)
  Q_PROPERTY(QString source READ source NOTIFY changed)
  Q_PROPERTY(QStringList keyNames READ keyNames CONSTANT)
  Q_PROPERTY(int key READ key WRITE setKey NOTIFY changed)
  Q_PROPERTY(bool hasScale READ hasScale NOTIFY changed)
  Q_PROPERTY(bool hasKeymap READ hasKeymap NOTIFY changed)
  Q_PROPERTY(bool isPlain READ isPlain NOTIFY changed)
  Q_PROPERTY(QString referenceNote READ referenceNote NOTIFY changed)
  Q_PROPERTY(double referenceHz READ referenceHz NOTIFY changed)
  Q_PROPERTY(double minReferenceHz READ minReferenceHz CONSTANT)
  Q_PROPERTY(double maxReferenceHz READ maxReferenceHz CONSTANT)
  Q_PROPERTY(double minCelsius READ minCelsius CONSTANT)
  Q_PROPERTY(double maxCelsius READ maxCelsius CONSTANT)
  Q_PROPERTY(QString message READ message NOTIFY messageChanged)
  Q_PROPERTY(QString folder READ folder NOTIFY folderChanged)

 public:
  explicit TuningModel(AppSettings& settings, QObject* parent = nullptr);

  ChoiceList* temperaments() { return &m_temperaments; }
  ChoiceList* files() { return &m_files; }  // of folder: folders, scales and keymaps
  IntervalTable* table() { return &m_table; }
  A4Listener* listener() { return &m_listener; }
  TuningEditor* editor() { return &m_editor; }
  TuningShare* share() { return &m_share; }
  TuningUndo* undo() { return &m_undo; }
  QString title() const;   // "Vallotti", or the scale's own description
  QString detail() const;  // its definition, or the file's kind
  QString source() const;  // source and link that an .ascl names; empty: none
  QStringList keyNames() const;
  int key() const;  // 0 (C) to 11 (B)
  void setKey(int key);
  bool hasScale() const { return !m_settings.values().scale.empty(); }
  bool hasKeymap() const { return !m_settings.values().keymap.empty(); }
  bool isPlain() const;  // twelve equal steps from C, with A4 as the settings have it
  QString referenceNote() const;
  double referenceHz() const;
  static double minReferenceHz() { return core::kMinReferenceHz; }
  static double maxReferenceHz() { return core::kMaxReferenceHz; }
  static double minCelsius() { return core::kMinAirCelsius; }
  static double maxCelsius() { return core::kMaxAirCelsius; }
  QString message() const { return m_message; }  // why the last file cannot be used; empty: it can
  QString folder() const { return m_folder; }

  Q_INVOKABLE void choose(const QString& temperament);  // ends the use of a scale and a keymap
  // False: the text is no note.
  Q_INVOKABLE bool setReference(const QString& note, double hertz);
  // Chooses another reference note without moving it. False: the text is no note.
  Q_INVOKABLE bool setReferenceNote(const QString& note);
  Q_INVOKABLE void reset();  // to twelve equal steps and A4
  // Reads a .scl, .ascl or .kbm. False: message() says why not, and the present tuning stays.
  Q_INVOKABLE bool openFile(const QUrl& url);
  bool goInto(const QString& path);  // a folder of files(); false: it is none
  Q_INVOKABLE void listFiles();      // of the folder that was seen last
  // core::pitchInAir().
  Q_INVOKABLE double pitchInAir(double hertz, double fromCelsius, double toCelsius) const;

 Q_SIGNALS:
  void changed();
  void messageChanged();
  void folderChanged();

 private:
  void follow();
  void setMessage(const QString& message);
  QString problemOf(const QString& path, analysis::Settings& values, std::size_t& row) const;

  AppSettings& m_settings;
  A4Listener m_listener;
  TuningEditor m_editor;
  TuningShare m_share;
  TuningUndo m_undo;
  ChoiceList m_temperaments;
  ChoiceList m_files;
  IntervalTable m_table;
  QString m_message;
  QString m_folder;
};

}  // namespace tunescope::ui
