// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// What the window runs in: a desktop or, in the web app, a browser's page. A page cannot be closed by the program, may
// keep single keys for itself, and has a Back button. Thread: gui. Realtime-safe: no.
class WindowHost : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the program")
  Q_PROPERTY(bool isPage READ isPage NOTIFY changed)
  Q_PROPERTY(bool hasShortcuts READ hasShortcuts NOTIFY changed)
  Q_PROPERTY(bool hasKeyboard READ hasKeyboard NOTIFY changed)
  Q_PROPERTY(bool isMotionReduced READ isMotionReduced NOTIFY changed)
  Q_PROPERTY(bool isSheetOpen READ isSheetOpen WRITE setSheetOpen NOTIFY sheetOpenChanged)

 public:
  struct Traits {
    bool isPage = false;
    bool hasShortcuts = true;      // single keys are the program's
    bool hasKeyboard = true;       // false: it is used by touch
    bool isMotionReduced = false;  // the system asks for less motion

    bool operator==(const Traits&) const = default;
  };

  using QObject::QObject;

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

 Q_SIGNALS:
  void changed();
  void sheetOpenChanged();
  void backRequested();  // closes the sheets

 private:
  Traits m_traits;
  bool m_isSheetOpen = false;
};

}  // namespace tunescope::ui
