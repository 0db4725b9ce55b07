// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointingDevice>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTest>

#include <algorithm>

// Else Qt hands a movement on with the next frame.
inline const bool kAreMovesSent = qputenv("QML_NO_TOUCH_COMPRESSION", "1");

// A finger on the screen of a window: nothing of what it does is a mouse or a key.
class Finger {
 public:
  explicit Finger(QQuickWindow& window) : m_window(window) {}

  static QPointingDevice* screen() {
    static QPointingDevice* device = QTest::createTouchDevice();
    return device;
  }
  void press(QPointF scene) const { QTest::touchEvent(&m_window, screen()).press(0, scene.toPoint()); }
  void move(QPointF scene) const { QTest::touchEvent(&m_window, screen()).move(0, scene.toPoint()); }
  void release(QPointF scene) const { QTest::touchEvent(&m_window, screen()).release(0, scene.toPoint()); }
  void tap(QPointF scene) const {
    press(scene);
    release(scene);
  }

  // The middle of it, or a place on it as shares of its size.
  static QPointF placeOn(const QQuickItem& item, QPointF share = {0.5, 0.5}) {
    return item.mapToScene({item.width() * share.x(), item.height() * share.y()});
  }
  // Whether a finger can reach that place: no list around it has cut it off, and it is in the window.
  bool isReachable(const QQuickItem& item, QPointF share = {0.5, 0.5}) const {
    const QPointF place = placeOn(item, share);
    if (!item.isVisible() || !item.isEnabled() || !windowArea().contains(place)) return false;
    const QQuickItem* view = viewAround(item);
    return !view || view->mapRectToScene({0, 0, view->width(), view->height()}).contains(place);
  }
  // Drags the list around it until it can be reached. False: it never can.
  bool bring(const QQuickItem& item, QPointF share = {0.5, 0.5}) const {
    for (int i = 0; i < kMaxDrags && !isReachable(item, share); ++i) {
      const QQuickItem* view = viewAround(item);
      if (!view) return false;
      const QRectF area = view->mapRectToScene({0, 0, view->width(), view->height()}) & windowArea();
      const QPointF away = area.center() - placeOn(item, share);
      drag(area.center(), {std::clamp(away.x(), -0.4 * area.width(), 0.4 * area.width()),
                           std::clamp(away.y(), -0.4 * area.height(), 0.4 * area.height())});
      if (!QTest::qWaitFor([view] { return !view->property("moving").toBool(); })) return false;
    }
    return isReachable(item, share);
  }
  bool tap(const QQuickItem* item, QPointF share = {0.5, 0.5}) const {
    if (!item || !bring(*item, share)) return false;
    m_window.grabWindow();  // rows that appear move the others with the next frame
    tap(placeOn(*item, share));
    return true;
  }
  // In steps, and it stands for a moment before it is lifted: the list stays where it was put.
  void drag(QPointF from, QPointF by) const {
    constexpr int kSteps = 8;
    constexpr int kStandMs = 120;  // after 100 ms there is no flick
    press(from);
    for (int i = 1; i <= kSteps; ++i) {
      move(from + by * i / kSteps);
    }
    QTest::qWait(kStandMs);
    release(from + by);
  }
  // What a keyboard on the screen does when a word is finished on it.
  static void enter(const QString& text) {
    QInputMethodEvent event;
    event.setCommitString(text);
    QCoreApplication::sendEvent(QGuiApplication::focusObject(), &event);
  }

 private:
  static constexpr int kMaxDrags = 60;

  QRectF windowArea() const { return {0, 0, double(m_window.width()), double(m_window.height())}; }
  static const QQuickItem* viewAround(const QQuickItem& item) {
    const QQuickItem* up = item.parentItem();
    while (up && !(up->inherits("QQuickFlickable") && up->clip())) up = up->parentItem();
    return up;
  }

  QQuickWindow& m_window;
};
