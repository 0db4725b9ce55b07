// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/items/iconitem.h"

#include <QObject>
#include <QString>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

class WindowHost;
struct ActionRow;

// One action of a key or a button: a row of the table in actions.cpp, with its present state. To perform it,
// connect to Actions::triggered. Thread: gui. Realtime-safe: no.
class AppAction : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Rows of Actions")
  Q_PROPERTY(Id kind READ kind CONSTANT)
  Q_PROPERTY(int view READ view CONSTANT)
  Q_PROPERTY(QString does READ does CONSTANT)
  Q_PROPERTY(QVariantList keys READ keys CONSTANT)
  Q_PROPERTY(QString key READ key CONSTANT)
  Q_PROPERTY(QString keysText READ keysText CONSTANT)
  Q_PROPERTY(QString use READ use CONSTANT)
  Q_PROPERTY(tunescope::ui::IconItem::Icon symbol READ symbol CONSTANT)
  Q_PROPERTY(bool worksInSheets READ worksInSheets CONSTANT)
  Q_PROPERTY(QString tip READ tip NOTIFY changed)
  Q_PROPERTY(bool isOffered READ isOffered NOTIFY changed)
  Q_PROPERTY(bool isEnabled READ isEnabled NOTIFY changed)

 public:
  enum class Id {
    Run,
    ChooseInput,
    OpenSound,
    SetA4,
    Tuning,
    Instrument,
    Tone,
    ByEar,
    Piano,
    Intonation,
    Settings,
    SignalPath,
    SoundLevel,
    Record,
    ShowView,
    ShowDisplay,
    Beside,
    MeterScale,
    ResetMeters,
    PauseLoudness,
    PauseView,
    ResetView,
    ExportView,
    CopyPicture,
    Theme,
    FullScreen,
    Keys,
    Leave,
    Quit
  };
  Q_ENUM(Id)

  AppAction(const ActionRow& row, const WindowHost& host, QObject* parent);

  Id kind() const;
  int view() const;           // of ShowView and ShowDisplay: its index among them
  QString does() const;       // in the key sheet
  QVariantList keys() const;  // each of them triggers it; in the format of Shortcut
  QString key() const;        // the first one
  QString keysText() const;   // "F or F11"
  QString use() const;        // help for its button if there is no keyboard; empty: none
  IconItem::Icon symbol() const;
  bool worksInSheets() const;  // also while a sheet is open
  QString tip() const;         // name of its button
  bool isOffered() const;      // where the window runs
  bool isEnabled() const;      // its keys do it now
  void setOn(bool isOn);       // while it is on, its button names the way to end it

  Q_INVOKABLE void trigger(int focusReason) { Q_EMIT triggered(this, focusReason); }

 Q_SIGNALS:
  void changed();
  void triggered(tunescope::ui::AppAction* action, int focusReason);

 private:
  const ActionRow& m_row;
  const WindowHost& m_host;
  bool m_isOn = false;
};

}  // namespace tunescope::ui
