// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions.h"
#include "ui/views/displaychoice.h"
#include "ui/views/viewregistry.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// The window's surroundings: a desktop or, in the web app, a browser's page. The program cannot close a page, which may
// reserve single keys for itself and has a Back button. Also its actions, views and the tuner's displays. Thread: gui.
// Realtime-safe: no.
class WindowHost : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the program")
  Q_PROPERTY(tunescope::ui::Actions* actions READ actions CONSTANT)
  Q_PROPERTY(tunescope::ui::ViewRegistry* views READ views CONSTANT)
  Q_PROPERTY(tunescope::ui::DisplayChoice* displays READ displays CONSTANT)
  Q_PROPERTY(bool isPage READ isPage NOTIFY changed)
  Q_PROPERTY(bool hasShortcuts READ hasShortcuts NOTIFY changed)
  Q_PROPERTY(bool hasKeyboard READ hasKeyboard NOTIFY changed)
  Q_PROPERTY(bool isMotionReduced READ isMotionReduced NOTIFY changed)
  Q_PROPERTY(bool isSheetOpen READ isSheetOpen WRITE setSheetOpen NOTIFY sheetOpenChanged)
  Q_PROPERTY(bool isFullScreen READ isFullScreen WRITE setFullScreen NOTIFY fullScreenChanged)

 public:
  struct Traits {
    bool isPage = false;
    bool hasShortcuts = true;      // single keys are the program's
    bool hasKeyboard = true;       // false: touch only
    bool isMotionReduced = false;  // the system requests reduced motion

    bool operator==(const Traits&) const = default;
  };

  explicit WindowHost(AppSettings& settings) : m_actions(*this), m_views(settings), m_displays(settings) {}

  Actions* actions() { return &m_actions; }
  ViewRegistry* views() { return &m_views; }
  DisplayChoice* displays() { return &m_displays; }
  // Of the tuner, which is shown with it.
  Q_INVOKABLE void showDisplay(int index) {
    m_displays.setCurrent(DisplayChoice::Display(index));
    if (!m_views.isSplit()) m_views.setCurrentIndex(0);
  }
  void setTraits(const Traits& traits) {
    if (traits == m_traits) return;
    m_traits = traits;
    Q_EMIT changed();
  }
  bool isPage() const { return m_traits.isPage; }
  bool hasShortcuts() const { return m_traits.hasShortcuts; }
  bool hasKeyboard() const { return m_traits.hasKeyboard; }
  bool isMotionReduced() const { return m_traits.isMotionReduced; }
  bool isSheetOpen() const { return m_isSheetOpen; }
  void setSheetOpen(bool isOpen) {
    if (isOpen == m_isSheetOpen) return;
    m_isSheetOpen = isOpen;
    Q_EMIT sheetOpenChanged();
  }
  bool isFullScreen() const { return m_isFullScreen; }
  void setFullScreen(bool isFullScreen) {
    if (isFullScreen == m_isFullScreen) return;
    m_isFullScreen = isFullScreen;
    Q_EMIT fullScreenChanged();
  }

 Q_SIGNALS:
  void changed();
  void sheetOpenChanged();
  void fullScreenChanged();
  void backRequested();  // closes the sheets

 private:
  Traits m_traits;
  bool m_isSheetOpen = false;
  bool m_isFullScreen = false;
  Actions m_actions;
  ViewRegistry m_views;
  DisplayChoice m_displays;
};

}  // namespace tunescope::ui
