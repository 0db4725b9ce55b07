// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/laneplot.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tunescope::ui {

LanePlot::LanePlot(QQuickItem* parent) : QQuickPaintedItem(parent) {
  connect(this, &LanePlot::changed, this, [this] { update(); });
}

void LanePlot::itemChange(ItemChange change, const ItemChangeData& data) {
  QQuickPaintedItem::itemChange(change, data);
  if (change == ItemVisibleHasChanged && isVisible()) update();
}

void LanePlot::setFont(QPainter& painter, bool isStrong) const {
  QFont font(m_family);
  font.setPixelSize(std::max(1, m_textSize));
  font.setWeight(isStrong ? QFont::DemiBold : QFont::Normal);
  painter.setFont(font);
}

QRectF LanePlot::paintTitle(QPainter& painter, QRectF box, const QString& title) const {
  const double head = std::ceil(m_textSize * 1.6);
  setFont(painter, false);
  painter.setPen(m_soft);
  const bool fits = painter.fontMetrics().horizontalAdvance(title) <= box.width();
  painter.drawText(box.adjusted(0, 0, 0, head - box.height()), Qt::AlignLeft | Qt::AlignVCenter,
                   fits ? title : title.section(QLatin1Char(':'), 0, 0));
  box.setTop(box.top() + head);
  return box;
}

void LanePlot::paintBottom(QPainter& painter, QRectF box) const {
  painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), m_line);
}

void LanePlot::paintMarks(QPainter& painter, const Scale& scale, std::initializer_list<int> marks) const {
  setFont(painter, false);
  double freeFrom = scale.box.bottom() + m_textSize * 0.4;
  for (const int mark : marks) {
    const double y = std::round(scale.yOf(mark));
    painter.fillRect(QRectF(scale.box.left(), y, scale.box.width(), 1), m_line);
    const QRectF box(0, y - m_textSize * 0.7, gutter() - m_textSize * 0.5, m_textSize * 1.4);
    if (box.bottom() > freeFrom) continue;  // it would stand on the mark below
    painter.setPen(m_soft);
    painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter,
                     mark < 0 ? QStringLiteral("\u2212%1").arg(-mark) : QString::number(mark));
    freeFrom = box.top();
  }
}

double LanePlot::roundTimeS(double pixelsPerS, double pixels) {
  static constexpr double kTimes[] = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1,    2,    5,    10,    15,
                                      30,   60,   120,  300, 600, 900, 1800, 3600, 7200, 14400, 36000};
  return *std::find_if(std::begin(kTimes), std::end(kTimes) - 1,
                       [&](double seconds) { return seconds * pixelsPerS >= pixels; });
}

}  // namespace tunescope::ui
