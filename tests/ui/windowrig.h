// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/capture/capturecontroller.h"
#include "ui/settings/appsettings.h"
#include "ui/stage.h"

#include <QQuickItem>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <optional>

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
  // Rows that appear or disappear move the others only when a frame is drawn, hence the grab.
  void click(const QQuickItem* item, QPointF point) const {
    window->grabWindow();
    QTest::mouseClick(window, Qt::LeftButton, {}, item->mapToScene(point).toPoint());
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

  // Presses Tab until the control of that name, or one in it, has the keyboard.
  bool tabTo(const char* name, int presses = 60) const {
    for (int i = 0; i < presses; ++i) {
      for (const QQuickItem* item = window->activeFocusItem(); item; item = item->parentItem()) {
        if (item->objectName() == QLatin1String(name)) return true;
      }
      press(Qt::Key_Tab);
    }
    return false;
  }
  // Opens the settings and goes to that control by Tab.
  bool openSettingsAt(const char* name) const {
    press(Qt::Key_Comma, Qt::ControlModifier);
    return QTest::qWaitFor([this] { return isOpen("settings"); }) && tabTo(name);
  }

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

// For init(): the window of one test, with its inputs there and with settings and home in a new folder.
inline void openWindow(std::optional<QTemporaryDir>& folder, std::optional<WindowRig>& rig) {
  hasDevices = hasServer = true;
  folder.emplace();
  qputenv("HOME", folder->path().toLocal8Bit());  // recordings go there
  rig.emplace(folder->path());
  QVERIFY(rig->isReady());
}
// For cleanup().
inline void closeWindow(std::optional<WindowRig>& rig) {
  QVERIFY(rig->warnings.isEmpty());
  rig.reset();
}

inline QQuickItem* descendant(const QQuickItem* item, const QString& name) {
  for (QQuickItem* child : item->childItems()) {
    if (child->objectName() == name) return child;
    if (QQuickItem* found = descendant(child, name)) return found;
  }
  return nullptr;
}

// A model that a view's QML owns, wherever in the tree it is.
template <class Model>
Model* modelIn(const QQuickItem* item) {
  if (auto* own = item->findChild<Model*>(QString(), Qt::FindDirectChildrenOnly)) return own;
  for (const QQuickItem* child : item->childItems()) {
    if (auto* found = modelIn<Model>(child)) return found;
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
