// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/appaction.h"

#include <QList>
#include <QObject>
#include <QQmlListProperty>
#include <QtQml/qqmlregistration.h>

#include <array>
#include <vector>

namespace tunescope::ui {

// All text about an action. Shortcuts, the key sheet, tooltips and the README's table of keys come from it.
struct ActionRow {
  enum Place : unsigned { Desktop = 1, Page = 2, Everywhere = 3 };
  enum class When { NoSheet, FullScreen, Always };

  AppAction::Id id = AppAction::Id::Run;
  const char* does = nullptr;         // in the key sheet
  std::array<const char*, 2> keys{};  // for QKeySequence; the documented one first
  const char* tip = nullptr;          // on its button, and ...
  const char* tipOn = nullptr;        // ... while it is on; null: the same
  const char* use = nullptr;          // help for its button if there is no keyboard; null: none
  IconItem::Icon symbol = IconItem::Icon::None;
  unsigned places = Everywhere;
  When when = When::NoSheet;
  int view = -1;  // of ShowView, ShowDisplay
};

// The table of actions, those that show a view included. Thread: gui. Realtime-safe: no.
class Actions : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the program")
  Q_PROPERTY(QQmlListProperty<tunescope::ui::AppAction> list READ list CONSTANT)

 public:
  explicit Actions(const WindowHost& host, QObject* parent = nullptr);

  static const std::vector<ActionRow>& table();
  static QString keyOf(AppAction::Id id);  // the documented key: "Ctrl+,"

  QQmlListProperty<AppAction> list() { return {this, &m_list}; }
  const QList<AppAction*>& all() const { return m_list; }
  Q_INVOKABLE tunescope::ui::AppAction* of(tunescope::ui::AppAction::Id id) const;  // the first one of that kind

 Q_SIGNALS:
  void triggered(tunescope::ui::AppAction* action, int focusReason);

 private:
  QList<AppAction*> m_list;
};

}  // namespace tunescope::ui
