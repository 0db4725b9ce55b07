// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QQuickItem>
#include <QQuickWindow>
#include <QTest>

// The part of each that is seen; seen is what no list around it that scrolls has cut off.
inline void collectButtons(const QQuickItem& item, QList<QRectF>& boxes, QRectF seen = {-1e5, -1e5, 2e5, 2e5}) {
  if (!item.isVisible()) return;
  const QRectF box = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()));
  if (item.inherits("QQuickFlickable") && item.clip()) seen &= box;
  if (item.inherits("QQuickAbstractButton") && seen.intersects(box)) {
    boxes << (box & seen).adjusted(0.1, 0.1, -0.1, -0.1);
  }
  for (const QQuickItem* child : item.childItems()) collectButtons(*child, boxes, seen);
}

// No button of the bar lies on another one, or leaves the window.
inline void checkButtons(const QQuickWindow& window, const QSize& size) {
  QList<QRectF> boxes;
  collectButtons(*window.contentItem(), boxes);
  QVERIFY(boxes.size() >= 4);
  for (qsizetype i = 0; i < boxes.size(); ++i) {
    QVERIFY2(QRectF(QPointF(), size).contains(boxes[i]), qPrintable(QString::number(size.width())));
    for (qsizetype k = 0; k < i; ++k) {
      QVERIFY2(!boxes[i].intersects(boxes[k]), qPrintable(QString::number(size.width())));
    }
  }
}
