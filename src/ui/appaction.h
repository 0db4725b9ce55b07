// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/iconitem.h"

#include <QObject>
#include <QString>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

class WindowHost;
struct ActionRow;

// One thing that a key or a button does: a row of the table in actions.cpp, with what is true of it now. Whoever obeys
// listens to Actions::triggered. Thread: gui. Realtime-safe: no.
class AppAction : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Rows of Actions")
  Q_PROPERTY(Id kind READ kind CONSTANT)
  Q_PROPERTY(int view READ view CONSTANT)
  Q_PROPERTY(QString does READ does CONSTANT)
  Q_PROPERTY(QVariantList keys READ keys CONSTANT)
  Q_PROPERTY(QString key READ key CONSTANT)
  Q_PROPERTY(QString use READ use CONSTANT)
  Q_PROPERTY(tunescope::ui::IconItem::Icon symbol READ symbol CONSTANT)
  Q_PROPERTY(bool worksInSheets READ worksInSheets CONSTANT)
  Q_PROPERTY(QString tip READ tip NOTIFY changed)
  Q_PROPERTY(bool isOffered READ isOffered NOTIFY changed)
  Q_PROPERTY(bool isEnabled READ isEnabled NOTIFY changed)

 public:
  enum class Id { Run, ChooseInput, SetA4, Settings, SignalPath, ShowView, Theme, FullScreen, Keys, Leave, Quit };
  Q_ENUM(Id)

  AppAction(const ActionRow& row, const WindowHost& host, QObject* parent);

  Id kind() const;
  int view() const;           // of ShowView: its place in the registry
  QString does() const;       // in the key sheet
  QVariantList keys() const;  // each of them does it; as Shortcut takes them
  QString key() const;        // the documented one
  QString use() const;        // help for its button where there is no keyboard; empty: none
  IconItem::Icon symbol() const;
  bool worksInSheets() const;  // also while a sheet is open
  QString tip() const;         // name of its button
  bool isOffered() const;      // where the window runs
  bool isEnabled() const;      // its keys do it now
  void setOn(bool isOn);       // what runs is named by what ends it

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
