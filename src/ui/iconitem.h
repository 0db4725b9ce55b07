// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// A line icon on a grid of 24, painted once per size and colour, so that it is sharp at any scale and in both scene
// graphs and needs no image plugin. Decoration: the control that holds it carries the name. Thread: gui.
class IconItem : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(Icon icon READ icon WRITE setIcon NOTIFY changed)
  Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY changed)

 public:
  enum class Icon { None, Start, Stop, Microphone, Settings, Help, Close, Check, Plus, Minus, Reset, Left, Right };
  Q_ENUM(Icon)

  explicit IconItem(QQuickItem* parent = nullptr);
  Icon icon() const { return m_icon; }
  void setIcon(Icon icon);
  QColor color() const { return m_color; }
  void setColor(const QColor& color);
  void paint(QPainter* painter) override;

 Q_SIGNALS:
  void changed();

 private:
  Icon m_icon = Icon::None;
  QColor m_color;
};

}  // namespace tunescope::ui
