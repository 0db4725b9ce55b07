// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEvent>
#include <QGuiApplication>
#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// Reports each key press in a window of the program, whoever handles it. Thread: gui. Realtime-safe: no.
class KeyWatch : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_SINGLETON

 public:
  explicit KeyWatch(QObject* parent = nullptr) : QObject(parent) { qGuiApp->installEventFilter(this); }

 Q_SIGNALS:
  void keyPressed();

 protected:
  // A key that is a shortcut never becomes a KeyPress; every other one also begins as a ShortcutOverride.
  bool eventFilter(QObject* object, QEvent* event) override {
    if (event->type() == QEvent::ShortcutOverride && object->isWindowType()) Q_EMIT keyPressed();
    return false;
  }
};

}  // namespace tunescope::ui
