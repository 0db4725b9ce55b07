// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/outlineitem.h"

namespace tunescope::ui {

OutlineItem::OutlineItem(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
}

}  // namespace tunescope::ui
