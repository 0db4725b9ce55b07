// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/appsettings.h"
#include "ui/capture/capturecontroller.h"
#include "ui/stage.h"

#include <QQuickItem>
#include <QTest>

#include <memory>

// The window in front of a sound system with three inputs.
class WindowRig {
 public:
  explicit WindowRig(const QString& folder)
      : settings(folder + QStringLiteral("/settings.ini")),
        controller([](tunescope::audio::SourceKind) { return std::make_unique<StageBackend>(); }, settings, request()) {
    settings.setMotionReduced(true);
    window = loadWindow(engine, controller, warnings);
    controller.run()->start();
  }
  ~WindowRig() {
    for (const QString& warning : warnings) qWarning("%s", qPrintable(warning));
  }
  WindowRig(const WindowRig&) = delete;
  WindowRig& operator=(const WindowRig&) = delete;

  bool isReady() const { return window && QTest::qWaitForWindowActive(window); }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const {
    QTest::keyClick(window, key, modifiers);
  }
  void type(const char* text) const {
    for (; *text; ++text) QTest::keyClick(window, *text);
  }
  bool isOpen(const char* sheet) const { return loader(sheet)->property("opened").toBool(); }
  bool isAway(const char* sheet) const { return !loader(sheet)->property("isOpen").toBool(); }
  QObject* loader(const char* sheet) const { return window->findChild<QObject*>(QLatin1String(sheet)); }
  QQuickItem* content(const char* sheet) const {
    const auto* popup = loader(sheet)->property("sheet").value<QObject*>();
    return popup ? popup->property("contentItem").value<QQuickItem*>() : nullptr;
  }
  // Of the control that has the keyboard.
  QVariant focused(const char* property) const {
    const QQuickItem* item = window->activeFocusItem();
    return item ? item->property(property) : QVariant();
  }

  bool isFocusSeen() const;

  tunescope::ui::AppSettings settings;
  tunescope::ui::CaptureController controller;
  QQmlApplicationEngine engine;
  QStringList warnings;
  QQuickWindow* window = nullptr;

 private:
  static tunescope::audio::CaptureRequest request() {
    tunescope::audio::CaptureRequest request;
    request.waitForDevice = true;
    return request;
  }
};

inline QQuickItem* descendant(const QQuickItem* item, const QString& name) {
  for (QQuickItem* child : item->childItems()) {
    if (child->objectName() == name) return child;
    if (QQuickItem* found = descendant(child, name)) return found;
  }
  return nullptr;
}

inline bool WindowRig::isFocusSeen() const {
  const QQuickItem* item = window->activeFocusItem();
  const QQuickItem* ring = item ? descendant(item, QStringLiteral("focusRing")) : nullptr;
  return ring && ring->isVisible();
}

inline void collect(const QQuickItem* item, const char* property, QStringList& values) {
  const QString value = item->property(property).toString();
  if (!value.isEmpty() && item->isVisible()) values << value;
  for (const QQuickItem* child : item->childItems()) collect(child, property, values);
}

inline const QQuickItem* withKey(const QQuickItem* item, const QString& key) {
  if (item->property("key").toString() == key && item->isVisible()) return item;
  for (const QQuickItem* child : item->childItems()) {
    if (const QQuickItem* found = withKey(child, key)) return found;
  }
  return nullptr;
}

inline void countShown(const QQuickItem* item, const QString& name, int& count) {
  if (item->objectName() == name && item->isVisible()) ++count;
  for (const QQuickItem* child : item->childItems()) countShown(child, name, count);
}

inline void collectButtons(const QQuickItem& item, QList<QRectF>& boxes) {
  if (!item.isVisible()) return;
  if (item.inherits("QQuickAbstractButton")) {
    boxes << item.mapRectToScene(QRectF(0, 0, item.width(), item.height())).adjusted(0.1, 0.1, -0.1, -0.1);
  }
  for (const QQuickItem* child : item.childItems()) collectButtons(*child, boxes);
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
