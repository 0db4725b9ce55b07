// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// A shape in one colour that is painted from outlines once per change: sharp at any size, in both scene graphs.
// Subclasses must write its full name: Qt 6.4 finds the type for QML by its spelling. Thread: gui.
class OutlineItem : public QQuickPaintedItem {
  Q_OBJECT
  QML_ANONYMOUS
  Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY changed)

 public:
  explicit OutlineItem(QQuickItem* parent = nullptr);

  QColor color() const { return m_color; }
  void setColor(const QColor& color) { set(m_color, color); }

 Q_SIGNALS:
  void changed();

 protected:
  // Repaints when the value changes.
  template <class Value>
  void set(Value& member, const Value& value) {
    if (member == value) return;
    member = value;
    update();
    Q_EMIT changed();
  }

 private:
  QColor m_color;
};

}  // namespace tunescope::ui
