// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/iconitem.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {

constexpr double kGrid = 24;
constexpr double kStroke = 1.75;

QPainterPath lines(std::initializer_list<std::initializer_list<QPointF>> strokes) {
  QPainterPath path;
  for (const auto& stroke : strokes) {
    path.moveTo(*stroke.begin());
    for (const QPointF& point : stroke) path.lineTo(point);
  }
  return path;
}

QPainterPath microphone() {
  QPainterPath path;
  path.addRoundedRect(QRectF(8.75, 2.75, 6.5, 11.5), 3.25, 3.25);
  path.moveTo(5.25, 11);
  path.arcTo(QRectF(5.25, 4.25, 13.5, 13.5), 180, 180);
  path.moveTo(12, 17.75);
  path.lineTo(12, 21.25);
  path.moveTo(8.5, 21.25);
  path.lineTo(15.5, 21.25);
  return path;
}

// Three sliders: settings are values.
QPainterPath settings() {
  QPainterPath path;
  const double knobs[][2] = {{6, 9}, {12, 15.5}, {18, 7.5}};
  for (const auto& [y, x] : knobs) {
    path.moveTo(3, y);
    path.lineTo(x - 2.25, y);
    path.moveTo(x + 2.25, y);
    path.lineTo(21, y);
    path.addEllipse(QPointF(x, y), 2.25, 2.25);
  }
  return path;
}

// A sheet with a folded corner.
QPainterPath file() {
  QPainterPath path = lines({{{13.5, 2.75}, {5.5, 2.75}, {5.5, 21.25}, {18.5, 21.25}, {18.5, 7.75}, {13.5, 2.75}}});
  path.addPath(lines({{{13.5, 2.75}, {13.5, 7.75}, {18.5, 7.75}}}));
  path.addPath(lines({{{9, 13}, {9, 16}}, {{12, 11.5}, {12, 17.5}}, {{15, 13}, {15, 16}}}));
  return path;
}

// A quaver: music from the demo.
QPainterPath note() {
  QPainterPath path;
  path.addEllipse(QPointF(8.5, 17.5), 3.25, 2.75);
  path.addPath(lines({{{11.75, 17.5}, {11.75, 3.5}}}));
  path.moveTo(11.75, 3.5);
  path.cubicTo(12.5, 7, 17.5, 7.5, 16.5, 12.5);
  return path;
}

QPainterPath help() {
  QPainterPath path;
  path.moveTo(8, 8.6);
  path.cubicTo(8, 3.4, 16, 3.4, 16, 8.4);
  path.cubicTo(16, 11.6, 12, 11.6, 12, 15.2);
  path.addEllipse(QPointF(12, 19.6), 0.35, 0.35);
  return path;
}

QPainterPath reset() {
  QPainterPath path;
  path.arcMoveTo(QRectF(4.5, 4.5, 15, 15), 160);
  path.arcTo(QRectF(4.5, 4.5, 15, 15), 160, -320);
  path.addPath(lines({{{4.2, 4.4}, {4.9, 9.6}, {10, 8.9}}}));
  return path;
}

// Solid shapes, so that the main button stands out.
QPainterPath solid(IconItem::Icon icon) {
  QPainterPath path;
  switch (icon) {
    case IconItem::Icon::Start:
      path = lines({{{7.5, 5}, {19, 12}, {7.5, 19}, {7.5, 5}}});
      break;
    case IconItem::Icon::Stop:
      path.addRoundedRect(QRectF(6.5, 6.5, 11, 11), 0.5, 0.5);
      break;
    case IconItem::Icon::Record:
      path.addEllipse(QPointF(12, 12), 5.5, 5.5);
      break;
    case IconItem::Icon::Left:
      path = lines({{{15.5, 5.5}, {6.5, 12}, {15.5, 18.5}, {15.5, 5.5}}});
      break;
    case IconItem::Icon::Right:
      path = lines({{{8.5, 5.5}, {17.5, 12}, {8.5, 18.5}, {8.5, 5.5}}});
      break;
    case IconItem::Icon::Pause:
      path.addRoundedRect(QRectF(6.5, 5.5, 3.5, 13), 0.5, 0.5);
      path.addRoundedRect(QRectF(14, 5.5, 3.5, 13), 0.5, 0.5);
      break;
    default:
      break;
  }
  return path;
}

QPainterPath outline(IconItem::Icon icon) {
  switch (icon) {
    case IconItem::Icon::Microphone:
      return microphone();
    case IconItem::Icon::Settings:
      return settings();
    case IconItem::Icon::File:
      return file();
    case IconItem::Icon::Note:
      return note();
    case IconItem::Icon::Help:
      return help();
    case IconItem::Icon::Close:
      return lines({{{6, 6}, {18, 18}}, {{18, 6}, {6, 18}}});
    case IconItem::Icon::Check:
      return lines({{{4.5, 12.5}, {9.75, 17.75}, {19.5, 7}}});
    case IconItem::Icon::Plus:
      return lines({{{12, 5}, {12, 19}}, {{5, 12}, {19, 12}}});
    case IconItem::Icon::Minus:
      return lines({{{5, 12}, {19, 12}}});
    case IconItem::Icon::Reset:
      return reset();
    case IconItem::Icon::Needle:
      return lines({{{3, 18}, {21, 18}}, {{5, 18}, {5, 14}}, {{19, 18}, {19, 14}}, {{12, 18}, {14.5, 5}}});
    case IconItem::Icon::Strobe:
      return lines({{{3, 6}, {9, 6}},
                    {{15, 6}, {21, 6}},
                    {{3, 12}, {6, 12}},
                    {{10.5, 12}, {13.5, 12}},
                    {{18, 12}, {21, 12}},
                    {{3, 18}, {4.5, 18}},
                    {{8, 18}, {9.5, 18}},
                    {{14.5, 18}, {16, 18}},
                    {{19.5, 18}, {21, 18}}});
    case IconItem::Icon::History:
      return lines({{{3, 15}, {6.5, 8.5}, {10, 16}, {13.5, 10}, {17, 13}, {21, 12}}});
    case IconItem::Icon::Projector:
      return lines({{{2.5, 4}, {21.5, 4}},
                    {{4.5, 4}, {4.5, 15}, {19.5, 15}, {19.5, 4}},
                    {{12, 15}, {12, 18}},
                    {{8, 21}, {12, 18}, {16, 21}}});
    case IconItem::Icon::Export:
      return lines(
          {{{12, 3.5}, {12, 15}}, {{7.5, 10.5}, {12, 15}, {16.5, 10.5}}, {{4, 16}, {4, 20.5}, {20, 20.5}, {20, 16}}});
    case IconItem::Icon::Beside:
      return lines({{{3, 5}, {21, 5}, {21, 19}, {3, 19}, {3, 5}},
                    {{10.5, 5}, {10.5, 19}},
                    {{13.5, 15}, {15.5, 10}, {17, 13.5}, {18.5, 11}}});
    default:
      return {};
  }
}

}  // namespace

IconItem::IconItem(QQuickItem* parent) : OutlineItem(parent) {
  setImplicitSize(kGrid, kGrid);
}

void IconItem::paint(QPainter* painter) {
  const double scale = std::min(width(), height()) / kGrid;
  if (!(scale > 0)) return;
  painter->translate((width() - kGrid * scale) / 2, (height() - kGrid * scale) / 2);
  painter->scale(scale, scale);
  painter->setPen(QPen(color(), kStroke, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  if (const QPainterPath shape = solid(m_icon); !shape.isEmpty()) {
    painter->fillPath(shape, color());
    painter->drawPath(shape);
  } else {
    painter->drawPath(outline(m_icon));
  }
}

}  // namespace tunescope::ui
