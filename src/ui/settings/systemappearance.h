// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// Whether the system is dark. Qt reports it from 6.5 on; before, or if it does not know, the lightness of the palette
// decides. Thread: gui. Realtime-safe: no.
class SystemAppearance : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_SINGLETON
  Q_PROPERTY(bool isDark READ isDark NOTIFY changed)

 public:
  explicit SystemAppearance(QObject* parent = nullptr);
  bool isDark() const;
  bool eventFilter(QObject* watched, QEvent* event) override;

 Q_SIGNALS:
  void changed();

 private:
  void watchColorScheme();  // in the file that CMake chooses for this Qt
};

// By the palette: text lighter than the window. Thread: gui.
bool isPaletteDark();

}  // namespace tunescope::ui
