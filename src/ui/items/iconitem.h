// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/items/outlineitem.h"

namespace tunescope::ui {

// A line icon on a grid of 24, which needs no image plugin. Decoration: the control that holds it carries the name.
// Thread: gui.
class IconItem : public tunescope::ui::OutlineItem {
  Q_OBJECT
  QML_ELEMENT
  // Its full name, because moc of Qt 6.8 asks outside of the class whether the base's signal accepts it.
  Q_PROPERTY(tunescope::ui::IconItem::Icon icon READ icon WRITE setIcon NOTIFY changed)

 public:
  enum class Icon {
    None,
    Start,
    Stop,
    Microphone,
    Settings,
    Help,
    Close,
    Check,
    Plus,
    Minus,
    Reset,
    Left,
    Right,
    Record,
    File,
    Note,
    Needle,
    Strobe,
    History,
    Projector,
    Pause,
    Export,
    Beside
  };
  Q_ENUM(Icon)

  explicit IconItem(QQuickItem* parent = nullptr);
  Icon icon() const { return m_icon; }
  void setIcon(Icon icon) { set(m_icon, icon); }
  void paint(QPainter* painter) override;

 private:
  Icon m_icon = Icon::None;
};

}  // namespace tunescope::ui
